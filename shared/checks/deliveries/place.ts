import { fitLadder } from '../ladder/fit.ts'
import { EARLY_SHARE, LATE_MS, attemptsOf, between, ladderOf } from '../ladder/ladder.ts'
import { attemptTimes, deliveredIndex } from './outcome.ts'
import type { AttemptRequest, Delivery, GroupRequest, Placement } from './types.ts'

/** The second request of one attempt comes at most this long (ms) after the first: its time-out of 5 s, and some air. */
export const PAIR_MS = 10_000
/** Without a schedule, the same request once more within this time is a repetition, not an attempt. */
const REPEAT_MS = 1_000
/** Without a schedule, attempts of one event may be a month apart ("until a month has passed"). */
const MONTH_MS = 31 * 86_400_000
/** A delivery holds so many attempts at most: what goes on beyond is another one, linked. */
const MOST_ATTEMPTS = 64

/** Events of which a shop may get several that look alike: nothing but the time tells them apart when there is no body. */
const REPEATABLE = new Set(['UPDATE', 'TEST'])
/** BOOKED and UPDATE may come as POST and as GET (domain.md §0 no. 4). */
const TWO_METHODS = new Set(['BOOKED', 'UPDATE'])

const hasTwoMethods = ({ family, eventType }: GroupRequest) =>
  family === 'legacy' && eventType !== null && TWO_METHODS.has(eventType)

/** The GET of such a pair has no body. */
function sameBody(request: GroupRequest, delivery: Delivery): boolean {
  if (request.body === delivery.body) return true
  return hasTwoMethods(request) && (request.body === '' || delivery.body === '')
}

const sameSender = (one: AttemptRequest, request: GroupRequest) =>
  one.method === request.method && one.agent === request.agent

/** Below this gap (ms) the same request is a repetition: shorter than the shortest rung of the ladder. */
function repeatWithin({ delays }: Delivery): number {
  const shortest = delays === null ? Number.POSITIVE_INFINITY : Math.min(...delays)
  return Number.isFinite(shortest) ? shortest * 1000 * (1 - EARLY_SHARE) : REPEAT_MS
}

const looksAlike = (request: GroupRequest) =>
  request.body === '' && request.eventType !== null && REPEATABLE.has(request.eventType)

/** Says whether a request belongs to the attempt that a delivery is at: its pair, its second agent, or a repetition. */
function inLastAttempt(request: GroupRequest, delivery: Delivery): 'pair' | 'repeat' | null {
  const requests = delivery.attempts.at(-1)?.requests ?? []
  const last = requests.at(-1)
  if (last === undefined) return null
  const since = request.at - last.at
  if (since < -PAIR_MS) return null
  const known = requests.some((one) => sameSender(one, request))
  if (!known && since <= PAIR_MS) {
    const otherMethod = requests.every(({ method }) => method !== request.method)
    if (!otherMethod || hasTwoMethods(request)) return 'pair'
  }
  if (!known || since >= repeatWithin(delivery)) return null
  // Two tests in a row are two tests: the first was delivered.
  return looksAlike(request) && deliveredIndex(delivery.attempts) >= 0 ? null : 'repeat'
}

/** How far from the ladder (ms) a request would be as the next attempt; null: it cannot be one. */
function asNext(request: GroupRequest, delivery: Delivery): number | null {
  const { attempts, delays } = delivery
  if (attempts.length >= MOST_ATTEMPTS) return null
  const seen = attempts.map(attemptTimes)
  const last = seen.at(-1)
  if (last === undefined) return null
  const gap = request.at - last.at
  const done = deliveredIndex(attempts) >= 0
  // The clock was set back: the order of arrival is all that is left.
  if (gap < 0) return done ? null : MONTH_MS
  if (delays === null) return gap <= MONTH_MS ? gap : null
  const ladder = ladderOf(delays)
  const fit = fitLadder([...seen, { at: request.at, lastedMs: request.lastedMs }], ladder)
  const onLadder = fit.reason !== 'off-ladder'
  const adjacent = (fit.numbers.at(-1) ?? 0) - (fit.numbers.at(-2) ?? 0) === 1
  const off = Math.min(fit.error.start ?? MONTH_MS, fit.error.end ?? MONTH_MS)
  const before = fitLadder(seen, ladder).numbers.at(-1) ?? 1
  // After a success the bank has nothing to repeat, unless our answer did not reach it: then the next rung is due, and nothing else.
  // What somebody split or joined may begin anywhere on the ladder.
  if (done) return onLadder && adjacent && (delivery.byHand || fit.numbers.at(-2) === before) ? off : null
  if (onLadder) return off
  const rest = between(ladder, Math.min(before, attemptsOf(ladder)), attemptsOf(ladder)) + LATE_MS
  return gap <= rest ? MONTH_MS : null
}

/**
 * Says to which delivery a request belongs, without a delivery id: same family, event, reference, target and body, and a gap that an
 * attempt may have. A POST with its GET and two user agents are one attempt.
 * @param candidates deliveries with the key of the request, the latest first; a few are enough
 */
export function place(request: GroupRequest, candidates: readonly Delivery[]): Placement {
  const mine = candidates.filter((delivery) => sameBody(request, delivery))
  for (const delivery of mine) {
    const part = inLastAttempt(request, delivery)
    if (part !== null) return { kind: 'same', delivery, repeat: part === 'repeat' }
  }
  let best: { readonly delivery: Delivery; readonly off: number } | null = null
  for (const delivery of mine) {
    const off = asNext(request, delivery)
    if (off !== null && (best === null || off < best.off)) best = { delivery, off }
  }
  if (best !== null) return { kind: 'next', delivery: best.delivery }
  return { kind: 'new', follows: mine[0]?.id ?? null }
}
