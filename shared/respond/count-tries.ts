import type { Delivery, DeliveryAttempt } from '../checks/deliveries/types.ts'

/**
 * Tries within one attempt, from 1. A POST with its GET and the second user agent are one try. The same request once more is a further one: the
 * bank sends nothing twice within 27 s, so somebody is trying the rule by hand, and expects it to go on.
 */
function triesWithin({ requests, more }: DeliveryAttempt): number {
  const senders = new Map<string, number>()
  for (const { method, agent } of requests) {
    const sender = `${method} ${agent}`
    senders.set(sender, (senders.get(sender) ?? 0) + 1)
  }
  return Math.max(1, ...senders.values()) + more
}

/**
 * How often a delivery has been tried here: its attempts as they are grouped for the Deliveries panel (shared/checks/deliveries), and
 * repetitions beside them. Equals the number of the attempt on the ladder as long as nothing was missed and nothing sent twice.
 */
export function countTries({ attempts }: Delivery): number {
  return attempts.reduce((sum, attempt) => sum + triesWithin(attempt), 0)
}

/** The tries of a delivery up to one of its requests. */
export function triesUntil({ attempts }: Delivery, sequence: number): number {
  const end = attempts.findIndex(({ requests }) => requests.some((one) => one.sequence === sequence))
  return attempts.slice(0, end + 1).reduce((sum, attempt, index) => {
    if (index < end) return sum + triesWithin(attempt)
    const place = attempt.requests.findIndex((one) => one.sequence === sequence)
    return sum + triesWithin({ requests: attempt.requests.slice(0, place + 1), more: 0 })
  }, 0)
}

/** Where the count of a rule stands in a delivery. */
export interface RuleCount {
  /** What the rule counted. */
  readonly attempt: number
  /** Tries of the delivery then. */
  readonly tries: number
}

/** The attempt that a rule counts now: it begins with the first one that falls under it, and goes on with every further try. */
export function nextCount(before: RuleCount | null, tries: number): RuleCount {
  if (before === null) return { attempt: 1, tries }
  return { attempt: before.attempt + Math.max(0, tries - before.tries), tries }
}
