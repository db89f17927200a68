import type { z } from 'zod'
import { jsonPath } from './json-path.ts'

/** One thing that is wrong with a value: where, and why, as a clause in plain words (no capital, no full stop). */
export interface Fault {
  readonly path: readonly PropertyKey[]
  readonly why: string
}

type Issue = z.core.$ZodIssue

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
}

const FORMATS: Readonly<Record<string, string>> = {
  url: 'a full address such as https://shop.example is expected',
  uuid: 'a UUID is expected',
  date: 'a day such as 2025-11-18 is expected',
  datetime: 'a time such as 2025-11-18T12:00:00Z is expected',
}

/** What the schemas of this program say themselves is plain already; only zod's own phrases begin like this. */
const ZODS_OWN = /^(?:Invalid|Too (?:small|big)|Unrecognized)\b/

const LONGEST_SHOWN = 60

function shown(value: unknown): string {
  if (typeof value === 'string') {
    const short = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value
    return JSON.stringify(short)
  }
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return Number.isNaN(value) ? 'this' : String(value)
}

function at(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    return (value as Readonly<Record<PropertyKey, unknown>>)[part]
  }, given)
}

/** What is expected beside what is there; a value that is not there is missing. */
function beside(wanted: string, value: unknown): string {
  return value === undefined ? `it is missing (${wanted} is expected)` : `${wanted} is expected, not ${shown(value)}`
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? shown(values[0]) : `one of ${values.map((value) => String(value)).join(', ')}`
}

/** The values that a union of words or numbers allows; null when it is a union of other things. */
function wordsOf(branches: readonly (readonly Issue[])[]): readonly unknown[] | null {
  const words: unknown[] = []
  for (const [issue, more] of branches) {
    if (issue?.code !== 'invalid_value' || more !== undefined || issue.path.length > 0) return null
    words.push(...issue.values)
  }
  return words.length === 0 ? null : words
}

function sizeFault(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const small = issue.code === 'too_small'
  const bound = small ? issue.minimum : issue.maximum
  const least = small ? 'at least' : 'at most'
  if (issue.origin === 'string' || issue.origin === 'array' || issue.origin === 'set') {
    const length = typeof value === 'string' || Array.isArray(value) ? value.length : null
    if (small && length === 0) return 'it must not be empty'
    const [thing, things] = issue.origin === 'string' ? ['character is', 'characters are'] : ['entry is', 'entries are']
    const wanted = `${least} ${String(bound)} ${Number(bound) === 1 ? thing : things} ${small ? 'expected' : 'allowed'}`
    return length === null ? wanted : `${wanted}, not ${String(length)}`
  }
  const limit = issue.inclusive === false ? (small ? 'more than' : 'less than') : least
  return `${limit} ${String(bound)} is expected, not ${shown(value)}`
}

function typeFault(issue: z.core.$ZodIssueInvalidType, value: unknown): string {
  const wanted = KINDS[issue.expected] ?? issue.expected
  if (value === undefined) return `it is missing (${wanted} is expected)`
  if (typeof value === 'number') return Number.isNaN(value) ? `${wanted} is expected` : beside(wanted, value)
  // A text may be a secret that stands in the wrong place: its kind is told, not what it says.
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return `${wanted} is expected, not ${KINDS[kind] ?? 'this value'}`
}

function unionFault(issue: z.core.$ZodIssueInvalidUnion, value: unknown): string {
  const options = 'options' in issue && Array.isArray(issue.options) ? (issue.options as readonly unknown[]) : null
  const words = options ?? wordsOf(issue.errors)
  return words === null ? 'what stands here is of none of the allowed kinds' : beside(oneOf(words), value)
}

function whyOf(issue: Issue, value: unknown): string {
  if (!ZODS_OWN.test(issue.message)) return issue.message.replace(/\.$/, '')
  if (issue.code === 'invalid_type') return typeFault(issue, value)
  if (issue.code === 'invalid_value') return beside(oneOf(issue.values), value)
  if (issue.code === 'too_small' || issue.code === 'too_big') return sizeFault(issue, value)
  if (issue.code === 'invalid_union') return unionFault(issue, value)
  if (issue.code === 'invalid_key') return `the name does not hold: ${nested(issue.issues, issue.path.at(-1))}`
  if (issue.code === 'invalid_element') return nested(issue.issues, value)
  if (issue.code === 'invalid_format') {
    if (issue.format === 'starts_with' && 'prefix' in issue) return `it must begin with ${shown(issue.prefix)}`
    return FORMATS[issue.format] ?? 'it has not the expected form'
  }
  return 'it has not the expected form'
}

function nested([issue]: readonly Issue[], value: unknown): string {
  return issue === undefined ? 'it has not the expected form' : whyOf(issue, value)
}

/**
 * The one kind of several that was meant, when all its faults lie inside of what is there: `{"env": 5}` is a wrong variable name,
 * not something unknown. Null: more than one, or none.
 */
function meantBranch(issue: Issue): Issue[] | null {
  if (issue.code !== 'invalid_union') return null
  const inside = issue.errors.filter((branch) => branch.length > 0 && branch.every(({ path }) => path.length > 0))
  const [only, another] = inside
  if (only === undefined || another !== undefined) return null
  return only.map((one) => ({ ...one, path: [...issue.path, ...one.path] }))
}

/**
 * Takes what zod refused and the value that it was given, gives one clause in plain words for each fault: what is expected and, for
 * words of a list and numbers, what was given. Texts that are free to choose are never repeated, since they may be secrets.
 */
export function faultsOf(error: Pick<z.ZodError, 'issues'>, given: unknown): readonly Fault[] {
  return error.issues.flatMap((issue) => {
    const meant = meantBranch(issue)
    if (meant !== null) return faultsOf({ issues: meant }, given)
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, why: whyOf(issue, at(given, issue.path)) }]
    return issue.keys.map((key) => ({ path: [...issue.path, key], why: 'there is no such setting' }))
  })
}

/** The faults as one clause for a sentence, each with its path, at most three of them. */
export function faultsText(faults: readonly Fault[]): string {
  const told = faults.slice(0, 3).map(({ path, why }) => (path.length === 0 ? why : `${jsonPath(path)}: ${why}`))
  const more = faults.length - told.length
  return told.join('; ') + (more > 0 ? `; and ${String(more)} more` : '')
}

/** A clause as a sentence of its own. */
export function sentenceOf(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${/[.!?…]$/.test(clause) ? '' : '.'}`
}
