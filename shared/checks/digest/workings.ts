import { DIGEST_LENGTHS } from '../../facts/digest.ts'
import type { DigestAlgorithm, DigestSettings } from '../../model/profile.ts'
import type { NamedValue } from '../../model/recognition.ts'
import type { CallbackDetail } from '../../protocol/views.ts'
import { oncePer } from '../once-per.ts'
import { decodePart } from '../target.ts'
import { candidateLists, valuesOf } from './lists.ts'
import type { CandidateList } from './lists.ts'
import { candidateSalts } from './salts.ts'
import type { CandidateSalt } from './salts.ts'

/** Upper-case hexadecimal hash of a text in UTF-8. */
export type DigestHash = (algorithm: DigestAlgorithm, text: string) => string

/** One combination that was tried; the salt stands only here, never in evidence. */
export type DigestWorking = CallbackDetail['digest'][number]

/** What the workings of one callback are made of. */
export interface WorkingsInput {
  readonly eventType: string | null
  readonly parameters: readonly NamedValue[]
  readonly settings: DigestSettings
  readonly received: string
  readonly hash: DigestHash
}

/** A list together with its values. */
interface FilledList {
  readonly list: CandidateList
  readonly values: readonly NamedValue[]
}

/** What is tried for some settings; made once, since settings are never changed, only replaced. */
interface Tries {
  readonly salts: readonly CandidateSalt[]
  readonly lists: Map<string | null, readonly CandidateList[]>
}

const triesOf = oncePer((settings: DigestSettings): Tries => ({ salts: candidateSalts(settings), lists: new Map() }))

function listsOf({ settings, eventType }: Pick<WorkingsInput, 'settings' | 'eventType'>): readonly CandidateList[] {
  const { lists } = triesOf(settings)
  const known = lists.get(eventType)
  if (known !== undefined) return known
  const made = candidateLists(eventType, settings.parameters)
  // Templates may be registered for events of any name: a request cannot make this grow.
  if (lists.size < 100) lists.set(eventType, made)
  return made
}

function* filledLists(input: WorkingsInput): Generator<FilledList> {
  for (const list of listsOf(input)) {
    const { values } = valuesOf(list.names, input.parameters)
    if (values !== null) yield { list, values }
  }
}

/**
 * The values with each `+` left as it stands: in a form it means a blank, but whoever fills a URI template may put it in for itself
 * (WHATWG URL §5.1 against RFC 3986 §3.4). Null when there is none, so that nothing is left to try.
 */
function withPlus(values: readonly NamedValue[]): readonly NamedValue[] | null {
  if (!values.some(({ raw }) => raw.includes('+'))) return null
  return values.map((pair) => (pair.raw.includes('+') ? { ...pair, value: decodePart(pair.raw, false).value } : pair))
}

function work(input: WorkingsInput, { list, values }: FilledList, algorithm: DigestAlgorithm, salt: CandidateSalt) {
  const { received, hash } = input
  const expected = hash(algorithm, values.map(({ value }) => value).join('') + (salt.salt ?? ''))
  return {
    algorithm,
    parameters: values,
    salt: salt.salt,
    saltLabel: salt.label,
    saltCurrent: salt.current,
    list: list.origin,
    listSource: list.source,
    expected,
    received,
    matches: expected === received.toUpperCase(),
  }
}

/** Every salt on one list, the values read as a form; when none fits, with `+` left as it stands. */
function workList(input: WorkingsInput, filled: FilledList, algorithm: DigestAlgorithm): readonly DigestWorking[] {
  const { salts } = triesOf(input.settings)
  const workings = salts.map((salt) => work(input, filled, algorithm, salt))
  const plus = workings.some(({ matches }) => matches) ? null : withPlus(filled.values)
  if (plus === null) return workings
  const others = salts.map((salt) => work(input, { ...filled, values: plus }, algorithm, salt))
  return others.some(({ matches }) => matches) ? others : workings
}

/** Tries list by list, the registered one first, and stops with the first list that holds a match: what judging needs. */
export function workUntilMatch(input: WorkingsInput, algorithm: DigestAlgorithm): readonly DigestWorking[] {
  const tried: DigestWorking[] = []
  for (const filled of filledLists(input)) {
    const workings = workList(input, filled, algorithm)
    tried.push(...workings)
    if (workings.some(({ matches }) => matches)) break
  }
  return tried
}

/** One text to hash: values of the parameters at these places of a list of names, then a salt. */
export interface Attempt {
  readonly places: readonly number[]
  readonly salt: string
}

/** Everything that workUntilMatch may try for requests that carry exactly these parameters, none of them with a `+`. */
export function attemptsOf(
  settings: DigestSettings,
  eventType: string | null,
  names: readonly string[],
): readonly Attempt[] {
  const parameters = names.map((name) => ({ name, value: '', raw: '' }))
  const lists = listsOf({ settings, eventType }).filter(
    ({ names: listed }) => valuesOf(listed, parameters).values !== null,
  )
  return lists.flatMap((list) => {
    const places = list.names.map((name) => names.indexOf(name))
    return triesOf(settings).salts.map(({ salt }) => ({ places, salt: salt ?? '' }))
  })
}

/** Tries every list with every salt and, where the digest has its length, with the other algorithm: what a person wants to see. */
export function workAll(input: WorkingsInput): readonly DigestWorking[] {
  const { settings, received } = input
  const other = otherAlgorithm(settings.algorithm)
  const algorithms = received.length === DIGEST_LENGTHS[other] ? [settings.algorithm, other] : [settings.algorithm]
  const lists = [...filledLists(input)]
  return algorithms.flatMap((algorithm) => lists.flatMap((filled) => workList(input, filled, algorithm)))
}

/** MD5 for SHA1, and the reverse: the bank knows these two. */
export const otherAlgorithm = (algorithm: DigestAlgorithm): DigestAlgorithm => (algorithm === 'MD5' ? 'SHA1' : 'MD5')
