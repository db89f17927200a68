import { LADDER_DELAYS_SECONDS } from '../../facts/delivery.ts'

/** A schedule of attempts, in milliseconds; index 0 is attempt 1. */
export interface Ladder {
  /** From the attempt before; 0 for the first. */
  readonly delays: readonly number[]
  /** From the first attempt, when no attempt takes any time. */
  readonly offsets: readonly number[]
}

/**
 * How far an observed gap may lie from the published one: −10 % and +15 s. Nothing is published about it; queues run late rather
 * than early, and the longest rung may be off by more than the shortest.
 */
export const EARLY_SHARE = 0.1
export const LATE_MS = 15_000

/**
 * Makes a ladder.
 * @param delaysSeconds seconds from each attempt to the next: one fewer than there are attempts
 */
export function makeLadder(delaysSeconds: readonly number[]): Ladder {
  const delays = [0, ...delaysSeconds.map((seconds) => seconds * 1000)]
  let sum = 0
  const offsets = delays.map((delay) => (sum += delay))
  return { delays, offsets }
}

/** The 19 resends that the bank publishes for legacy callbacks (shared/facts/delivery.ts). */
export const PUBLISHED_DELAYS: readonly number[] = LADDER_DELAYS_SECONDS.slice(1)

/** The published ladder: 20 attempts, 36 h 12 min 15 s in all. */
export const PUBLISHED_LADDER: Ladder = makeLadder(PUBLISHED_DELAYS)

/** The ladder of some delays; the published one is made once. */
export const ladderOf = (delays: readonly number[]): Ladder =>
  delays === PUBLISHED_DELAYS ? PUBLISHED_LADDER : makeLadder(delays)

/** Number of attempts of a ladder. */
export const attemptsOf = (ladder: Ladder): number => ladder.offsets.length

/** Milliseconds from attempt `from` to attempt `to` (1 …), without the time that attempts take. */
export function between(ladder: Ladder, from: number, to: number): number {
  return (ladder.offsets[to - 1] ?? Number.POSITIVE_INFINITY) - (ladder.offsets[from - 1] ?? 0)
}
