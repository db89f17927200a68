import type { Finding } from '../../model/verdict.ts'
import type { Delivery, DeliveryAttempt } from '../deliveries/types.ts'
import { finding } from '../finding.ts'
import { afterSuccess, eventsOf, wasNotReady } from './events.ts'
import type { PaymentEvent } from './events.ts'

/** Events of a payment that come "at the same second" (domain.md §6 no. 3). */
const TOGETHER_MS = 1_000
/** How long BOOKED may be missing beside later events before it is said, ms: both may be under way. */
const PATIENCE_MS = 60_000
const LOAN_ORDER = ['CREDIT_DECISION_UPDATED', 'SIGNED', 'PAID_OUT']

type Remark = (events: readonly PaymentEvent[], now: number) => readonly Finding[]

const ofType = (events: readonly PaymentEvent[], ...types: readonly string[]) =>
  events.filter(({ type }) => types.includes(type))
const legacy = (events: readonly PaymentEvent[]) => events.filter(({ family }) => family === 'legacy')

const facetOf = ({ delivery }: PaymentEvent): string | null => delivery.facet

const evidenceOf = (...events: readonly PaymentEvent[]) => ({
  events: events.map(({ type }) => type),
  callbacks: events.map(({ sequence }) => String(sequence)),
})

/** UNFREEZE, ANNULMENT and the like before BOOKED; FINALIZATION and UPDATE are sent beside it (domain.md §6 nos. 3 and 10). */
const beforeBooked: Remark = (events) => {
  const [booked] = ofType(legacy(events), 'BOOKED')
  if (booked === undefined) return []
  const early = legacy(events).filter(({ firstAt }) => firstAt < booked.firstAt)
  return [
    ...ofType(early, 'UNFREEZE', 'ANNULMENT').map((event) =>
      finding('payment-before-booked', evidenceOf(event, booked), { summary: `${event.type} came before BOOKED.` }),
    ),
    ...ofType(legacy(events), 'FINALIZATION', 'UPDATE')
      .filter(({ firstAt }) => firstAt < booked.firstAt + TOGETHER_MS)
      .map((event) =>
        finding('payment-finalized-early', evidenceOf(event, booked), {
          summary: `${event.type} came ${event.firstAt < booked.firstAt ? 'before BOOKED' : 'within a second of BOOKED'}.`,
        }),
      ),
  ]
}

/** CAPTURED without AUTHORIZED (domain.md §6 no. 10). */
const capturedFirst: Remark = (events) => {
  const statuses = ofType(events, 'AUTHORIZATION')
  const captured = statuses.find((event) => facetOf(event) === 'CAPTURED')
  if (captured === undefined || statuses.some((event) => facetOf(event) === 'AUTHORIZED')) return []
  return [finding('payment-captured-first', evidenceOf(captured))]
}

/** Two events within one second (domain.md §6 no. 3). */
const together: Remark = (events) =>
  events.flatMap((event, index) => {
    const before = events[index - 1]
    if (before === undefined || event.firstAt - before.firstAt >= TOGETHER_MS) return []
    const apart = Math.round(event.firstAt - before.firstAt)
    const summary = `${before.type} and ${event.type} came within one second (${String(apart)} ms apart).`
    return [finding('payment-together', { ...evidenceOf(before, event), apartMs: apart }, { summary })]
  })

/** What came again after a success, within its delivery or as one of its own (domain.md §6 no. 8). */
const twice: Remark = (events) =>
  events.flatMap((event) => {
    const again = afterSuccess(event.delivery)
    const earlier = events.find(({ delivery }) => delivery.id === event.delivery.follows)
    const repeated = earlier !== undefined && earlier.acceptedAt !== null && earlier.acceptedAt < event.firstAt
    if (again === 0 && !repeated) return []
    return [
      finding('payment-twice', evidenceOf(event), { summary: `${event.type} came again after it had been accepted.` }),
    ]
  })

const notReady: Remark = (events) =>
  events
    .filter(({ delivery }) => wasNotReady(delivery))
    .map((event) =>
      finding('payment-not-ready', evidenceOf(event), {
        summary: `${event.type} was refused with 503 at first and accepted later: the order was not ready yet.`,
      }),
    )

/** An attempt of two requests where the first one failed: by its method, or by its user agent (domain.md §6 nos. 11 and 13). */
function pairRemark(event: PaymentEvent, { requests }: DeliveryAttempt): readonly Finding[] {
  const [first, second] = requests.filter(({ repeat }) => !repeat)
  if (first === undefined || second === undefined || first.outcome === 'delivered') return []
  if (first.method !== second.method) {
    const summary = `${first.method} of ${event.type} was answered ${String(first.status)}, and ${second.method} followed.`
    return [finding('payment-method-fallback', evidenceOf(event), { summary })]
  }
  if (second.outcome !== 'delivered') return []
  const evidence = { ...evidenceOf(event), refused: first.agent, accepted: second.agent }
  const summary = `The first user agent got ${String(first.status)}, the second ${String(second.status)}.`
  return [finding('payment-agent-blocked', evidence, { summary })]
}
const pairs: Remark = (events) =>
  events.flatMap((event) => {
    const remarks = event.delivery.attempts.flatMap((attempt) => pairRemark(event, attempt))
    return remarks.slice(0, 1)
  })

/** Later events without BOOKED (domain.md §6 nos. 19 and 25). */
const bookedMissing: Remark = (events, now) => {
  const mine = legacy(events)
  const later = ofType(mine, 'UNFREEZE', 'FINALIZATION', 'UPDATE', 'ANNULMENT')
  const first = later[0]
  if (first === undefined || ofType(mine, 'BOOKED').length > 0 || now - first.firstAt < PATIENCE_MS) return []
  return [finding('payment-booked-missing', evidenceOf(...later))]
}

const isFrozen = (event: PaymentEvent) =>
  facetOf(event) === 'FROZEN' && (event.type === 'AUTOMATIC_FRAUD_CONTROL' || event.type === 'AUTHORIZATION')
const endsFrozen = (event: PaymentEvent) =>
  ['UNFREEZE', 'ANNULMENT'].includes(event.type) ||
  ['AUTHORIZED', 'REJECTED', 'CAPTURED'].includes(facetOf(event) ?? '')

/** FROZEN, and neither thawed nor ended since (domain.md §1.1 and §1.2, sequences). */
const frozenOpen: Remark = (events) => {
  const frozen = events.find(isFrozen)
  if (frozen === undefined || events.some(endsFrozen)) return []
  return [finding('payment-frozen-open', evidenceOf(frozen))]
}

const isEnd = (event: PaymentEvent) => event.type === 'ANNULMENT' || facetOf(event) === 'REJECTED'
const afterEnd: Remark = (events) => {
  const end = events.findIndex(isEnd)
  const late = end < 0 ? [] : ofType(events.slice(end + 1), 'UNFREEZE', 'FINALIZATION', 'BOOKED', 'AUTHORIZATION')
  const [ended] = events.slice(Math.max(end, 0))
  if (ended === undefined) return []
  return late.map((event) =>
    finding('payment-after-end', evidenceOf(ended, event), { summary: `${event.type} came after ${ended.type}.` }),
  )
}

const loanOrder: Remark = (events) => {
  const mine = events.filter(({ family, type }) => family === 'loan' && LOAN_ORDER.includes(type))
  return mine.flatMap((event, index) => {
    const before = mine.slice(0, index).find(({ type }) => LOAN_ORDER.indexOf(type) > LOAN_ORDER.indexOf(event.type))
    if (before === undefined || event.type === 'CREDIT_DECISION_UPDATED') return []
    const summary = `${before.type} came before ${event.type}.`
    return [finding('payment-loan-order', evidenceOf(before, event), { summary })]
  })
}

const REMARKS: readonly Remark[] = [
  beforeBooked,
  capturedFirst,
  afterEnd,
  loanOrder,
  twice,
  pairs,
  bookedMissing,
  frozenOpen,
  together,
  notReady,
]

/**
 * What is to be said of all callbacks of one payment together: what came twice, what came before its time, what never came.
 * @param deliveries all deliveries with the reference of the payment
 * @param now ms since 1970
 */
export function paymentRemarks(deliveries: readonly Delivery[], now: number): readonly Finding[] {
  const events = eventsOf(deliveries)
  return REMARKS.flatMap((remark) => remark(events, now))
}
