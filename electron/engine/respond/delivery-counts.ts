import { countAttempt, deliveryBase, deliveryKey } from '../../../shared/respond/count-attempts.ts'
import type { AttemptCount, CountedRequest, DeliveryIdentity } from '../../../shared/respond/count-attempts.ts'

/** Which rule counts: each counts for itself. */
export interface RuleName {
  readonly profile: string | null
  readonly name: string
}

/** Asked when a delivery is met for the first time since the start: what an earlier run counted, or null. */
export type History = (rule: RuleName, delivery: DeliveryIdentity, body: string) => AttemptCount | null

/** Deliveries that are remembered; the ones that were quiet longest are asked for again. */
const MOST_DELIVERIES = 20_000

/** Attempts of deliveries, counted for each rule by itself. */
export interface DeliveryCounts {
  /** Counts a request and gives the number of its attempt, from 1. */
  readonly count: (rule: RuleName, delivery: DeliveryIdentity, request: CountedRequest) => number
  /** Forgets everything, so that every delivery begins anew. */
  readonly forget: () => void
}

/** A map that drops what was put in longest ago. */
class Recent<T> {
  readonly #held = new Map<string, T>()
  get(key: string): T | undefined {
    return this.#held.get(key)
  }
  put(key: string, value: T): void {
    this.#held.delete(key)
    this.#held.set(key, value)
    const oldest = this.#held.size > MOST_DELIVERIES ? this.#held.keys().next() : null
    if (oldest?.done === false) this.#held.delete(oldest.value)
  }
  clear(): void {
    this.#held.clear()
  }
}

/**
 * Makes the counts. A request without a body belongs to the delivery with the same target that came last: BOOKED and UPDATE are
 * sent as POST first and as GET when that fails (domain.md §1.1).
 */
export function createDeliveryCounts(history: History): DeliveryCounts {
  const counts = new Recent<AttemptCount>()
  const lastBody = new Recent<string>()
  let remembers = true
  return {
    count: (rule, delivery, request) => {
      const base = `${JSON.stringify([rule.profile, rule.name])} ${deliveryBase(delivery)}`
      const body = request.body === '' ? (lastBody.get(base) ?? '') : request.body
      const key = deliveryKey(base, body)
      const before = counts.get(key) ?? (remembers ? history(rule, delivery, body) : null)
      const count = countAttempt(before, request)
      counts.put(key, count)
      lastBody.put(base, body)
      return count.attempt
    },
    forget: () => {
      counts.clear()
      lastBody.clear()
      // What the archive holds is from before.
      remembers = false
    },
  }
}
