import { ATTEMPT_TIMEOUT_MS, DELIVERED_BELOW } from '../../facts/delivery.ts'
import type { Outcome } from '../../model/delivery.ts'
import type { AttemptRequest, DeliveryAttempt } from './types.ts'

/** What is known of an answer: its status (0: there was nobody to answer), whether it left, and after how many ms. */
export interface AnswerFacts {
  readonly status: number
  readonly sent: boolean | null
  readonly afterMs: number | null
}

/** What the bank makes of an answer: below 300 within five seconds is delivered, redirects are not followed (domain.md §0 nos. 5, 6). */
export function outcomeOf({ status, sent, afterMs }: AnswerFacts): Outcome {
  if (sent === false) return 'unanswered'
  if (status === 0 || sent === null) return 'unknown'
  if (status < DELIVERED_BELOW) return afterMs !== null && afterMs > ATTEMPT_TIMEOUT_MS ? 'late' : 'delivered'
  return status < 400 ? 'redirect' : 'refused'
}

/** When the bank was done with a request: answered, or given up after five seconds; ms since 1970. */
export function endOf({ at, lastedMs, outcome }: AttemptRequest): number {
  if (outcome === 'unknown') return at
  return at + Math.min(lastedMs ?? ATTEMPT_TIMEOUT_MS, ATTEMPT_TIMEOUT_MS)
}

/** The outcome of an attempt: delivered when one of its requests was, else that of the last one. */
export function attemptOutcome({ requests }: DeliveryAttempt): Outcome {
  if (requests.some(({ outcome }) => outcome === 'delivered')) return 'delivered'
  return requests.findLast(({ outcome }) => outcome !== 'unknown')?.outcome ?? 'unknown'
}

/** When an attempt began, and how long it took, ms. */
export function attemptTimes({ requests }: DeliveryAttempt): { readonly at: number; readonly lastedMs: number } {
  const at = requests[0]?.at ?? 0
  const own = requests.filter(({ repeat }) => !repeat)
  return { at, lastedMs: Math.max(0, ...own.map((request) => endOf(request) - at)) }
}

/** Place of the first attempt that succeeded; -1: none did. */
export function deliveredIndex(attempts: readonly DeliveryAttempt[]): number {
  return attempts.findIndex((attempt) => attemptOutcome(attempt) === 'delivered')
}
