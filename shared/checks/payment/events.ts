import type { Family } from '../../model/callback.ts'
import { attemptOutcome, deliveredIndex } from '../deliveries/outcome.ts'
import type { Delivery } from '../deliveries/types.ts'

/** One event of a payment: its delivery, when it first came, when it was accepted. Times in ms since 1970. */
export interface PaymentEvent {
  readonly family: Family
  readonly type: string
  readonly delivery: Delivery
  readonly firstAt: number
  readonly acceptedAt: number | null
  /** Sequence number of its first request, for evidence. */
  readonly sequence: number
}

/** The events of a payment in the order in which they first came; what has no event type is left out. */
export function eventsOf(deliveries: readonly Delivery[]): readonly PaymentEvent[] {
  return deliveries
    .flatMap((delivery) => {
      const first = delivery.attempts[0]?.requests[0]
      const { family, eventType: type } = delivery
      if (first === undefined || type === null) return []
      const accepted = delivery.attempts[deliveredIndex(delivery.attempts)]
      const acceptedAt = accepted?.requests.find(({ outcome }) => outcome === 'delivered')?.at ?? null
      return [{ family, type, delivery, firstAt: first.at, acceptedAt, sequence: first.sequence }]
    })
    .toSorted((one, other) => one.firstAt - other.firstAt)
}

/** Requests of a delivery that came after an attempt of it had been accepted. */
export function afterSuccess({ attempts }: Delivery): number {
  const done = deliveredIndex(attempts)
  if (done < 0) return 0
  const repeats = attempts[done]?.requests.filter(({ repeat }) => repeat).length ?? 0
  return (
    repeats +
    (attempts[done]?.more ?? 0) +
    attempts.slice(done + 1).reduce((sum, { requests }) => sum + requests.length, 0)
  )
}

/** True when it was refused with 503 before it was accepted. */
export function wasNotReady({ attempts }: Delivery): boolean {
  const done = deliveredIndex(attempts)
  const before = done < 0 ? [] : attempts.slice(0, done)
  return before.some(
    (attempt) => attemptOutcome(attempt) === 'refused' && attempt.requests.some(({ status }) => status === 503),
  )
}
