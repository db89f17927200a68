import type { Finding } from '../model/verdict.ts'
import { Digits, readExactJson, sameValue } from './exact-json.ts'
import { finding } from './finding.ts'
import { isObject, member } from './json.ts'
import type { JsonObject } from './json.ts'
import { tokenFinding } from './jws-shape.ts'
import { lastOne } from './last-one.ts'

/** One member of the event: what was signed, and what stands in the body; null: it is not there. */
export interface ComparedField {
  readonly member: string
  readonly expected: string | null
  readonly received: string | null
  /** `written`: the same number, written differently. */
  readonly result: 'equal' | 'written' | 'differs' | 'not-signed' | 'not-in-body'
}

/** How far body and payload could be compared; anything but `compared` says why not. */
export type EnvelopeState = 'compared' | 'no-event-in-payload' | 'no-event-in-body' | 'payload-not-read'

export interface EnvelopeComparison {
  readonly state: EnvelopeState
  /** At most `MOST_FIELDS`, those that differ first. */
  readonly fields: readonly ComparedField[]
  readonly more: number
}

const MOST_FIELDS = 100
const MOST_NAMED = 10
const LONGEST_VALUE = 300
const EVENT = 'externalApplicationEvent'

type Pair = readonly [path: string, signed: unknown, received: unknown]
/** Stands for a member that is not there; undefined is no value of JSON. */
const ABSENT = undefined

function numberText(value: unknown): string | null {
  if (value instanceof Digits) return value.written
  return typeof value === 'number' ? String(value) : null
}

/** A value in one line: numbers and texts as written, containers by their size. */
function words(value: unknown): string | null {
  if (value === ABSENT) return null
  const number = numberText(value)
  if (number !== null) return number.slice(0, LONGEST_VALUE)
  if (typeof value === 'string') return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value
  if (Array.isArray(value)) return `a list of ${String(value.length)}`
  return isObject(value) ? `an object of ${String(Object.keys(value).length)} members` : String(value)
}

function leafResult(signed: unknown, received: unknown): ComparedField['result'] {
  if (signed === ABSENT) return 'not-signed'
  if (received === ABSENT) return 'not-in-body'
  const one = numberText(signed)
  const other = numberText(received)
  if (one !== null && other !== null) {
    if (one === other) return 'equal'
    return sameValue(one, other) ? 'written' : 'differs'
  }
  return signed === received ? 'equal' : 'differs'
}

const isPlain = (value: unknown): value is JsonObject => isObject(value) && !(value instanceof Digits)
const alike = (a: unknown, b: unknown) => (isPlain(a) && isPlain(b)) || (Array.isArray(a) && Array.isArray(b))
const sizeOf = (value: unknown) => Object.keys(value as object).length

function innerPairs(path: string, signed: JsonObject, received: JsonObject): Pair[] {
  const list = Array.isArray(signed)
  return Array.from(new Set([...Object.keys(signed), ...Object.keys(received)]), (name): Pair => {
    // A path is for the eye; one that grows with each of a million levels would take all memory.
    const inner =
      path.length > LONGEST_VALUE ? path : list ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`
    const of = (from: JsonObject) => (Object.hasOwn(from, name) ? from[name] : ABSENT)
    return [inner, of(signed), of(received)]
  })
}

/** Every leaf of two values, in their order; keeps its own stack, so that nesting does no harm. */
function compareValues(signed: unknown, received: unknown): readonly ComparedField[] {
  const fields: ComparedField[] = []
  const stack: Pair[] = [['', signed, received]]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [path, a, b] = next
    if (alike(a, b) && sizeOf(a) + sizeOf(b) > 0)
      stack.push(...innerPairs(path, a as JsonObject, b as JsonObject).toReversed())
    else {
      const result = alike(a, b) ? 'equal' : leafResult(a, b)
      const name = path === '' ? EVENT : path.slice(0, LONGEST_VALUE)
      const expected = words(a)
      fields.push({ member: name, expected, received: result === 'equal' ? expected : words(b), result })
    }
  }
  return fields
}

/** The signed event: a member of the payload; else the payload itself, when it repeats members of the event directly. */
function signedEvent(event: unknown, claims: JsonObject): { readonly value: unknown; readonly direct: boolean } | null {
  const nested = member(claims, EVENT)
  if (nested !== undefined) return { value: nested, direct: false }
  if (!isPlain(event)) return null
  const shared = Object.keys(event).filter((name) => Object.hasOwn(claims, name))
  if (shared.length === 0) return null
  return { value: Object.fromEntries(shared.map((name) => [name, claims[name]])), direct: true }
}

const isOpen = ({ result }: ComparedField) => result !== 'equal' && result !== 'written'
/** Differences first, then what one side lacks. */
const RANK: Readonly<Record<ComparedField['result'], number>> = {
  differs: 0,
  'not-in-body': 1,
  'not-signed': 2,
  written: 3,
  equal: 4,
}
const nothing = (state: EnvelopeState): EnvelopeComparison => ({ state, fields: [], more: 0 })

/**
 * Compares the event in the body with its copy in the signed payload, member by member; numbers by their digits. The documentation
 * never says that the payload repeats the event (domain.md §3), so its absence is a state, not a fault.
 * @param event as `parseExactJson` or JSON.parse read it; undefined: there is none beside the token
 * @param claims the payload's claims, read in the same way; null: they cannot be read
 */
export function compareEnvelope(event: unknown, claims: JsonObject | null): EnvelopeComparison {
  if (event === undefined) return nothing('no-event-in-body')
  if (claims === null) return nothing('payload-not-read')
  const known = COMPARED.get(claims)
  if (known?.event === event) return known.comparison
  const comparison = compare(event, claims)
  COMPARED.set(claims, { event, comparison })
  return comparison
}

/** A verdict and a view of the same token need the same comparison. */
const COMPARED = lastOne<JsonObject, { readonly event: unknown; readonly comparison: EnvelopeComparison }>()

function compare(event: unknown, claims: JsonObject): EnvelopeComparison {
  const signed = signedEvent(event, claims)
  if (signed === null) return nothing('no-event-in-payload')
  const compared = compareValues(signed.value, event)
  const fields = compared.toSorted((a, b) => RANK[a.result] - RANK[b.result])
  return { state: 'compared', fields: fields.slice(0, MOST_FIELDS), more: Math.max(0, fields.length - MOST_FIELDS) }
}

const namesOf = (fields: readonly ComparedField[]) => fields.slice(0, MOST_NAMED).map((field) => field.member)

function differsFinding(differing: readonly ComparedField[]): Finding {
  const [first] = differing
  return tokenFinding('jws-envelope-differs', 'verified', 'ok-envelope-differs', {
    member: first?.member ?? EVENT,
    expected: first?.expected ?? 'nothing',
    received: first?.received ?? 'nothing',
    members: namesOf(differing),
  })
}

function comparedFindings({ fields, more }: EnvelopeComparison, direct: boolean): readonly Finding[] {
  // Where the payload repeats single members, those that it leaves out are not signed, and contradict nothing.
  const unsigned = direct ? fields.filter(({ result }) => result === 'not-signed') : []
  const differing = fields.filter((field) => isOpen(field) && !unsigned.includes(field))
  if (differing.length > 0) return [differsFinding(differing)]
  const written = fields.find(({ result }) => result === 'written')
  const { member: name = '', expected = null, received = null } = written ?? {}
  return [
    unsigned.length > 0
      ? finding('jws-envelope-partial', { members: namesOf(unsigned) })
      : finding('jws-envelope-equal', {
          compared: fields.length === 1 ? '1 member' : `${String(fields.length + more)} members`,
        }),
    ...(written === undefined ? [] : [finding('jws-envelope-digits', { member: name, expected, received })]),
  ]
}

/** The comparison as findings: none when the body carries no event, or the payload cannot be read (which is said elsewhere). */
export function checkEnvelope(event: unknown, claims: JsonObject | null, payloadText: string): readonly Finding[] {
  if (event === undefined || claims === null) return []
  const exact = exactClaims(payloadText, claims)
  const comparison = compareEnvelope(event, exact)
  if (comparison.state === 'no-event-in-payload') return [finding('jws-envelope-not-signed')]
  return comparedFindings(comparison, member(claims, EVENT) === undefined)
}

const EXACT = lastOne<JsonObject, JsonObject>()

/** The claims with their digits as sent; those of one token are read once. */
export function exactClaims(payloadText: string, claims: JsonObject): JsonObject {
  const known = EXACT.get(claims)
  if (known !== undefined) return known
  const read = readExactJson(payloadText)
  const exact = isPlain(read) ? read : claims
  EXACT.set(claims, exact)
  return exact
}
