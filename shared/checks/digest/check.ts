import { DIGEST_LENGTHS } from '../../facts/digest.ts'
import type { FindingCode } from '../../facts/findings.ts'
import type { DigestSettings } from '../../model/profile.ts'
import type { NamedValue } from '../../model/recognition.ts'
import type { Finding, Light, LightState } from '../../model/verdict.ts'
import { finding, light } from '../finding.ts'
import type { Recognised } from '../recognise.ts'
import { formFault, otherAlgorithmFinding } from './form.ts'
import { valuesOf } from './lists.ts'
import { otherAlgorithm, workUntilMatch } from './workings.ts'
import type { DigestHash, DigestWorking, WorkingsInput } from './workings.ts'

export interface DigestResult {
  readonly light: Light
  readonly workings: readonly DigestWorking[]
}

const only = (found: Finding): DigestResult => ({ light: light(found), workings: [] })

const namesOf = ({ parameters }: DigestWorking): readonly string[] => parameters.map(({ name }) => name)

/** What a match says: one finding for every way in which it differs from what was registered, or the good one. */
function matchFindings(match: DigestWorking, settings: DigestSettings): readonly Finding[] {
  const { received, expected, algorithm, saltLabel } = match
  const parameters = namesOf(match)
  const evidence = { received, expected, algorithm, parameters }
  const findings: Finding[] = []
  if (match.list !== 'registered') {
    const lists = { registered: settings.parameters, matching: parameters, salt: saltLabel }
    findings.push(finding('digest-other-list', lists))
  }
  if (!match.saltCurrent) {
    const summary = `The digest matches a previous salt (${saltLabel}), not the current one.`
    findings.push(finding('digest-match-previous-salt', { ...evidence, salt: saltLabel }, { summary }))
  }
  if (received !== expected) findings.push(finding('digest-match-case', evidence))
  return findings.length > 0 ? findings : [finding('digest-match', evidence)]
}

/** What to say of a digest in its right form that fits nothing. */
function mismatchCode({ salt }: DigestSettings, missing: unknown, tried: number): FindingCode {
  if (missing !== null) return 'digest-parameter-missing'
  return tried === 0 || salt === undefined ? 'digest-no-salt-known' : 'digest-mismatch'
}

/** The state of the light for a digest that has form and length of its algorithm and fits none of so many attempts. */
export function mismatchState(settings: DigestSettings, parameters: readonly NamedValue[], tried: number): LightState {
  const { missing } = valuesOf(settings.parameters, parameters)
  return light(finding(mismatchCode(settings, missing, tried))).state
}

function mismatch(input: WorkingsInput, workings: readonly DigestWorking[]): Finding {
  const { settings, received, parameters } = input
  const { missing } = valuesOf(settings.parameters, parameters)
  const code = mismatchCode(settings, missing, workings.length)
  const [first] = workings
  if (code === 'digest-parameter-missing') return finding(code, { missing, registered: settings.parameters })
  if (first === undefined || code === 'digest-no-salt-known') return finding('digest-no-salt-known', { received })
  return finding('digest-mismatch', {
    received,
    expected: first.expected,
    algorithm: settings.algorithm,
    parameters: settings.parameters,
    saltsTried: new Set(workings.map(({ saltLabel }) => saltLabel)).size,
    listsTried: new Set(workings.map((working) => namesOf(working).join())).size,
  })
}

function compare(input: WorkingsInput): DigestResult {
  const { settings, received } = input
  const { algorithm } = settings
  const workings = workUntilMatch(input, algorithm)
  const expected = workings[0]?.saltCurrent === true ? workings[0].expected : null
  const fault = formFault(received, algorithm, expected)
  if (fault !== null) return { light: light(fault), workings }
  if (received.length !== DIGEST_LENGTHS[algorithm]) {
    const others = workUntilMatch(input, otherAlgorithm(algorithm))
    const match = others.find(({ matches }) => matches)
    const matching = match === undefined ? null : { parameters: namesOf(match), salt: match.saltLabel }
    const found = otherAlgorithmFinding(received, algorithm, matching)
    return { light: light(found), workings: [...workings, ...others] }
  }
  const match = workings.find(({ matches }) => matches)
  const findings = match === undefined ? [mismatch(input, workings)] : matchFindings(match, settings)
  return { light: light(...findings), workings }
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

/** What the workings of a callback are made of; null when there is no digest, or nothing to check it with. */
export function workingsInput(found: Recognised, hash: DigestHash): WorkingsInput | null {
  const { recognition, digestSettings, digests } = found
  const received = digests[0]?.value
  if (recognition.family !== 'legacy' || received === undefined || !digestSettings) return null
  const { eventType, parameters } = recognition
  return { eventType, parameters, settings: digestSettings, received, hash }
}

/** No profile says how to check it: only its form can be looked at. */
function withoutSettings(received: string): Finding {
  const algorithm = received.length === DIGEST_LENGTHS.MD5 ? 'MD5' : 'SHA1'
  return formFault(received, algorithm, null) ?? finding('digest-no-profile', { received })
}

/**
 * Checks the digest: UPPERHEX(HASH(values in registered order, then salt)), no separators, never the body (domain.md §2.1).
 * Values are hashed decoded, as UTF-8; `+` is read as a blank, and where that does not fit, as itself. Earlier salts and the other
 * published lists of the event are tried too, and the other algorithm where the digest has its length.
 */
export function checkDigest(found: Recognised, hash: DigestHash): DigestResult {
  const { recognition, digestSettings, digests } = found
  if (recognition.family === 'unknown' && digests.length === 0) return only(finding('digest-absent'))
  if (recognition.family !== 'legacy') return only(finding('digest-not-in-family', { family: recognition.family }))
  const received = digests[0]?.value
  if (received === undefined) return only(withoutDigest(found))
  if (digestSettings === null) return only(finding('digest-not-registered', { received }))
  const input = workingsInput(found, hash)
  const result = input === null ? only(withoutSettings(received)) : compare(input)
  if (digests.length < 2) return result
  const repeated = finding('digest-repeated', { values: digests.map(({ value }) => value).slice(0, 10) })
  return { light: light(...result.light.findings, repeated), workings: result.workings }
}
