import type { Finding } from '../model/verdict.ts'
import { Digits } from './exact-json.ts'
import { finding } from './finding.ts'
import { duplicateMembers, isObject, member, parseJson } from './json.ts'
import type { JsonObject } from './json.ts'
import { tokenFinding } from './jws-shape.ts'
import { lastOne } from './last-one.ts'
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

/** A payload of more characters is no payload of a bank; taking it apart would hold up everything else. */
const LONGEST_PAYLOAD = 1_000_000

const READ = lastOne<DecodedText, ReadPayload>()

/** Takes the decoded payload, gives its claims, or says honestly why there are none. The same payload is read once. */
export function readPayload(payload: DecodedText): ReadPayload {
  const known = READ.get(payload)
  if (known !== undefined) return known
  const read = takeApart(payload)
  READ.set(payload, read)
  return read
}

function takeApart({ text, invalidAt }: DecodedText): ReadPayload {
  if (invalidAt !== null) {
    return { claims: null, findings: [verified('jws-payload-not-utf8', 'ok-payload-not-utf8', { offset: invalidAt })] }
  }
  if (text.length > LONGEST_PAYLOAD) {
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

/** What a time claim says, measured against a clock. */
export type TimeState = 'met' | 'expired' | 'not-yet' | 'issued-later' | 'milliseconds' | 'out-of-range' | 'no-number'

export const TIME_CLAIMS = ['iat', 'nbf', 'exp'] as const
export type TimeClaim = (typeof TIME_CLAIMS)[number]

/** One of the three time claims: as written, as an instant, and how it stands to the time of arrival. */
export interface TimeStatement {
  readonly claim: TimeClaim
  /** The digits of the payload, or the type of what stands there instead. */
  readonly written: string
  /** ms since 1970; null where it is no instant that a calendar has. */
  readonly at: number | null
  readonly state: TimeState
}

/** The furthest instant that ECMAScript's dates reach, ms. */
const FURTHEST_MS = 8_640_000_000_000_000

function stateOf(claim: TimeClaim, seconds: number, now: number): TimeState {
  // Beyond it lie dates in milliseconds, and nonsense.
  if (seconds > LATEST_SECONDS) return seconds < LATEST_SECONDS * 1000 ? 'milliseconds' : 'out-of-range'
  if (claim === 'exp') return seconds <= now ? 'expired' : 'met'
  if (claim === 'nbf') return seconds > now ? 'not-yet' : 'met'
  return seconds > now + CLOCK_SKEW ? 'issued-later' : 'met'
}

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)

function statement(claim: TimeClaim, value: unknown, exact: unknown, now: number): TimeStatement {
  const digits = exact instanceof Digits ? exact.written.slice(0, 60) : null
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { claim, written: digits ?? typeOf(value), at: null, state: 'no-number' }
  }
  const at = Math.round(value * 1000)
  return {
    claim,
    written: digits ?? String(value),
    at: Math.abs(at) <= FURTHEST_MS ? at : null,
    state: stateOf(claim, value, now),
  }
}

/**
 * The time claims that a payload has (RFC 7519 §4.1), each against a clock; those that it does not have are left out.
 * @param now seconds since 1970: the time of arrival
 * @param exact the claims with their digits as sent, where they are known
 */
export function timeStatements(claims: JsonObject, now: number, exact: JsonObject = claims): readonly TimeStatement[] {
  return TIME_CLAIMS.flatMap((claim) => {
    const value = member(claims, claim)
    return value === undefined ? [] : [statement(claim, value, member(exact, claim), now)]
  })
}

/** An instant as people at a terminal read it: UTC, to the second. */
export function instantText(at: number | null): string | null {
  return at === null ? null : `${new Date(at).toISOString().slice(0, -5)}Z`
}

const WHY: Readonly<Partial<Record<TimeState, string>>> = {
  milliseconds: 'looks like milliseconds',
  'out-of-range': 'out of range',
  'issued-later': 'issued in the future',
}

function timeFinding({ claim, written, at, state }: TimeStatement, now: number): Finding | null {
  if (state === 'met') return null
  if (state === 'no-number') return verified('jws-claim-type', 'ok-claim-type', { claim, type: written })
  const evidence = { claim, value: written, instant: instantText(at), arrival: instantText(Math.round(now * 1000)) }
  if (state === 'expired') return verified('jws-expired', 'ok-expired', evidence)
  if (state === 'not-yet') return verified('jws-not-yet', 'ok-not-yet', evidence)
  return verified('jws-claim-suspicious', 'ok-claim-suspicious', { ...evidence, why: WHY[state] ?? state })
}

/**
 * The life time of a token as a statement of its own: every time that is wrong, else that it was in time, or names no time.
 * @param now seconds since 1970: the time of arrival
 */
export function checkTimes(claims: JsonObject, now: number): readonly Finding[] {
  const statements = timeStatements(claims, now)
  if (statements.length === 0) return [finding('jws-no-time')]
  const wrong = statements.map((one) => timeFinding(one, now)).filter((found) => found !== null)
  if (wrong.length > 0) return wrong.toSorted((a, b) => rank(a) - rank(b))
  return [finding('jws-in-time', Object.fromEntries(statements.map(({ claim, at }) => [claim, inWords(claim, at)])))]
}

const CALLED = { iat: 'issued', nbf: 'valid from', exp: 'expires' } as const
const inWords = (claim: TimeClaim, at: number | null): string => `${CALLED[claim]} ${instantText(at) ?? 'never'}`

/** exp first, as it says most. */
const rank = ({ evidence }: Finding): number => ['exp', 'nbf', 'iat'].indexOf(String(evidence['claim']))
