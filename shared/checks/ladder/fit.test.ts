import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitLadder } from './fit.ts'
import type { SeenAttempt } from './fit.ts'
import { drifts, forecast, predictedAttempts, startOfLadder } from './forecast.ts'
import { PUBLISHED_LADDER, attemptsOf, between, makeLadder } from './ladder.ts'

interface RetryCase {
  readonly attempts: number
  readonly table: readonly { attempt: number; delaySeconds: number; offsetSeconds: number }[]
  readonly totalSeconds: number
}
const RETRY = JSON.parse(readFileSync(join(import.meta.dirname, '../../../e2e/corpus/retry.json'), 'utf8')) as RetryCase

const NOON = Date.UTC(2026, 5, 2, 12)
/** Attempts at the ladder's offsets, in seconds off it, each lasting so long. */
const seenAt = (numbers: readonly number[], late: readonly number[] = [], lastedMs = 40): SeenAttempt[] =>
  numbers.map((number, index) => ({
    at: NOON + between(PUBLISHED_LADDER, 1, number) + (late[index] ?? 0) * 1000,
    lastedMs,
  }))

test('the ladder is the table of the documentation, to the second', () => {
  expect(attemptsOf(PUBLISHED_LADDER)).toBe(RETRY.attempts)
  expect(PUBLISHED_LADDER.delays.map((ms) => ms / 1000)).toEqual(RETRY.table.map((row) => row.delaySeconds))
  expect(PUBLISHED_LADDER.offsets.map((ms) => ms / 1000)).toEqual(RETRY.table.map((row) => row.offsetSeconds))
  expect(PUBLISHED_LADDER.offsets.at(-1)).toBe(RETRY.totalSeconds * 1000)
})

describe('numbers from gaps', () => {
  test('all twenty in order are certain', () => {
    const all = Array.from({ length: 20 }, (_, index) => index + 1)
    expect(fitLadder(seenAt(all), PUBLISHED_LADDER)).toMatchObject({ numbers: all, confidence: 'certain' })
  })

  test('one attempt is taken for the first, and that is said', () => {
    expect(fitLadder(seenAt([7]), PUBLISHED_LADDER)).toEqual({
      numbers: [1],
      confidence: 'likely',
      reason: 'single',
      basis: null,
      error: { start: null, end: null },
    })
  })

  test('later attempts alone are found by their gaps', () => {
    for (const numbers of [
      [9, 10, 11],
      [12, 13, 14],
      [17, 18, 19, 20],
      [5, 6, 7, 8],
      [3, 4, 5],
      [15, 17, 18],
    ]) {
      const fit = fitLadder(seenAt(numbers), PUBLISHED_LADDER)
      expect(fit.numbers).toEqual(numbers)
      expect(fit.confidence).not.toBe('guess')
    }
  })

  test('an attempt that never came leaves a hole in the numbers', () => {
    expect(fitLadder(seenAt([1, 2, 4, 5]), PUBLISHED_LADDER).numbers).toEqual([1, 2, 4, 5])
  })

  test('a gap that two readings explain is a guess', () => {
    // 56 s: attempt 3 came late after attempt 2 (45 s), or attempt 4 early after attempt 3 (60 s).
    const seen = [0, 56].map((seconds) => ({ at: NOON + seconds * 1000, lastedMs: 10 }))
    expect(fitLadder(seen, PUBLISHED_LADDER)).toMatchObject({ confidence: 'guess', reason: 'ambiguous' })
  })

  test('gaps that are on no ladder are counted, and that is a guess', () => {
    const seen = [0, 3, 6].map((seconds) => ({ at: NOON + seconds * 1000, lastedMs: 10 }))
    expect(fitLadder(seen, PUBLISHED_LADDER)).toMatchObject({
      numbers: [1, 2, 3],
      confidence: 'guess',
      reason: 'off-ladder',
      basis: null,
    })
  })

  test('a clock that was set back gives a guess, not a crash', () => {
    const seen = [0, -3600, 30].map((seconds) => ({ at: NOON + seconds * 1000, lastedMs: 10 }))
    expect(fitLadder(seen, PUBLISHED_LADDER)).toMatchObject({ numbers: [1, 2, 3], confidence: 'guess' })
  })

  test('more attempts than the ladder has are counted', () => {
    const seen = Array.from({ length: 25 }, (_, index) => ({ at: NOON + index * 30_000, lastedMs: 10 }))
    expect(fitLadder(seen, PUBLISHED_LADDER).numbers).toHaveLength(25)
  })

  test('the edges of the tolerance are in, what lies beyond is out', () => {
    const reads = (seconds: number) =>
      fitLadder(
        [
          { at: 0, lastedMs: 0 },
          { at: seconds * 1000, lastedMs: 0 },
        ],
        makeLadder([100]),
      ).reason
    expect([90, 115].map(reads)).toEqual(['only-reading', 'only-reading'])
    expect([89.9, 115.1].map(reads)).toEqual(['off-ladder', 'off-ladder'])
  })

  test('inside the tolerance the first attempts are read right whatever the jitter', () => {
    const jitter = fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(jitter, (late) => {
        let at = NOON
        const seen = late.map((seconds, index) => {
          at += (PUBLISHED_LADDER.delays[index] ?? 0) + seconds * 1000
          return { at, lastedMs: 20 }
        })
        expect(fitLadder(seen, PUBLISHED_LADDER).numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      }),
      { numRuns: 200 },
    )
  })
})

describe('from where a delay counts', () => {
  const numbers = [1, 2, 3, 4, 5, 6]
  const lasting = (counting: 'start' | 'end'): SeenAttempt[] => {
    let at = NOON
    return numbers.map((_, index) => {
      at += (PUBLISHED_LADDER.delays[index] ?? 0) + (counting === 'end' && index > 0 ? 4900 : 0)
      return { at, lastedMs: 4900 }
    })
  }

  test('slow attempts tell the end from the start', () => {
    const end = fitLadder(lasting('end'), PUBLISHED_LADDER)
    expect(end).toMatchObject({ numbers, basis: 'end', error: { end: 0 } })
    const start = fitLadder(lasting('start'), PUBLISHED_LADDER)
    expect(start).toMatchObject({ numbers, basis: 'start', error: { start: 0 } })
  })

  test('quick attempts do not', () => {
    expect(fitLadder(seenAt(numbers), PUBLISHED_LADDER).basis).toBe('either')
  })
})

describe('what comes next', () => {
  test('the next attempt, and the last chance', () => {
    const seen = seenAt([1, 2, 3])
    const fit = fitLadder(seen, PUBLISHED_LADDER)
    const found = forecast(seen, fit, PUBLISHED_LADDER, NOON + 80_000)
    expect(found.next).toEqual({
      number: 4,
      at: NOON + 135_000,
      earliest: NOON + 129_000,
      latest: NOON + 150_000,
    })
    expect(found.lastChanceAt).toBe(NOON + 130_335_000)
    expect(predictedAttempts(seen, fit, PUBLISHED_LADDER)).toHaveLength(17)
  })

  test('an attempt that is overdue is passed over', () => {
    const seen = seenAt([1, 2, 3])
    const found = forecast(seen, fitLadder(seen, PUBLISHED_LADDER), PUBLISHED_LADDER, NOON + 300_000)
    expect(found.next?.number).toBe(6)
  })

  test('after the last attempt nothing comes', () => {
    const seen = seenAt([18, 19, 20])
    const found = forecast(seen, fitLadder(seen, PUBLISHED_LADDER), PUBLISHED_LADDER, NOON)
    expect(found).toEqual({ next: null, lastChanceAt: seen[2]?.at })
  })

  test('where the delay counts from the end, so does the prediction', () => {
    const seen = [0, 34.9, 84.8].map((seconds) => ({ at: NOON + seconds * 1000, lastedMs: 4900 }))
    const found = forecast(seen, fitLadder(seen, PUBLISHED_LADDER), PUBLISHED_LADDER, NOON + 85_000)
    expect(found.next?.at).toBe(NOON + 84_800 + 4_900 + 60_000)
  })

  test('drift counts from the first attempt seen', () => {
    const seen = seenAt([9, 10, 11], [0, 2, 5])
    const fit = fitLadder(seen, PUBLISHED_LADDER)
    expect(drifts(seen, fit, PUBLISHED_LADDER)).toEqual([0, 2000, 5000])
    expect(startOfLadder(seen, fit, PUBLISHED_LADDER)).toBe(NOON)
  })
})

test('a ladder of a profile', () => {
  const own = makeLadder([60, 120])
  const seen = [0, 60, 180].map((seconds) => ({ at: NOON + seconds * 1000, lastedMs: 5 }))
  expect(fitLadder(seen, own)).toMatchObject({ numbers: [1, 2, 3], confidence: 'certain' })
})
