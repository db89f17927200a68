import { DIGEST_PARAMETER_LISTS } from '../../facts/digest.ts'
import type { NamedValue } from '../../model/recognition.ts'

/** A list of digest parameters that may have been registered. */
export interface CandidateList {
  readonly names: readonly string[]
  readonly origin: 'registered' | 'published'
  /** Who publishes it; null for the one in the profile. */
  readonly source: string | null
}

const published = (eventType: string | null): readonly CandidateList[] => {
  const lists =
    eventType === null ? [...DIGEST_PARAMETER_LISTS.values()].flat() : (DIGEST_PARAMETER_LISTS.get(eventType) ?? [])
  return lists.map(({ parameters, source }) => ({ names: parameters, origin: 'published' as const, source }))
}

/**
 * Every plausible list for an event, the registered one first, then what the documentation, its libraries and its test suite use
 * (domain.md §2.2): AUTOMATIC_FRAUD_CONTROL with and without result, TEST with param1 to param5, PASSWORD_EXPIRATION with identifier.
 * When nothing names the event, the lists of all events. No list twice.
 */
export function candidateLists(eventType: string | null, registered: readonly string[]): readonly CandidateList[] {
  const seen = new Set<string>()
  const all = [{ names: registered, origin: 'registered' as const, source: null }, ...published(eventType)]
  return all.filter(({ names }) => {
    const key = names.join('\n')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** The values of a list in its order, or the names that the request does not carry. */
export type ListValues =
  | { readonly values: readonly NamedValue[]; readonly missing: null }
  | { readonly values: null; readonly missing: readonly string[] }

/** Takes names and the parameters of a request, gives the values in the order of the names. */
export function valuesOf(names: readonly string[], parameters: readonly NamedValue[]): ListValues {
  const values: NamedValue[] = []
  const missing: string[] = []
  for (const name of names) {
    const value = parameters.find((parameter) => parameter.name === name)
    if (value === undefined) missing.push(name)
    else values.push(value)
  }
  return missing.length > 0 ? { values: null, missing } : { values, missing: null }
}
