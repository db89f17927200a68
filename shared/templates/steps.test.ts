import { expect, test } from 'vitest'
import { run, runInSlices } from './steps.ts'

function* counting(count: number, seen: number[]): Generator<undefined, string> {
  for (let number = 0; number < count; number++) {
    seen.push(number)
    yield
  }
  return `${String(count)} done`
}

function surroundings(perStep: number) {
  let now = 0
  const waiting: (() => void)[] = []
  return { waiting, slices: { clock: () => (now += perStep), later: (next: () => void) => void waiting.push(next) } }
}

test('work in steps is run to its end', () => {
  expect(run(counting(3, []))).toBe('3 done')
})

test('short work is done in the first slice', () => {
  const { slices, waiting } = surroundings(0.1)
  const done: string[] = []
  runInSlices(counting(5, []), slices, (value) => done.push(value))
  expect([done, waiting]).toEqual([['5 done'], []])
})

test('long work gives the page a turn, goes on, and can be ended', () => {
  const { slices, waiting } = surroundings(3)
  const [done, seen]: [string[], number[]] = [[], []]
  const end = runInSlices(counting(12, seen), slices, (value) => done.push(value))
  expect([seen.length, done, waiting.length]).toEqual([3, [], 1])
  waiting.shift()?.()
  expect([seen.length, waiting.length]).toEqual([6, 1])
  end()
  waiting.shift()?.()
  expect([seen.length, done, waiting]).toEqual([6, [], []])
})
