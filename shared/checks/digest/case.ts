import { DIGEST_LENGTHS } from '../../facts/digest.ts'
import type { DigestSettings, EndpointProfile } from '../../model/profile.ts'
import type { NamedValue } from '../../model/recognition.ts'
import type { Recognised } from '../recognise.ts'
import { parseTarget } from '../target.ts'
import type { OtherSalt } from './faults/salt-faults.ts'
import type { SearchInput } from './faults/search.ts'
import { candidateLists, valuesOf } from './lists.ts'
import { candidateSalts } from './salts.ts'

/** Everything that is known of the digest of one request: what the fault search and the workshop start from. */
export interface DigestCase extends SearchInput {
  readonly profileName: string | null
  /** A profile says which salt (or that none) was registered. */
  readonly saltKnown: boolean
  readonly values: readonly NamedValue[]
  readonly others: readonly NamedValue[]
}

/** Every salt of some settings, the current one too, with words that say whose it is. */
function saltsOf(settings: DigestSettings | null | undefined, whose: string): readonly OtherSalt[] {
  if (!settings) return []
  return candidateSalts(settings).flatMap(({ salt, label, current }) =>
    salt === null ? [] : [{ salt, label: current ? `the salt of ${whose}` : `${label} (${whose})`, far: true }],
  )
}

function saltsOfProfile({ name, digest, events }: EndpointProfile): readonly OtherSalt[] {
  const ofEvents = Object.entries(events).flatMap(([event, settings]) =>
    saltsOf(settings.digest, `${event} in profile ${name}`),
  )
  return [...saltsOf(digest, `profile ${name}`), ...ofEvents]
}

/** The salts that are not the current one: of the history first, then those of other events and other profiles. None twice. */
export function otherSalts(
  settings: DigestSettings | null | undefined,
  profiles: readonly EndpointProfile[],
): readonly OtherSalt[] {
  const own = settings ? candidateSalts(settings) : []
  const earlier = own.flatMap(({ salt, label, current }) => (current || salt === null ? [] : [{ salt, label }]))
  const seen = new Set(own.flatMap(({ salt, current }) => (current && salt !== null ? [salt] : [])))
  return [...earlier, ...profiles.flatMap(saltsOfProfile)].filter(({ salt }) => {
    if (salt === '' || seen.has(salt)) return false
    seen.add(salt)
    return true
  })
}

/** The values that the digest should cover: of the registered list, else of the first list that the request can fill. */
function checkedValues({ recognition, digestSettings }: Recognised): readonly NamedValue[] {
  const { eventType, parameters } = recognition
  const lists = candidateLists(eventType, digestSettings?.parameters ?? [])
  for (const { names } of lists) {
    const { values } = valuesOf(names, parameters)
    if (names.length > 0 && values !== null) return values
  }
  return parameters
}

const isSame = (a: NamedValue, b: NamedValue): boolean => a.raw === b.raw && a.value === b.value

/** What else the request carries: further parameters, and query values that no name is known for. */
function otherValues(
  { recognition, digests }: Recognised,
  values: readonly NamedValue[],
  query: readonly NamedValue[],
): readonly NamedValue[] {
  const known = [...values, ...digests]
  const all = [...recognition.parameters, ...query]
  return all.filter(
    (one, at) =>
      one.value !== '' &&
      !known.some((other) => isSame(one, other)) &&
      all.findIndex((other) => isSame(one, other)) === at,
  )
}

/** The target without its digest, in the ways in which somebody may have hashed it. */
function wholeTexts(target: string, digests: readonly NamedValue[]): SearchInput['texts'] {
  const [path = '', query = ''] = target.split('?', 2)
  const kept = query.split('&').filter((pair) => !digests.some(({ raw }) => raw !== '' && pair.endsWith(`=${raw}`)))
  const rest = kept.join('&')
  return [
    { label: 'The query', text: rest },
    { label: 'The path with the query', text: rest === '' ? '' : `${path}?${rest}` },
    { label: 'The path', text: path },
  ]
}

/**
 * Gathers what is known of the digest of a request.
 * @param target the request target as sent
 * @param received its digest; given when something is taken for one that no name says to be it
 * @returns null when the request carries no digest
 */
export function digestCase(
  found: Recognised,
  target: string,
  profiles: readonly EndpointProfile[],
  received: string | undefined = found.digests[0]?.value,
): DigestCase | null {
  const { recognition, digestSettings, digests } = found
  if (received === undefined) return null
  const values = checkedValues(found)
  const { eventType, profileName, notes } = recognition
  const ampNames = notes.find(({ code }) => code === 'amp-in-name')?.evidence['names']
  return {
    received,
    profileName,
    algorithm: digestSettings?.algorithm ?? (received.length === DIGEST_LENGTHS.MD5 ? 'MD5' : 'SHA1'),
    values,
    salt: digestSettings?.salt ?? null,
    saltKnown: digestSettings?.salt !== undefined && digestSettings !== null,
    otherSalts: otherSalts(digestSettings, profiles),
    others: otherValues(found, values, parseTarget(target).query),
    lists: candidateLists(eventType, [])
      .map(({ names }) => names)
      .filter((names) => names.length > 0),
    eventType,
    identifiers: [],
    texts: wholeTexts(target, digests),
    ampNames: Array.isArray(ampNames) ? ampNames : [],
  }
}
