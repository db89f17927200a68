import { expect, it } from 'vitest'
import { RESTARTS, restartDelay } from './restart-policy.ts'

it('waits three times longer after each crash', () => {
  const crashes = [0, 1000, 2000, 3000, 4000]
  const delays = crashes.map((_, index) => restartDelay(crashes.slice(0, index + 1)))
  expect(delays).toEqual([100, 300, 900, 2700, 8100])
})

it('gives up at the sixth crash within a minute', () => {
  expect(restartDelay([0, 1, 2, 3, 4, 5])).toBeNull()
})

it('forgets crashes that are older than a minute', () => {
  expect(restartDelay([0, 1, 2, 3, 4, RESTARTS.withinMs + 10])).toBe(RESTARTS.firstDelayMs)
})
