import type { Family } from '../model/callback.ts'

/** One request, as counting sees it. */
export interface CountedRequest {
  /** Wall clock of the arrival (or the clock of a simulated run), ms. */
  readonly at: number
  readonly method: string
  readonly userAgent: string
  /** Hash of the body; '' when there is none. */
  readonly body: string
}

/** Where a delivery stands: its last attempt. */
export interface AttemptCount {
  readonly attempt: number
  /** First request of the attempt, ms. */
  readonly at: number
  /** Method and user agent of the requests of this attempt so far. */
  readonly senders: readonly string[]
}

/**
 * Requests of one attempt come this close together, ms: two time-outs of five seconds and some room, and well below the shortest
 * gap of the ladder (30 s).
 */
const ONE_ATTEMPT_MS = 20_000

/**
 * Counts a request: BOOKED and UPDATE take a POST and, when it fails, a GET, and there are two user agents (domain.md §0 no. 4), so
 * that another sender soon after belongs to the same attempt. In: the count before (null: none). Out: the count with this request.
 */
export function countAttempt(before: AttemptCount | null, request: CountedRequest): AttemptCount {
  const sender = `${request.method} ${request.userAgent}`
  if (before === null) return { attempt: 1, at: request.at, senders: [sender] }
  const gap = request.at - before.at
  const same = gap >= 0 && gap < ONE_ATTEMPT_MS && !before.senders.includes(sender)
  if (same) return { ...before, senders: [...before.senders, sender] }
  return { attempt: before.attempt + 1, at: request.at, senders: [sender] }
}

/** What tells deliveries apart; `body` is a hash. */
export interface DeliveryIdentity {
  readonly family: Family
  readonly eventType: string | null
  readonly reference: string | null
  readonly target: string
}

/** One text per delivery, without the body: see `deliveryKey`. */
export function deliveryBase({ family, eventType, reference, target }: DeliveryIdentity): string {
  return JSON.stringify([family, eventType, reference, target])
}

/** The base with the body: two updates of one payment differ in nothing else. */
export function deliveryKey(base: string, body: string): string {
  return `${base} ${body}`
}
