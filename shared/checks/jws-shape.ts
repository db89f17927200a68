import { DOCS_PLACEHOLDER_TOKEN, JWS_ALGORITHM } from '../facts/jws.ts'
import type { FindingCode } from '../facts/findings.ts'
import type { Evidence, Finding, TokenVerdict } from '../model/verdict.ts'
import { decodeBase64Url, isFault } from './base64url.ts'
import type { Base64UrlFault } from './base64url.ts'
import { finding } from './finding.ts'
import { duplicateMembers, isObject, member, parseJson } from './json.ts'
import type { JsonObject } from './json.ts'
import { decodeUtf8 } from './utf8.ts'
import type { DecodedText } from './utf8.ts'

/** What could be read of a token, sound or not. */
interface TokenText {
  /** Without the white space around it. */
  readonly token: string
  /** Exact text of header and payload; null where it cannot be decoded. */
  readonly headerText: string | null
  readonly payloadText: string | null
  readonly keyId: string | null
  /** Remarks that decide nothing. */
  readonly notes: readonly Finding[]
}

/** A token whose form is right: what is left is the signature. */
export interface SoundToken extends TokenText {
  readonly sound: true
  readonly payload: DecodedText
  readonly signature: Uint8Array
}

/** A token that is refused for its form, before any key is looked at. */
export interface UnsoundToken extends TokenText {
  readonly sound: false
  readonly fault: Finding
}

export type TokenShape = SoundToken | UnsoundToken

const IGNORED = ['jku', 'x5u', 'jwk', 'x5c', 'x5t', 'x5t#S256']
/** Header members that the standards define: crit must not name them (RFC 7515 §4.1.11). */
const REGISTERED = new Set(['alg', 'jku', 'jwk', 'kid', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'typ', 'cty', 'crit'])

/** A finding about a token: its evidence always names verdict and reason. */
export function tokenFinding(
  code: FindingCode,
  verdict: TokenVerdict,
  reason: string,
  evidence: Evidence = {},
): Finding {
  return finding(code, { verdict, reason, ...evidence })
}

const malformed = (code: FindingCode, reason: string, evidence: Evidence = {}) =>
  tokenFinding(code, 'malformed', reason, evidence)
const rejected = (code: FindingCode, reason: string, evidence: Evidence = {}) =>
  tokenFinding(code, 'rejected', reason, evidence)

function encodingFault(part: string, text: string, { kind, at }: Base64UrlFault): Finding {
  const place = { part, position: at + 1, character: text.slice(at, at + 1) }
  if (kind === 'padding') return malformed('jws-padding', 'base64url-padding', place)
  if (kind === 'alphabet') return malformed('jws-alphabet', 'base64url-alphabet', place)
  return malformed('jws-not-canonical', 'base64url-not-canonical', place)
}

function segmentsFault(token: string): Finding | null {
  if (token === '') return malformed('jws-empty', 'empty')
  const parts = token.split('.').length
  if (parts === 3) return null
  if (parts === 5) return malformed('jws-encrypted', 'jwe-not-jws', { parts })
  const encoded = /%2e/i.test(token)
  return malformed('jws-segments', 'segments', { parts, remark: encoded ? 'the dots are percent-encoded (%2E)' : null })
}

function algorithmFault(header: JsonObject): Finding | null {
  const alg = member(header, 'alg')
  if (typeof alg !== 'string') return rejected('jws-alg-missing', 'alg-missing')
  if (alg === JWS_ALGORITHM) return null
  if (alg.toLowerCase() === 'none') return rejected('jws-alg-none', 'alg-none', { alg })
  return rejected('jws-alg-not-allowed', 'alg-not-allowed', { alg, allowed: JWS_ALGORITHM })
}

function criticalFault(header: JsonObject): Finding | null {
  const crit = member(header, 'crit')
  const invalid = (why: string) => rejected('jws-crit-invalid', 'crit-invalid', { why })
  if (crit === undefined) {
    // b64 = true says what holds anyway, and need not be named (RFC 7797 §6).
    const b64 = member(header, 'b64')
    return b64 === undefined || b64 === true ? null : invalid('b64 is in the header, but crit does not name it')
  }
  if (!Array.isArray(crit) || crit.length === 0) return invalid('crit is not a list of names')
  for (const name of crit as readonly unknown[]) {
    if (typeof name !== 'string') return invalid('crit holds something else than texts')
    if (REGISTERED.has(name)) return invalid(`crit names ${name}, which is no extension`)
    if (!Object.hasOwn(header, name)) return invalid(`crit names ${name}, which is not in the header`)
  }
  const names = crit.map(String)
  // The one extension that is understood (RFC 7797 §6).
  if (names.length === 1 && names[0] === 'b64') {
    return typeof member(header, 'b64') === 'boolean' ? null : invalid('b64 is neither true nor false')
  }
  return rejected('jws-crit-unsupported', 'crit-unsupported', { extensions: names })
}

/** RFC 7515 §4.1.4: kid must be a string when it is there. */
function keyIdFault(header: JsonObject): Finding | null {
  const kid = member(header, 'kid')
  if (kid === undefined || typeof kid === 'string') return null
  return tokenFinding('jws-kid-not-string', 'unverifiable', 'kid-not-string', {
    type: kid === null ? 'null' : typeof kid,
  })
}

function headerNotes(header: JsonObject, text: string): Finding[] {
  const ignored = IGNORED.filter((name) => Object.hasOwn(header, name))
  const doubled = duplicateMembers(text)
  const notes = ignored.length > 0 ? [finding('jws-ignored-header', { members: ignored })] : []
  if (doubled.length > 0) notes.push(finding('jws-duplicate-members', { part: 'header', members: doubled }))
  if (isNotEncoded(header)) notes.push(tokenFinding('jws-not-encoded', 'verified', 'ok-b64-false'))
  return notes
}

interface ReadHeader {
  readonly text: string | null
  readonly header: JsonObject | null
  readonly fault: Finding | null
}

function readHeader(segment: string): ReadHeader {
  const bytes = decodeBase64Url(segment)
  if (isFault(bytes)) return { text: null, header: null, fault: encodingFault('header', segment, bytes) }
  const { text, invalidAt } = decodeUtf8(bytes)
  const header = invalidAt === null ? parseJson(text) : undefined
  if (header === undefined) return { text, header: null, fault: malformed('jws-header-not-json', 'header-not-json') }
  if (!isObject(header)) return { text, header: null, fault: malformed('jws-header-not-object', 'header-not-object') }
  return { text, header, fault: algorithmFault(header) ?? criticalFault(header) ?? keyIdFault(header) }
}

const isNotEncoded = (header: JsonObject | null) => header !== null && member(header, 'b64') === false

/** The payload as text, or a fault of its encoding; where b64 is false it stands as it is (RFC 7797 §3). */
function readPayloadPart(segment: string, header: JsonObject | null): DecodedText | Base64UrlFault {
  if (isNotEncoded(header)) return { text: segment, invalidAt: null }
  const bytes = decodeBase64Url(segment)
  return isFault(bytes) ? bytes : decodeUtf8(bytes)
}

const isText = (payload: DecodedText | Base64UrlFault): payload is DecodedText => 'text' in payload

const BLANKS = '\t\n\v\f\r '

/** Without the blanks around it. No regular expression: one that looks for the end tries again at each of a million blanks. */
function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && BLANKS.includes(text.charAt(from))) from++
  while (to > from && BLANKS.includes(text.charAt(to - 1))) to--
  return text.slice(from, to)
}

function outerNotes(jwsData: string, token: string): Finding[] {
  const notes = []
  if (token !== jwsData)
    notes.push(tokenFinding('jws-trimmed', 'verified', 'ok-trimmed', { removed: jwsData.length - token.length }))
  if (token === DOCS_PLACEHOLDER_TOKEN) notes.push(finding('jws-docs-placeholder'))
  return notes
}

/**
 * Reads jwsData strictly (RFC 7515 §5.2, §7.1): compact form, RS256, no unknown extension. Nothing that the token says about keys is
 * followed. White space around it (blank, tab, line break, form feed) is taken off and named. Pure, never throws.
 */
export function readToken(jwsData: string): TokenShape {
  const token = trimmed(jwsData)
  const outer = outerNotes(jwsData, token)
  const nothing = { token, headerText: null, payloadText: null, keyId: null, notes: outer }
  const segments = segmentsFault(token)
  if (segments !== null) return { sound: false, fault: segments, ...nothing }
  const [first = '', second = '', third = ''] = token.split('.')
  const { text, header, fault } = readHeader(first)
  const kid = member(header, 'kid')
  const payload = readPayloadPart(second, header)
  const read = {
    token,
    headerText: text,
    payloadText: isText(payload) && payload.invalidAt === null ? payload.text : null,
    keyId: typeof kid === 'string' ? kid : null,
    notes: header === null || text === null ? outer : [...outer, ...headerNotes(header, text)],
  }
  if (fault !== null) return { sound: false, fault, ...read }
  if (!isText(payload)) return { sound: false, fault: encodingFault('payload', second, payload), ...read }
  const signature = decodeBase64Url(third)
  if (isFault(signature)) return { sound: false, fault: encodingFault('signature', third, signature), ...read }
  if (signature.length === 0)
    return { sound: false, fault: rejected('jws-signature-empty', 'signature-empty'), ...read }
  return { sound: true, payload, signature, ...read }
}
