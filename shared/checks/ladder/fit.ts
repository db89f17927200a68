import { ATTEMPT_TIMEOUT_MS } from '../../facts/delivery.ts'
import type { Basis, Confidence } from '../../model/delivery.ts'
import { EARLY_SHARE, LATE_MS, attemptsOf, between } from './ladder.ts'
import type { Ladder } from './ladder.ts'

/** One attempt as it was seen: when it came, and how long it took until it was answered (null: not known). Milliseconds. */
export interface SeenAttempt {
  readonly at: number
  readonly lastedMs: number | null
}

/** Which numbers the attempts have, how sure that is, and why. */
export interface LadderFit {
  /** One number for each attempt that was given, ascending. */
  readonly numbers: readonly number[]
  readonly confidence: Confidence
  readonly reason: FitReason
  /** Which way of counting the delay fits the gaps; null with a single attempt, or when nothing fits. */
  readonly basis: Basis | null
  /** Mean distance from the ladder in milliseconds, counted from the start and from the end; null where it does not fit. */
  readonly error: { readonly start: number | null; readonly end: number | null }
}

/** Why the numbers are believed, or not. */
export const FIT_REASONS = ['single', 'only-reading', 'clear', 'close', 'ambiguous', 'off-ladder'] as const
export type FitReason = (typeof FIT_REASONS)[number]

/** What it costs a reading to leave an attempt out, or to begin above the first: both happen, but rarely. */
const MISSED_COST = 0.8
const START_COST = 0.3
/** Costs between the best reading and the next: from here the best one is clear, or at least likely. */
const CLEAR = 1.5
const CLOSE = 0.4
/** Two ways of counting are told apart when one is this much nearer, ms. */
const TELLS_APART_MS = 500

type Counting = 'start' | 'end'

/** Cost of a gap read as the way from one attempt to a later one; infinite beyond the tolerance. */
function gapCost(ladder: Ladder, gap: number, from: number, to: number, counting: Counting): number {
  const expected = between(ladder, from, to)
  const missed = to - from - 1
  // The time that unseen attempts took is not known: at most the time-out each.
  const unseen = counting === 'end' ? missed * ATTEMPT_TIMEOUT_MS : 0
  const off = gap - expected
  const allowed = off < 0 ? expected * EARLY_SHARE : LATE_MS + unseen
  if (Math.abs(off) > allowed) return Number.POSITIVE_INFINITY
  return (allowed === 0 ? 0 : (off / allowed) ** 2) + missed * MISSED_COST
}

interface Reading {
  readonly cost: number
  readonly numbers: readonly number[]
}

const gapOf = (seen: readonly SeenAttempt[], index: number, counting: Counting): number => {
  const one = seen[index]
  const before = seen[index - 1]
  if (one === undefined || before === undefined) return 0
  return one.at - before.at - (counting === 'end' ? (before.lastedMs ?? 0) : 0)
}

/** The best reading for each number that the last attempt could have; the cheapest first. */
function readings(seen: readonly SeenAttempt[], ladder: Ladder, counting: Counting): readonly Reading[] {
  const top = attemptsOf(ladder)
  let ends = new Map<number, Reading>()
  for (let number = 1; number <= top; number += 1)
    ends.set(number, { cost: (number - 1) * START_COST, numbers: [number] })
  for (let index = 1; index < seen.length; index += 1) {
    const gap = gapOf(seen, index, counting)
    const next = new Map<number, Reading>()
    for (const [from, { cost, numbers }] of ends) {
      for (let to = from + 1; to <= top; to += 1) {
        // Further ones are later still.
        if (between(ladder, from, to) * (1 - EARLY_SHARE) > gap) break
        const total = cost + gapCost(ladder, gap, from, to, counting)
        if (total < (next.get(to)?.cost ?? Number.POSITIVE_INFINITY))
          next.set(to, { cost: total, numbers: [...numbers, to] })
      }
    }
    ends = next
  }
  return [...ends.values()].toSorted((one, other) => one.cost - other.cost)
}

/** Mean distance of the gaps from those of a reading, ms; null without a gap. */
function distance(
  seen: readonly SeenAttempt[],
  numbers: readonly number[],
  ladder: Ladder,
  counting: Counting,
): number | null {
  if (seen.length < 2) return null
  let sum = 0
  for (let index = 1; index < seen.length; index += 1) {
    const expected = between(ladder, numbers[index - 1] ?? 1, numbers[index] ?? 1)
    sum += Math.abs(gapOf(seen, index, counting) - expected)
  }
  return sum / (seen.length - 1)
}

function trust(
  all: readonly Reading[],
  count: number,
): { readonly confidence: Confidence; readonly reason: FitReason } {
  const [best, second] = all
  if (best === undefined) return { confidence: 'guess', reason: 'off-ladder' }
  if (second === undefined) return { confidence: count > 2 ? 'certain' : 'likely', reason: 'only-reading' }
  const margin = second.cost - best.cost
  if (margin >= CLEAR) return { confidence: count > 3 ? 'certain' : 'likely', reason: 'clear' }
  return margin >= CLOSE ? { confidence: 'likely', reason: 'close' } : { confidence: 'guess', reason: 'ambiguous' }
}

function basisOf(start: number | null, end: number | null): Basis | null {
  if (start === null) return end === null ? null : 'end'
  if (end === null) return 'start'
  if (Math.abs(start - end) < TELLS_APART_MS) return 'either'
  return start < end ? 'start' : 'end'
}

/** A single attempt has no gap to measure: it is taken for the first. By far the most deliveries are like that. */
const SINGLE: LadderFit = {
  numbers: [1],
  confidence: 'likely',
  reason: 'single',
  basis: null,
  error: { start: null, end: null },
}

/** Attempts beyond the ladder, or at odd times: counted as they came. */
const counted = (seen: readonly SeenAttempt[]): LadderFit => ({
  numbers: seen.map((_, index) => index + 1),
  confidence: 'guess',
  reason: 'off-ladder',
  basis: null,
  error: { start: null, end: null },
})

/**
 * Works out the numbers of the attempts of one delivery from the gaps between them (ms, ascending), also when only later ones were
 * seen. A delay may count from the start or from the end of the attempt before (not published): both are tried, and the better one
 * is told. Gaps may lie −10 % and +15 s from the ladder; a reading that leaves attempts out, or begins late, costs something.
 */
export function fitLadder(seen: readonly SeenAttempt[], ladder: Ladder): LadderFit {
  if (seen.length === 1) return SINGLE
  if (seen.length > attemptsOf(ladder)) return counted(seen)
  const fromStart = readings(seen, ladder, 'start')
  const fromEnd = readings(seen, ladder, 'end')
  const bestStart = fromStart[0]
  const bestEnd = fromEnd[0]
  const useEnd = bestEnd !== undefined && (bestStart === undefined || bestEnd.cost < bestStart.cost)
  const best = useEnd ? bestEnd : bestStart
  if (best === undefined) return counted(seen)
  const { numbers } = best
  const fits = (all: readonly Reading[]) => all.some((one) => one.numbers.join() === numbers.join())
  const error = {
    start: fits(fromStart) ? distance(seen, numbers, ladder, 'start') : null,
    end: fits(fromEnd) ? distance(seen, numbers, ladder, 'end') : null,
  }
  return { numbers, ...trust(useEnd ? fromEnd : fromStart, seen.length), basis: basisOf(error.start, error.end), error }
}
