import type { Family } from '../../model/callback.ts'
import type { Outcome } from '../../model/delivery.ts'

/** What grouping looks at in one request. Times in ms since 1970. */
export interface GroupRequest {
  readonly sequence: number
  readonly at: number
  /** From the last byte of the request to the answer; null: not known. */
  readonly lastedMs: number | null
  /** Equal for requests of one event at one address: family, event, reference, target, host (`identity.ts`). */
  readonly key: number
  /** Stands for the body; '' when there is none. */
  readonly body: string
  readonly method: string
  readonly agent: string
  readonly family: Family
  readonly eventType: string | null
  readonly reference: string | null
  /** What the event says: FROZEN or THAWED, the status or action of the Merchant API; null: nothing. */
  readonly facet: string | null
  readonly simulated: boolean
  /** The run of our simulator that sent it; `at` is on its clock then, so that time-lapse fits the ladder. */
  readonly run: string | null
  readonly status: number
  readonly outcome: Outcome
  /** Seconds between attempts; null where no schedule is known. */
  readonly delays: readonly number[] | null
}

/** One request of an attempt. */
export interface AttemptRequest {
  readonly sequence: number
  readonly at: number
  readonly lastedMs: number | null
  readonly method: string
  readonly agent: string
  readonly status: number
  readonly outcome: Outcome
  /** The same request once more, sooner than any schedule. */
  readonly repeat: boolean
}

/** One try of the bank: usually one request; POST and GET, or two user agents, make two. */
export interface DeliveryAttempt {
  readonly requests: readonly AttemptRequest[]
  /** Requests beyond those that are listed. */
  readonly more: number
}

/** All attempts for one event. */
export interface Delivery {
  /** Sequence number of its first request. */
  readonly id: number
  readonly key: number
  readonly body: string
  readonly family: Family
  readonly eventType: string | null
  readonly reference: string | null
  /** What the event says: FROZEN or THAWED, the status or action of the Merchant API; null: nothing. */
  readonly facet: string | null
  readonly simulated: boolean
  readonly delays: readonly number[] | null
  /** The run of our simulator that sent it: times are those of its clock then. */
  readonly run: string | null
  /** An earlier delivery of the same request, which this one is not a part of. */
  readonly follows: number | null
  /** Split or joined by hand. */
  readonly byHand: boolean
  readonly attempts: readonly DeliveryAttempt[]
}

/** Where a request belongs. */
export type Placement =
  | { readonly kind: 'new'; readonly follows: number | null }
  | { readonly kind: 'next'; readonly delivery: Delivery }
  | { readonly kind: 'same'; readonly delivery: Delivery; readonly repeat: boolean }
