import type { LadderFit, SeenAttempt } from './fit.ts'
import { EARLY_SHARE, LATE_MS, attemptsOf, between } from './ladder.ts'
import type { Ladder } from './ladder.ts'

/** What is to be expected of a delivery that has not succeeded. Milliseconds since 1970. */
export interface Forecast {
  /** The next attempt by the ladder; null after the last one. */
  readonly next: {
    readonly number: number
    readonly at: number
    readonly earliest: number
    readonly latest: number
  } | null
  /** When the last attempt falls; of the past when it has been made. */
  readonly lastChanceAt: number
}

/** Every attempt of a ladder that is still to come, as predicted from the last one seen. */
export interface PredictedAttempt {
  readonly number: number
  readonly at: number
}

/** From when delays count: the end of the last attempt where the gaps say so, else its start. */
function origin(last: SeenAttempt, fit: LadderFit): number {
  return last.at + (fit.basis === 'end' ? (last.lastedMs ?? 0) : 0)
}

/** The attempts after the last one seen, in order. */
export function predictedAttempts(
  seen: readonly SeenAttempt[],
  fit: LadderFit,
  ladder: Ladder,
): readonly PredictedAttempt[] {
  const last = seen.at(-1)
  const number = fit.numbers.at(-1)
  if (last === undefined || number === undefined) return []
  const from = origin(last, fit)
  const rest: PredictedAttempt[] = []
  for (let later = number + 1; later <= attemptsOf(ladder); later += 1) {
    rest.push({ number: later, at: from + between(ladder, number, later) })
  }
  return rest
}

/** When the last attempt of the ladder falls, by the last one seen; ms since 1970. */
export function lastChance(seen: readonly SeenAttempt[], fit: LadderFit, ladder: Ladder): number {
  const last = seen.at(-1)
  const number = fit.numbers.at(-1) ?? 1
  if (last === undefined) return 0
  return number >= attemptsOf(ladder) ? last.at : origin(last, fit) + between(ladder, number, attemptsOf(ladder))
}

/**
 * When the next attempt comes and when the last chance is.
 * @param now the present, ms since 1970: attempts that are overdue are passed over (they did not reach this listener)
 */
export function forecast(seen: readonly SeenAttempt[], fit: LadderFit, ladder: Ladder, now: number): Forecast {
  const rest = predictedAttempts(seen, fit, ladder)
  const next = rest.find(({ at }) => at + LATE_MS >= now) ?? null
  const lastChanceAt = lastChance(seen, fit, ladder)
  if (next === null) return { next: null, lastChanceAt }
  const early = between(ladder, next.number - 1, next.number) * EARLY_SHARE
  return { next: { ...next, earliest: next.at - early, latest: next.at + LATE_MS }, lastChanceAt }
}

/** How far each attempt seen lies from where the ladder has it, counted from the first one seen; ms, late is positive. */
export function drifts(seen: readonly SeenAttempt[], fit: LadderFit, ladder: Ladder): readonly number[] {
  const first = seen[0]
  const firstNumber = fit.numbers[0]
  if (first === undefined || firstNumber === undefined || fit.reason === 'off-ladder') return seen.map(() => 0)
  return seen.map(({ at }, index) => at - first.at - between(ladder, firstNumber, fit.numbers[index] ?? firstNumber))
}

/** When attempt 1 was, or would have been, by the numbers of a fit; ms since 1970. */
export function startOfLadder(seen: readonly SeenAttempt[], fit: LadderFit, ladder: Ladder): number {
  const at = seen[0]?.at ?? 0
  return fit.reason === 'off-ladder' ? at : at - between(ladder, 1, fit.numbers[0] ?? 1)
}
