import type { Finding } from '../model/verdict.ts'
import { finding } from './finding.ts'
import { duplicateMembers, isObject, isTooLongToParse, member, parseJson } from './json.ts'
import type { JsonObject } from './json.ts'
import { tokenFinding } from './jws-shape.ts'
import type { DecodedText } from './utf8.ts'

/** A payload that was read: its claims when it is a JSON object. */
export interface ReadPayload {
  readonly claims: JsonObject | null
  readonly findings: readonly Finding[]
}

/** Seconds by which the bank's clock may be ahead of ours. */
const CLOCK_SKEW = 300
/** The year 5138: seconds beyond it are milliseconds, or nonsense. */
const LATEST_SECONDS = 100_000_000_000

const verified = (code: Parameters<typeof tokenFinding>[0], reason: string, evidence = {}) =>
  tokenFinding(code, 'verified', reason, evidence)

/** Takes the decoded payload, gives its claims, or says honestly why there are none. */
export function readPayload({ text, invalidAt }: DecodedText): ReadPayload {
  if (invalidAt !== null) {
    return { claims: null, findings: [verified('jws-payload-not-utf8', 'ok-payload-not-utf8', { offset: invalidAt })] }
  }
  if (isTooLongToParse(text)) {
    const evidence = { characters: text.length }
    return { claims: null, findings: [verified('jws-payload-not-read', 'ok-payload-not-read', evidence)] }
  }
  const value = parseJson(text)
  if (value === undefined) return { claims: null, findings: [verified('jws-payload-not-json', 'ok-payload-not-json')] }
  if (!isObject(value)) return { claims: null, findings: [verified('jws-payload-not-object', 'ok-payload-not-object')] }
  const doubled = duplicateMembers(text)
  const findings = doubled.length > 0 ? [finding('jws-duplicate-members', { part: 'payload', members: doubled })] : []
  return { claims: value, findings }
}

function checkTime(name: 'exp' | 'nbf' | 'iat', value: unknown, now: number): Finding | null {
  if (value === undefined) return null
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return verified('jws-claim-type', 'ok-claim-type', { claim: name, type: typeof value })
  }
  const evidence = { claim: name, value, now }
  if (value > LATEST_SECONDS) {
    const why = value < LATEST_SECONDS * 1000 ? 'looks like milliseconds' : 'out of range'
    return verified('jws-claim-suspicious', 'ok-claim-suspicious', { ...evidence, why })
  }
  if (name === 'exp') return value <= now ? verified('jws-expired', 'ok-expired', evidence) : null
  if (name === 'nbf') return value > now ? verified('jws-not-yet', 'ok-not-yet', evidence) : null
  if (value <= now + CLOCK_SKEW) return null
  return verified('jws-claim-suspicious', 'ok-claim-suspicious', { ...evidence, why: 'issued in the future' })
}

/**
 * Checks exp, nbf and iat (RFC 7519 §4.1) against a clock.
 * @param now seconds since 1970: the time of arrival
 */
export function checkTimes(claims: JsonObject, now: number): readonly Finding[] {
  const names = ['exp', 'nbf', 'iat'] as const
  return names.map((name) => checkTime(name, member(claims, name), now)).filter((found) => found !== null)
}
