import type { AttemptNumber, Outcome, RunEnd } from '../../model/delivery.ts'
import { fitLadder } from '../ladder/fit.ts'
import type { LadderFit, SeenAttempt } from '../ladder/fit.ts'
import { forecast, lastChance, predictedAttempts } from '../ladder/forecast.ts'
import { LATE_MS, attemptsOf, ladderOf } from '../ladder/ladder.ts'
import type { Ladder } from '../ladder/ladder.ts'
import { attemptOutcome, attemptTimes, deliveredIndex } from './outcome.ts'
import type { Delivery } from './types.ts'

/** A delivery with its numbers: what is shown of it, apart from the present time. */
export interface DeliveryReading {
  readonly ladder: Ladder | null
  /** null where no schedule is known. */
  readonly fit: LadderFit | null
  readonly seen: readonly SeenAttempt[]
  readonly outcomes: readonly Outcome[]
  /** Number of each attempt: by the ladder, or counted. */
  readonly numbers: readonly AttemptNumber[]
  /** Place of the attempt that succeeded; -1: none. */
  readonly delivered: number
  /** When the last attempt falls; null where nothing can be predicted. */
  readonly lastChanceAt: number | null
}

/** Works out everything about a delivery that does not depend on the present. */
export function readDelivery(delivery: Delivery): DeliveryReading {
  const { attempts, delays } = delivery
  const seen = attempts.map(attemptTimes)
  const ladder = delays === null ? null : ladderOf(delays)
  const fit = ladder === null ? null : fitLadder(seen, ladder)
  const numbers = attempts.map((_, index) => ({
    number: fit?.numbers[index] ?? index + 1,
    of: ladder === null ? null : attemptsOf(ladder),
    confidence: fit?.confidence ?? 'certain',
  }))
  const lastChanceAt = ladder === null || fit === null ? null : lastChance(seen, fit, ladder)
  return {
    ladder,
    fit,
    seen,
    outcomes: attempts.map(attemptOutcome),
    numbers,
    delivered: deliveredIndex(attempts),
    lastChanceAt,
  }
}

/**
 * What has become of a delivery by now. `open`: no schedule is known, and it has not succeeded. `ended`: it has not succeeded, and the
 * simulated run that sent it makes no further attempt.
 */
export const DELIVERY_STATES = ['delivered', 'waiting', 'lost', 'open', 'ended'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Says whether a delivery stays as it is because its run has ended, although it has neither succeeded nor made its last attempt. */
export function isCutShort({ delivered, ladder, fit, seen }: DeliveryReading, runEnd: RunEnd | null): boolean {
  if (runEnd === null || delivered >= 0) return false
  return ladder === null || fit === null || predictedAttempts(seen, fit, ladder).length > 0
}

/**
 * The state of a delivery at a moment: lost once the last attempt has failed, or is overdue.
 * @param now ms since 1970
 * @param runEnd why the simulated run that sent it makes no further attempt; null: it goes on, or it was no run
 */
export function stateOf(reading: DeliveryReading, now: number, runEnd: RunEnd | null = null): DeliveryState {
  const { delivered, lastChanceAt, ladder, fit, seen } = reading
  if (delivered >= 0) return 'delivered'
  if (isCutShort(reading, runEnd)) return 'ended'
  if (ladder === null || fit === null || lastChanceAt === null) return 'open'
  return forecast(seen, fit, ladder, now).next === null || now > lastChanceAt + LATE_MS ? 'lost' : 'waiting'
}
