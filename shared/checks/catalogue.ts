import {
  CATALOGUE_READ_ON,
  CHECKOUT_MEMBERS,
  CHECKOUT_VALUES,
  LEGACY_MEMBERS,
  LOAN_MEMBERS,
  MAPI_MEMBERS,
} from '../facts/members.ts'
import type { Known, KnownMembers } from '../facts/members.ts'
import type { Family } from '../model/callback.ts'
import type { Finding } from '../model/verdict.ts'
import { finding } from './finding.ts'
import { isObject, member } from './json.ts'

/** What was met that the catalogue does not hold; few of each, however many there are. */
interface Unknowns {
  readonly members: string[]
  readonly values: Finding[]
}

const MOST_MEMBERS = 10
const MOST_VALUES = 5
/** Items of a list that are looked at: order lines are of one kind, and there may be thousands. */
const MOST_ITEMS = 50

/** A note on a value that the catalogue does not hold (domain.md §6 no. 14): the bank adds values without notice. */
export function unknownValue(name: string, value: string, known: readonly string[]): Finding {
  const shown = value.slice(0, 200)
  return finding(
    'value-unknown',
    { member: name, received: shown, expected: known, catalogue: CATALOGUE_READ_ON },
    { summary: `"${shown.slice(0, 60)}" (${name}) is not in this app's catalogue of ${CATALOGUE_READ_ON}.` },
  )
}

function look(value: unknown, known: Known, path: string, found: Unknowns): void {
  if (known === null || value === null || value === undefined) return
  if (Array.isArray(value)) {
    for (const item of value.slice(0, MOST_ITEMS) as unknown[]) look(item, known, path, found)
  } else if (isValues(known)) {
    if (typeof value !== 'string' || known.includes(value) || found.values.length >= MOST_VALUES) return
    found.values.push(unknownValue(path, value, known))
  } else if (isObject(value)) lookInside(value, known, path, found)
}

const isValues = (known: Exclude<Known, null>): known is readonly string[] => Array.isArray(known)

function lookInside(
  value: Readonly<Record<string, unknown>>,
  known: KnownMembers,
  path: string,
  found: Unknowns,
): void {
  for (const name of Object.keys(value)) {
    const place = path === '' ? name : `${path}.${name}`
    if (Object.hasOwn(known, name)) look(value[name], known[name] ?? null, place, found)
    else if (found.members.length < MOST_MEMBERS && !found.members.includes(place)) found.members.push(place)
  }
}

/** The members that a body of this family and event has; null: nothing is catalogued. */
function membersOf(family: Family, eventType: string | null): KnownMembers | null {
  if (family === 'legacy') return LEGACY_MEMBERS
  if (family === 'loan') return LOAN_MEMBERS
  if (family === 'unknown') return null
  const named = eventType === null ? undefined : MAPI_MEMBERS[eventType]
  return named ?? (family === 'rco-plus' ? CHECKOUT_MEMBERS : null)
}

/**
 * Notes on members and values of the body that the catalogue of the bank's pages does not hold, for all families (domain.md §1 and §6
 * no. 14). Notes, never errors: a receiver must tolerate them.
 */
export function catalogueNotes(family: Family, eventType: string | null, body: unknown): readonly Finding[] {
  const known = isObject(body) ? membersOf(family, eventType) : null
  if (known === null) return []
  const found: Unknowns = { members: [], values: [] }
  look(body, known, '', found)
  if (known === CHECKOUT_MEMBERS) {
    for (const [path, values] of CHECKOUT_VALUES) look(path.reduce(member, body), values, path.join('.'), found)
  }
  if (found.members.length === 0) return found.values
  const evidence = { members: found.members, catalogue: CATALOGUE_READ_ON }
  return [...found.values, finding('member-unknown', evidence)]
}
