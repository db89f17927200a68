import type { Finding } from '../model/verdict.ts'
import { readPayload, TIME_CLAIMS, timeStatements } from './claims.ts'
import type { ReadPayload, TimeStatement } from './claims.ts'
import type { EnvelopeComparison } from './envelope.ts'
import { compareEnvelope, exactClaims } from './envelope.ts'
import { readExactJson } from './exact-json.ts'
import { finding } from './finding.ts'
import { member } from './json.ts'
import type { JsonObject } from './json.ts'
import type { TokenShape } from './jws-shape.ts'
import type { KeyOutcome } from './signature.ts'

/** Longer texts are cut in views: a window must not draw megabytes; the bytes themselves are kept and shown by pieces. */
export const LONGEST_SHOWN = 100_000

/** The token as the window shows it: decoded as far as it can be, whether or not it could be verified. */
export interface JwsView {
  /** As found, white space included. */
  readonly token: string
  readonly tokenLength: number
  /** Where it stood, when not where the documentation puts it. */
  readonly place: string | null
  readonly headerText: string | null
  /** Its beginning where it is very long: `payloadLength` tells. */
  readonly payloadText: string | null
  readonly payloadLength: number
  readonly keyId: string | null
  readonly verifiedBy: string | null
  readonly comparison: EnvelopeComparison
  /** The time claims, against the time of arrival. */
  readonly times: readonly TimeStatement[]
}

const cut = (text: string): string => {
  if (text.length <= LONGEST_SHOWN) return text
  // Never between the halves of a character.
  const half = text.charCodeAt(LONGEST_SHOWN - 1)
  return text.slice(0, half >= 0xd800 && half <= 0xdbff ? LONGEST_SHOWN - 1 : LONGEST_SHOWN)
}

/** The event beside a token in a body that was parsed before, with its numbers as sent; undefined: there is none. `path` leads to the object that holds the token. */
export function exactEvent(bodyText: string, path: readonly string[]): unknown {
  let value = readExactJson(bodyText.startsWith('\ufeff') ? bodyText.slice(1) : bodyText)
  for (const name of path) value = Array.isArray(value) ? (value as unknown[])[Number(name)] : member(value, name)
  return member(value, 'externalApplicationEvent')
}

/** Remarks on where a token stood. */
export function placeRemarks(place: string | null): readonly Finding[] {
  return place === null ? [] : [finding('jws-elsewhere', { place })]
}

/** The claims of a token, also of one that is refused for its form. */
function payloadOf(shape: TokenShape): Pick<ReadPayload, 'claims'> {
  if (shape.sound) return readPayload(shape.payload)
  return shape.payloadText === null ? { claims: null } : readPayload({ text: shape.payloadText, invalidAt: null })
}

/** The claims with their digits as sent, where these are shown: in a comparison and in times. Else as they were parsed. */
function shownClaims(text: string, claims: JsonObject, event: unknown): JsonObject {
  const shown = event !== undefined || TIME_CLAIMS.some((name) => Object.hasOwn(claims, name))
  return shown ? exactClaims(text, claims) : claims
}

/** Puts together what is shown of a token; `now` is the time of arrival, seconds since 1970. */
export function jwsView(
  jwsData: string,
  shape: TokenShape,
  outcome: KeyOutcome | null,
  event: unknown,
  place: string | null,
  now: number,
): JwsView {
  const { headerText, payloadText, keyId } = shape
  const text = payloadText ?? ''
  const { claims } = payloadOf(shape)
  const exact = claims === null ? null : shownClaims(text, claims, event)
  return {
    token: cut(jwsData),
    tokenLength: jwsData.length,
    place,
    headerText: headerText === null ? null : cut(headerText),
    payloadText: payloadText === null ? null : cut(payloadText),
    payloadLength: text.length,
    keyId,
    verifiedBy: outcome?.kind === 'verified' ? outcome.keySet : null,
    comparison: compareEnvelope(event, exact),
    times: claims === null || exact === null ? [] : timeStatements(claims, now, exact),
  }
}
