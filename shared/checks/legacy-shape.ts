import { DIGEST_LENGTHS } from '../facts/digest.ts'
import { FRAUD_RESULTS, LEGACY_EVENTS } from '../facts/events.ts'
import type { NamedValue } from '../model/recognition.ts'
import { member } from './json.ts'
import type { ParsedTarget } from './target.ts'
import { decodePart } from './target.ts'

/** A legacy callback, recognised without its template. */
export interface LegacyShape {
  readonly eventType: string | null
  /** The event was only guessed. */
  readonly guessed: boolean
  /** Under the names of the placeholders, without the digest. */
  readonly parameters: readonly NamedValue[]
  /** Every digest parameter, in order. */
  readonly digests: readonly NamedValue[]
}

/** Names of the event parameter in published templates (domain.md §1.1, §2; endpoint templates in e2e/corpus). */
const EVENT_NAMES = ['event-type', 'eventtype', 'event_type', 'event', 'status', 'type', 'c']
const PAYMENT_NAMES = ['paymentid', 'payment_id', 'orderid']
/** Names that mean a payment only when something else shows that this is a callback. */
const WEAK_PAYMENT_NAMES = ['p', 'id']
/** As documented (param, par), and as the WooCommerce plugins have them (domain.md §4, "TEST in plugins"). */
const TEST_NAME = /^(?:par(?:am)?|prm|ignore)([1-5])$/

/** Pairs of the query and, as `/name/value`, of the path: published templates use both. */
function pairsOf(target: ParsedTarget): readonly NamedValue[] {
  const segments = target.path.split('/').slice(1)
  const path = segments.slice(0, -1).map((segment, index) => {
    const raw = segments[index + 1] ?? ''
    return { name: segment, value: decodePart(raw, false).value, raw }
  })
  return [...target.query, ...path.filter(({ name }) => isKnownPathName(name.toLowerCase()))]
}

const isKnownPathName = (name: string) =>
  name === 'digest' ||
  name === 'result' ||
  name === 'identifier' ||
  PAYMENT_NAMES.includes(name) ||
  TEST_NAME.test(name)

const looksLikeDigest = (value: string) =>
  /^[0-9A-Fa-f]+$/.test(value) && (value.length === DIGEST_LENGTHS.MD5 || value.length === DIGEST_LENGTHS.SHA1)

/** The event that a word names: shops write it as the bank does, in lower case, with dashes, or as one word. */
function eventOf(word: string): string | null {
  const plain = word.replaceAll(/[-_]/g, '').toUpperCase()
  return EVENTS_BY_WORD.get(plain) ?? null
}

const EVENTS_BY_WORD = new Map([...LEGACY_EVENTS.keys()].map((event) => [event.replaceAll('_', ''), event]))

function eventNamed(target: ParsedTarget): string | null {
  for (const { name, value } of target.query) {
    const event = EVENT_NAMES.includes(name.toLowerCase()) ? eventOf(value) : null
    if (event !== null) return event
  }
  for (const segment of target.path.split('/')) {
    const event = eventOf(segment)
    if (event !== null) return event
  }
  return null
}

/** Only the bank's own templates call the parameter so; with it, TEST needs no parameters (a template may leave them out). */
const saysTest = (target: ParsedTarget) =>
  target.query.some(({ name, value }) => name.toLowerCase() === 'event-type' && value === 'TEST')

/** The event that a body names by the member that only it has (BOOKED, UPDATE); null: none. */
export function eventOfBody(body: unknown): string | null {
  for (const [event, { bodyMember }] of LEGACY_EVENTS) {
    if (bodyMember !== null && member(body, bodyMember) !== undefined) return event
  }
  return null
}

function find(pairs: readonly NamedValue[], names: readonly string[], as: string): NamedValue | null {
  const found = pairs.find(({ name }) => names.includes(name.toLowerCase()))
  return found === undefined ? null : { ...found, name: as }
}

/** param1 to param5 of TEST, also as par1 to par5, as the documentation's result line has them. */
function testParameters(pairs: readonly NamedValue[]): readonly NamedValue[] {
  return pairs.flatMap((pair) => {
    const number = TEST_NAME.exec(pair.name.toLowerCase())?.[1]
    return number === undefined ? [] : [{ ...pair, name: `param${number}` }]
  })
}

function resultOf(pairs: readonly NamedValue[]): NamedValue | null {
  const named = find(pairs, ['result'], 'result')
  if (named !== null) return named
  const short = find(pairs, ['r'], 'result')
  return short !== null && FRAUD_RESULTS.some((result) => result === short.value) ? short : null
}

/**
 * Recognises a legacy callback by the names that published templates use. Something beside the event must speak for it (a payment
 * id, a digest, TEST parameters or a known body), so that an ordinary path like /update is not taken for one. Null: it is none.
 */
export function legacyShape(target: ParsedTarget, body: unknown): LegacyShape | null {
  const pairs = pairsOf(target)
  const named = pairs.filter(({ name }) => name.toLowerCase() === 'digest')
  const digests = named.length > 0 ? named : pairs.filter(({ name, value }) => name === 'd' && looksLikeDigest(value))
  const fromBody = eventOfBody(body)
  const event = eventNamed(target) ?? fromBody
  const tests = testParameters(pairs)
  const strong = find(pairs, PAYMENT_NAMES, 'paymentId')
  const isTest = event === 'TEST' && (tests.length > 0 || saysTest(target))
  const evident = event !== null && (strong !== null || isTest || fromBody !== null)
  if (!evident && digests.length === 0) return null
  const identifier = find(pairs, ['identifier'], 'identifier')
  const weak = find(pairs, WEAK_PAYMENT_NAMES, 'paymentId')
  const result = resultOf(pairs)
  const known = event ?? unknownEvent(target)
  const isFraud = known === null && FRAUD_RESULTS.some((word) => word === result?.value)
  const bare = known === null && !isFraud && strong === null && identifier === null
  const expires = bare && find(pairs, ['id'], 'id') !== null
  const subject =
    expires || event === 'PASSWORD_EXPIRATION'
      ? (identifier ?? renamed(weak, 'identifier'))
      : (strong ?? weak ?? identifier)
  const parameters = [...(subject === null ? [] : [subject]), ...(result === null ? [] : [result]), ...tests]
  const bySubject = expires || identifier !== null ? 'PASSWORD_EXPIRATION' : null
  const eventType = expires ? bySubject : (known ?? (isFraud ? 'AUTOMATIC_FRAUD_CONTROL' : bySubject))
  return { eventType, guessed: expires || isFraud, parameters, digests }
}

/** An event that the bank has added since: named as its own templates name it, and written as it writes its events. */
function unknownEvent(target: ParsedTarget): string | null {
  const named = target.query.find(({ name }) => /^event[-_]?type$/i.test(name))?.value
  return named !== undefined && /^[A-Z][A-Z_]{2,60}$/.test(named) ? named : null
}

const renamed = (pair: NamedValue | null, name: string): NamedValue | null => (pair === null ? null : { ...pair, name })
