import { DIGEST_LENGTHS, DIGEST_PARAMETER_LISTS } from '../facts/digest.ts'
import type { DigestAlgorithm, DigestSettings } from '../model/profile.ts'
import type { NamedValue } from '../model/recognition.ts'
import type { Finding, Light } from '../model/verdict.ts'
import type { CallbackDetail } from '../protocol/views.ts'
import { finding, light } from './finding.ts'
import type { Recognised } from './recognise.ts'
import { decodePart } from './target.ts'

/** Upper-case hexadecimal hash of a text in UTF-8. */
export type DigestHash = (algorithm: DigestAlgorithm, text: string) => string

/** One combination that was tried; the salt stands only here, never in evidence. */
export type DigestWorking = CallbackDetail['digest'][number]

export interface DigestResult {
  readonly light: Light
  readonly workings: readonly DigestWorking[]
}

const only = (found: Finding): DigestResult => ({ light: light(found), workings: [] })

/** The values of a list of parameters in its order, or the names that the request does not carry. */
function valuesOf(
  names: readonly string[],
  parameters: readonly NamedValue[],
): readonly NamedValue[] | readonly string[] {
  const values: NamedValue[] = []
  const missing: string[] = []
  for (const name of names) {
    const value = parameters.find((parameter) => parameter.name === name)
    if (value === undefined) missing.push(name)
    else values.push(value)
  }
  return missing.length > 0 ? missing : values
}

const areNames = (list: readonly NamedValue[] | readonly string[]): list is readonly string[] =>
  typeof list[0] === 'string'

/** Salts to try: the current one, then earlier ones in the order of the profile. */
function saltsOf({ salt, previousSalts = [] }: DigestSettings): readonly { salt: string | null; label: string }[] {
  const earlier = previousSalts.map((old, index) => ({
    salt: old.salt,
    label: old.label ?? `previous salt ${String(index + 1)}`,
  }))
  return salt === undefined ? earlier : [{ salt, label: salt === null ? 'no salt' : 'current salt' }, ...earlier]
}

/**
 * The values with each `+` left as it stands: in a form it means a blank, but whoever fills a URI template may put it in for itself
 * (WHATWG URL §5.1 against RFC 3986 §3.4). Null when there is none, so that nothing is left to try.
 */
function withPlus(values: readonly NamedValue[]): readonly NamedValue[] | null {
  if (!values.some(({ raw }) => raw.includes('+'))) return null
  return values.map((pair) => (pair.raw.includes('+') ? { ...pair, value: decodePart(pair.raw, false).value } : pair))
}

/** Tries every salt on the values, read as a form; when none fits, with `+` left as it stands. */
function tryValues(
  values: readonly NamedValue[],
  settings: DigestSettings,
  received: string,
  hash: DigestHash,
): readonly DigestWorking[] {
  const salts = saltsOf(settings)
  const workings = salts.map((salt) => work(settings.algorithm, values, salt, received, hash))
  const plus = workings.some(({ matches }) => matches) ? null : withPlus(values)
  if (plus === null) return workings
  const others = salts.map((salt) => work(settings.algorithm, plus, salt, received, hash))
  return others.some(({ matches }) => matches) ? others : workings
}

function work(
  algorithm: DigestAlgorithm,
  parameters: readonly NamedValue[],
  salt: { salt: string | null; label: string },
  received: string,
  hash: DigestHash,
): DigestWorking {
  const input = parameters.map(({ value }) => value).join('') + (salt.salt ?? '')
  const expected = hash(algorithm, input)
  const matches = expected === received.toUpperCase()
  return { algorithm, parameters, salt: salt.salt, saltLabel: salt.label, expected, received, matches }
}

/** What is wrong with the form of a digest, or null. The order matters: the plainest fault first. */
function formFault(received: string, algorithm: DigestAlgorithm, expected: string | null): Finding | null {
  if (received === '') return finding('digest-empty')
  if (/^(?:\{digest\}|%7Bdigest%7D)$/i.test(received)) return finding('digest-unfilled', { received })
  const trimmed = received.trim()
  if (trimmed !== received) {
    const matchesWithout = expected === null ? null : trimmed.toUpperCase() === expected
    return finding('digest-white-space', { received, matchesWithout })
  }
  const { length } = received
  const isHex = /^[0-9A-Fa-f]+$/.test(received)
  if (!isHex || (length !== DIGEST_LENGTHS.MD5 && length !== DIGEST_LENGTHS.SHA1)) {
    return finding('digest-malformed', {
      received: received.slice(0, 200),
      length,
      expectedLength: DIGEST_LENGTHS[algorithm],
    })
  }
  if (length === DIGEST_LENGTHS[algorithm]) return null
  return finding('digest-other-algorithm', {
    received,
    registered: algorithm,
    looksLike: algorithm === 'MD5' ? 'SHA1' : 'MD5',
  })
}

/** Published lists of the event other than the registered one (AUTOMATIC_FRAUD_CONTROL has two). */
function otherLists(eventType: string | null, registered: readonly string[]): readonly (readonly string[])[] {
  const lists = eventType === null ? [] : (DIGEST_PARAMETER_LISTS.get(eventType) ?? [])
  return lists.map(({ parameters }) => parameters).filter((list) => list.join() !== registered.join())
}

function tryOtherLists(
  { recognition }: Recognised,
  settings: DigestSettings,
  received: string,
  hash: DigestHash,
): readonly DigestWorking[] {
  return otherLists(recognition.eventType, settings.parameters).flatMap((list) => {
    const values = valuesOf(list, recognition.parameters)
    if (areNames(values)) return []
    return tryValues(values, settings, received, hash)
  })
}

function matchFinding(match: DigestWorking, isCurrent: boolean): Finding {
  const { received, expected, algorithm, saltLabel } = match
  const evidence = { received, expected, algorithm, parameters: match.parameters.map(({ name }) => name) }
  if (!isCurrent) return finding('digest-match-previous-salt', { ...evidence, salt: saltLabel })
  return received === expected ? finding('digest-match', evidence) : finding('digest-match-case', evidence)
}

function compare(found: Recognised, settings: DigestSettings, received: string, hash: DigestHash): DigestResult {
  const values = valuesOf(settings.parameters, found.recognition.parameters)
  if (areNames(values)) {
    return only(finding('digest-parameter-missing', { missing: values, registered: settings.parameters }))
  }
  const workings = tryValues(values, settings, received, hash)
  const current = settings.salt === undefined ? undefined : workings[0]
  const fault = formFault(received, settings.algorithm, current?.expected ?? null)
  if (fault !== null) return { light: light(fault), workings }
  const match = workings.find(({ matches }) => matches)
  if (match !== undefined) {
    const main = matchFinding(match, match === current)
    // An earlier salt in lower case is two statements.
    const lower = match !== current && received !== match.expected ? [finding('digest-match-case', { received })] : []
    return { light: light(main, ...lower), workings }
  }
  const others = tryOtherLists(found, settings, received, hash)
  const other = others.find(({ matches }) => matches)
  if (other !== undefined) {
    const evidence = {
      registered: settings.parameters,
      matching: other.parameters.map(({ name }) => name),
      salt: other.saltLabel,
    }
    return { light: light(finding('digest-other-list', evidence)), workings: [...workings, ...others] }
  }
  if (current === undefined) return { light: light(finding('digest-no-salt-known', { received })), workings }
  const { algorithm, expected } = current
  const mismatch = finding('digest-mismatch', {
    received,
    expected,
    algorithm,
    parameters: settings.parameters,
    saltsTried: workings.length,
  })
  return { light: light(mismatch), workings: [...workings, ...others] }
}

/** The light of a request without any digest parameter: optional and absent is not a fault, unless a template asks for it. */
function withoutDigest({ recognition, digestSettings, templateHasDigest }: Recognised): Finding {
  const isTest = recognition.eventType === 'TEST'
  if (templateHasDigest === true && digestSettings !== null)
    return finding('digest-missing', { template: recognition.template })
  if (isTest) return finding('digest-test-event')
  if (templateHasDigest === false || digestSettings === null) return finding('digest-not-registered')
  if (digestSettings === undefined) return finding('digest-absent')
  return finding('digest-missing', { profile: recognition.profileName })
}

/**
 * Checks the digest: UPPERHEX(HASH(values in registered order, then salt)), no separators, never the body (domain.md §2.1).
 * Values are hashed decoded, as UTF-8; `+` is read as a blank, and where that does not fit, as itself. Earlier salts and, for AUTOMATIC_FRAUD_CONTROL, the other published list are tried too.
 */
export function checkDigest(found: Recognised, hash: DigestHash): DigestResult {
  const { recognition, digestSettings, digests } = found
  if (recognition.family === 'unknown' && digests.length === 0) return only(finding('digest-absent'))
  if (recognition.family !== 'legacy') return only(finding('digest-not-in-family', { family: recognition.family }))
  const received = digests[0]?.value
  if (received === undefined) return only(withoutDigest(found))
  if (digestSettings === null) return only(finding('digest-not-registered', { received }))
  const repeated =
    digests.length > 1 ? [finding('digest-repeated', { values: digests.map(({ value }) => value).slice(0, 10) })] : []
  if (digestSettings === undefined) {
    const algorithm = received.length === DIGEST_LENGTHS.MD5 ? 'MD5' : 'SHA1'
    const main = formFault(received, algorithm, null) ?? finding('digest-no-profile', { received })
    return { light: light(main, ...repeated), workings: [] }
  }
  const result = compare(found, digestSettings, received, hash)
  return { light: light(...result.light.findings, ...repeated), workings: result.workings }
}
