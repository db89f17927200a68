import { expect, test } from 'vitest'
import { createLoneArrivals } from './lone-arrivals.ts'

function watched() {
  const timers: (() => void)[] = []
  let overs = 0
  const lone = createLoneArrivals(
    (run) => timers.push(run),
    () => (overs += 1),
  )
  return { lone, timers, overs: () => overs }
}

test('the first row after a while is alone, those behind it are a stream', () => {
  const { lone, timers, overs } = watched()
  expect(lone.count()).toBe(true)
  expect(lone.count()).toBe(false)
  expect(lone.count()).toBe(false)
  timers.splice(0).forEach((run) => run())
  expect(overs()).toBe(1)
  expect(lone.count()).toBe(true)
})

test('a stream goes on while rows come', () => {
  const { lone, timers, overs } = watched()
  lone.count()
  lone.count()
  timers.shift()?.()
  expect(overs()).toBe(0)
  expect(lone.count()).toBe(false)
})
