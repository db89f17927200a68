import type { AnswerPlan } from '../../../shared/model/callback.ts'

/** One answer on its way out: for a callback that is being stored, or for a refusal. Answers leave in the order of the requests. */
export interface Exchange {
  readonly plan: AnswerPlan
  /** Monotonic ms when the last byte of the request came. */
  readonly bodyEnd: number
  readonly isHead: boolean
  readonly http10: boolean
  readonly last: boolean
  /** Known once stored; null for refusals and for what could not be stored. */
  sequence: number | null
  settled: boolean
  failed: boolean
}

/** An answer that needs no storing: it may leave as soon as its turn comes. */
export function readyExchange(plan: AnswerPlan, now: number): Exchange {
  return { plan, bodyEnd: now, isHead: false, http10: false, last: true, sequence: null, settled: true, failed: false }
}
