import { FRAUD_RESULTS, LEGACY_EVENTS, LOAN_EVENTS, MAPI_EVENTS } from '../facts/events.ts'
import type { Family } from '../model/callback.ts'

const isOneOf = (names: readonly string[], name: string) => names.includes(name)

/** The family that an event type belongs to; null for one that no published list has. */
export function familyOfEvent(event: string): Exclude<Family, 'unknown'> | null {
  if (LEGACY_EVENTS.has(event)) return 'legacy'
  if (isOneOf(LOAN_EVENTS, event)) return 'loan'
  return isOneOf(MAPI_EVENTS, event) ? 'mapi' : null
}

/** Every event type of a family, in the order of the bank's pages; RCO+ takes those of the Merchant API (domain.md §1.3). */
export function eventsOfFamily(family: Exclude<Family, 'unknown'> | null): readonly string[] {
  const legacy = [...LEGACY_EVENTS.keys()]
  if (family === null) return [...legacy, ...MAPI_EVENTS, ...LOAN_EVENTS]
  return { legacy, mapi: MAPI_EVENTS, 'rco-plus': MAPI_EVENTS, loan: LOAN_EVENTS }[family]
}

/** The placeholders that the bank fills for an event, `digest` last; null: the event is on no list, so that nobody knows. */
export function placeholdersOf(event: string): readonly string[] | null {
  const known = LEGACY_EVENTS.get(event)
  return known === undefined ? null : [...known.parameters, 'digest']
}

const WORDS = new Map([...LEGACY_EVENTS.keys(), ...MAPI_EVENTS].map((event) => [event.replaceAll('_', ''), event]))

/** The event that a word names: shops write it as the bank does, in lower case, with dashes, or as one word. Null: none. */
export function eventNamedBy(word: string): string | null {
  return WORDS.get(word.replaceAll(/[-_]/g, '').toUpperCase()) ?? null
}

/** Whether a value is one that `{result}` has. */
export const isFraudResult = (value: string): boolean => isOneOf(FRAUD_RESULTS, value.toUpperCase())

/**
 * Values for trying a template out. paymentId and digest are the bank's own example: SHA-1 over 10000016 and SecretHashSalt
 * (RBD docs/configuration-service/callbacks/update.md); the MD5 value is the other published one. TEST as on test.md.
 */
export const SAMPLE_VALUES: ReadonlyMap<string, string> = new Map([
  ['paymentId', '10000016'],
  ['result', 'FROZEN'],
  ['identifier', 'Identifier1'],
  ['param1', 'Alfa'],
  ['param2', 'Bravo'],
  ['param3', 'Charlie'],
  ['param4', 'Delta'],
  ['param5', 'Echo'],
  ['digest', 'C60345B6E58FD0B363FD2904A39EBB03442CF778'],
])
/** The published MD5 example, for a template whose digest is MD5. */
export const SAMPLE_MD5 = 'ED3381936CCAA2659CF3089F4AA83007'
