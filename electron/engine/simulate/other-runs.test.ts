import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readMark, readSilence, RUN_HEADER, writeMark } from '../../../shared/simulate/mark.ts'
import type { JudgedEntry } from '../judge-batch.ts'
import { createOtherRuns } from './other-runs.ts'
import { silenceAfter } from './playing.ts'
import type { Playing } from './playing.ts'

const callback = (run: string, value: string): JudgedEntry =>
  ({
    entry: { sequence: 1, facts: { kind: 'callback', simulated: true, simulation: { run, at: 1 } } },
    judgement: { head: { headers: [[RUN_HEADER, value]] } },
  }) as unknown as JudgedEntry

const said = (run: string, silence: number | null) => [callback(run, writeMark({ run, at: 1 }, silence))]

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function known(isOwn: (run: string) => boolean = () => false) {
  let told = 0
  const runs = createOtherRuns({ isOwn, ended: () => (told += 1) })
  return { runs, told: () => told }
}

describe('a run of another process', () => {
  test('is over with its last request', () => {
    const { runs, told } = known()
    runs.judged(said('a', 30_000))
    expect([runs.end('a'), told()]).toEqual([null, 0])
    runs.judged(said('a', null))
    expect([runs.end('a'), told()]).toEqual(['over', 1])
    // Sent at the same time as the last one, and captured after it.
    runs.judged(said('a', 0))
    vi.advanceTimersByTime(3_600_000)
    expect([runs.end('a'), told()]).toEqual(['over', 1])
  })

  test('is interrupted when it is overdue, and goes on when it comes again', () => {
    const { runs, told } = known()
    runs.judged(said('a', 30_000))
    vi.advanceTimersByTime(89_999)
    expect(runs.end('a')).toBeNull()
    vi.advanceTimersByTime(1)
    expect([runs.end('a'), told()]).toEqual(['interrupted', 1])
    runs.judged(said('a', 45_000))
    expect(runs.end('a')).toBeNull()
    vi.advanceTimersByTime(105_000)
    expect([runs.end('a'), told()]).toEqual(['interrupted', 2])
  })

  test('one of our own, one that says nothing, and one that lies beyond what a timer takes end nothing', () => {
    const { runs, told } = known((run) => run === 'own')
    runs.judged([...said('own', null), callback('old', 'old; at=1'), ...said('far', 9e15)])
    vi.advanceTimersByTime(86_400_000)
    expect([runs.end('own'), runs.end('old'), runs.end('far'), told()]).toEqual([null, null, null, 0])
  })

  test('only the latest are remembered, and nothing is told after the end', () => {
    const { runs, told } = known()
    for (let count = 0; count <= 1_000; count++) runs.judged(said(`r${String(count)}`, 1_000))
    expect(vi.getTimerCount()).toBe(1_000)
    runs.close()
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(86_400_000)
    expect(told()).toBe(0)
  })
})

test('the mark carries the silence, and is read without it as well', () => {
  const headers = (value: string) => [[RUN_HEADER, value] as const]
  expect(readSilence(headers(writeMark({ run: 'a', at: 7 }, 12.3)))).toBe(13)
  expect(readSilence(headers(writeMark({ run: 'a', at: 7 }, null)))).toBeNull()
  expect(readMark(headers(writeMark({ run: 'a', at: 7 }, null)))).toEqual({ run: 'a', at: 7 })
  expect([readMark(headers('a; at=7')), readSilence(headers('a; at=7'))]).toEqual([{ run: 'a', at: 7 }, undefined])
  expect(readMark(headers('a; at=7; next=x'))).toBeUndefined()
})

describe('how long a run may be silent', () => {
  const one = (state: Playing['state'], attempts: number, dueAt: number, spent = false) =>
    ({ state, attempts, dueAt, spent, plan: { attempts: spent ? attempts : 20 } }) as Playing
  test.each([
    ['the first attempt of twenty', [one('sending', 1, 1000)], 30_000],
    ['the last request of the last attempt', [one('sending', 20, 1000, true)], null],
    ['the last attempt, and a GET may follow', [one('sending', 20, 1000)], 0],
    ['another one waits longer', [one('sending', 1, 1000), one('waiting', 3, 91_000)], 90_000],
    ['two last requests at once', [one('sending', 1, 1000, true), one('sending', 1, 1000, true)], null],
    ['all others are done', [one('sending', 20, 1000, true), one('delivered', 1, 0), one('lost', 20, 0)], null],
  ])('%s', (_, deliveries, expected) => {
    expect(silenceAfter(deliveries, 1000)).toBe(expected)
  })
})
