import { DIGEST_LENGTHS, DIGEST_PARAMETER_LISTS } from '../../facts/digest.ts'
import { LEGACY_EVENTS } from '../../facts/events.ts'
import { eventNamedBy, isFraudResult } from '../words.ts'
import type { Slot, TargetSlots } from './slots.ts'

/** What the places of a target were taken for. */
export interface Assigned {
  readonly placeholders: ReadonlyMap<Slot, string>
  readonly event: string | null
  /** Events that fit as well as the named one; the only place where a user has to choose. */
  readonly candidates: readonly string[]
  readonly digest: { readonly algorithm: 'MD5' | 'SHA1'; readonly parameters: readonly string[] } | null
  /** How many of event, payment and digest were found, and how surely. */
  readonly strength: number
  readonly reasons: readonly string[]
}

const DIGEST_NAMES = ['digest', 'd', 'hash', 'checksum', 'md5', 'sha1', 'sig', 'signature']
const PAYMENT_NAMES = ['paymentid', 'payment_id', 'payment-id', 'orderid', 'order_id', 'order-id', 'orderreference']
const WEAK_NAMES = ['p', 'id', 'payment', 'order', 'reference', 'ref', 'oid', 'pid']
/** Published plugins put the environment and the time of registration into their templates: fixed text (domain.md §6 no. 4). */
const FIXED_NAMES = [
  't',
  'ts',
  'time',
  'timestamp',
  'env',
  'environment',
  'store',
  'store_id',
  'lang',
  'v',
  'version',
  'page',
  'limit',
  'offset',
  'size',
]
const TEST_NAME = /^(?:par(?:am)?|prm|ignore)([1-5])$/

const lower = ({ name }: Slot) => name.toLowerCase()
const isHex = (value: string, length: number) => value.length === length && /^[0-9A-Fa-f]+$/.test(value)
const algorithmOf = (value: string) =>
  isHex(value, DIGEST_LENGTHS.SHA1) ? 'SHA1' : isHex(value, DIGEST_LENGTHS.MD5) ? 'MD5' : null
/** An id has a digit, or is one word of letters behind a name that says so; never a sentence. */
const looksLikeId = (value: string) => /^[A-Za-z0-9._~-]{1,64}$/.test(value) && /\d/.test(value)

function findDigest(slots: readonly Slot[]): Slot | null {
  const named = slots.find((slot) => lower(slot) === 'digest')
  const short = slots.find((slot) => DIGEST_NAMES.includes(lower(slot)) && algorithmOf(slot.value) !== null)
  const alone = slots.filter(({ value }) => algorithmOf(value) !== null)
  return named ?? short ?? (alone.length === 1 ? (alone[0] ?? null) : null)
}

/** An event that a value names: as a whole (`unfreeze`), or as a part of it (`unfreeze-callback`). */
interface NamedEvent {
  readonly event: string
  readonly whole: boolean
}

const legacyEvent = (word: string): string | null => {
  const event = eventNamedBy(word)
  return event !== null && LEGACY_EVENTS.has(event) ? event : null
}

function findEvent(slots: readonly Slot[]): NamedEvent | null {
  for (const { value } of slots) {
    const event = value.length > 40 ? null : legacyEvent(value)
    if (event !== null) return { event, whole: true }
  }
  for (const { value } of slots) {
    const words = value.length > 80 ? [] : value.split(/[^A-Za-z_]+/)
    const event = words.map(legacyEvent).find((one) => one !== null)
    if (event !== undefined) return { event, whole: false }
  }
  return null
}

interface Payment {
  readonly slot: Slot
  readonly strong: boolean
}

function findPayment(slots: readonly Slot[], reference: string | null): Payment | null {
  const strong = slots.find((slot) => PAYMENT_NAMES.includes(lower(slot)))
  if (strong !== undefined) return { slot: strong, strong: true }
  const known = reference === null ? undefined : slots.find(({ value }) => value === reference)
  if (known !== undefined) return { slot: known, strong: true }
  const weak = slots.find((slot) => WEAK_NAMES.includes(lower(slot)) && looksLikeId(slot.value))
  const any = slots.filter(
    (slot) => looksLikeId(slot.value) && !FIXED_NAMES.includes(lower(slot)) && !/^v\d+$/i.test(slot.value),
  )
  const slot =
    weak ?? any.findLast(({ where }) => where === 'query') ?? any.findLast(({ value }) => !value.includes('.'))
  return slot === undefined ? null : { slot, strong: false }
}

function findTest(slots: readonly Slot[]): readonly (readonly [Slot, string])[] {
  return slots.flatMap((slot) => {
    const number = TEST_NAME.exec(lower(slot))?.[1]
    return number === undefined ? [] : [[slot, `{param${number}}`] as const]
  })
}

function eventReasons(
  event: string | null,
  named: NamedEvent | null,
  candidates: readonly string[],
): readonly string[] {
  if (event === null) return [`Nothing names the event; it can be ${candidates.slice(0, 3).join(', ')} or another one.`]
  if (named !== null)
    return [named.whole ? `The request names ${event}.` : `A part of a word in it reads like ${event}, so look twice.`]
  return [`${event} is the event with these parameters.`]
}

/**
 * Finds event, payment, result, TEST parameters and digest in the places of a legacy callback: by the names that published templates
 * use, then by how the values look. `known` and `reference` are what the recognition found. Null: nothing speaks for a callback.
 */
export function assignLegacy(target: TargetSlots, known: string | null, reference: string | null): Assigned | null {
  const digestSlot = findDigest(target.slots)
  const rest = target.slots.filter((slot) => slot !== digestSlot)
  const tests = findTest(rest)
  const resultSlot = rest.find(({ value }) => isFraudResult(value)) ?? null
  const named = known === null ? findEvent(rest) : { event: known, whole: true }
  const event = named?.event ?? (resultSlot !== null ? 'AUTOMATIC_FRAUD_CONTROL' : tests.length > 0 ? 'TEST' : null)
  const free = rest.filter(
    (slot) => slot !== resultSlot && !tests.some(([test]) => test === slot) && eventNamedBy(slot.value) === null,
  )
  const payment = event === 'TEST' ? null : findPayment(free, reference)
  const speaks = payment !== null || tests.length > 0 || resultSlot !== null
  const sure = digestSlot !== null || known !== null || payment?.strong === true || isOrderPath(payment)
  if (!sure && !(event !== null && speaks)) return null
  const subject = event === 'PASSWORD_EXPIRATION' ? '{identifier}' : '{paymentId}'
  const placeholders = new Map<Slot, string>([
    ...tests,
    ...(digestSlot === null ? [] : [[digestSlot, '{digest}'] as const]),
    ...(resultSlot === null || event !== 'AUTOMATIC_FRAUD_CONTROL' ? [] : [[resultSlot, '{result}'] as const]),
    ...(payment === null ? [] : [[payment.slot, subject] as const]),
  ])
  const candidates = event === null ? ['UNFREEZE', 'BOOKED', 'ANNULMENT', 'FINALIZATION', 'UPDATE'] : [event]
  const algorithm = digestSlot === null ? null : (algorithmOf(digestSlot.value) ?? 'SHA1')
  const parameters = DIGEST_PARAMETER_LISTS.get(event ?? '')?.[0]?.parameters ?? ['paymentId']
  return {
    placeholders,
    event,
    candidates,
    digest: algorithm === null ? null : { algorithm, parameters },
    strength:
      (event === null ? 0 : named?.whole === true ? 2 : 1) +
      (payment === null ? 0 : payment.strong ? 2 : 1) +
      (digestSlot === null ? 0 : 1),
    reasons: [
      ...eventReasons(event, named, candidates),
      ...paymentReasons(payment, subject),
      ...digestReasons(digestSlot, algorithm, event),
    ],
  }
}

/** An RCO paymentCreatedCallbackUrl is a bare URL of the shop's own; an order number behind the word is all that it shows. */
const isOrderPath = (payment: Payment | null) =>
  payment !== null && payment.slot.where === 'path' && /^(?:order|payment)s?$/i.test(payment.slot.name)

function paymentReasons(payment: Payment | null, subject: string): readonly string[] {
  if (payment === null) return []
  const { where, name, value } = payment.slot
  const place = where === 'query' ? `the parameter “${name}”` : `the path behind “${name}”`
  const why = payment.strong ? 'by its name or by the reference' : 'by how it looks, so look twice'
  return [`${subject} is taken from ${place} (${value.slice(0, 60)}), ${why}.`]
}

function digestReasons(slot: Slot | null, algorithm: string | null, event: string | null): readonly string[] {
  if (slot === null) return ['No part of it looks like a digest: none is registered for this event.']
  const list =
    event === 'AUTOMATIC_FRAUD_CONTROL'
      ? ' The documents hash paymentId alone, the libraries paymentId and result: both are tried.'
      : ''
  return [
    `“${slot.name}” holds ${slot.value.length} characters, so that the digest is ${algorithm === 'MD5' ? 'MD5' : 'SHA-1'}.${list}`,
  ]
}
