import { DELIVERED_BELOW, LADDER_DELAYS_SECONDS } from '../facts/delivery.ts'

/** What an attempt was answered; null: nothing within the time. */
export type AttemptStatus = number | null

/** True when the bank takes an answer for delivered (RBD docs/configuration-service/callbacks/index.md). */
export const isDelivered = (status: AttemptStatus): boolean =>
  status !== null && status >= 200 && status < DELIVERED_BELOW

export type NextAttempt =
  | { readonly kind: 'delivered' }
  /** No attempt is left. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'again'; readonly afterSeconds: number }

/**
 * What follows an attempt, by the published ladder (domain.md §5). Nothing is published for the Merchant API and loans: the simulator
 * plays them by the same ladder, and says so.
 * @param attempt number of the attempt that was made, from 1
 * @param most attempts that are to be made at most
 */
export function nextAttempt(attempt: number, most: number, status: AttemptStatus): NextAttempt {
  if (isDelivered(status)) return { kind: 'delivered' }
  const afterSeconds = LADDER_DELAYS_SECONDS[attempt]
  if (attempt >= most || afterSeconds === undefined) return { kind: 'lost' }
  return { kind: 'again', afterSeconds }
}

/** In words, for a log. */
export function countWords(status: AttemptStatus): string {
  if (status === null) return 'no answer: it counts as failed'
  if (isDelivered(status)) return 'delivered'
  return status < 400 ? 'a redirect, which is not followed: it counts as failed' : 'counts as failed'
}
