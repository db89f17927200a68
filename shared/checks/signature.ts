import type { Family } from '../model/callback.ts'
import type { Finding, Light } from '../model/verdict.ts'
import { checkEnvelope } from './envelope.ts'
import { checkTimes, readPayload } from './claims.ts'
import { finding, light } from './finding.ts'
import { tokenFinding } from './jws-shape.ts'
import type { SoundToken, TokenShape } from './jws-shape.ts'

/** What came of trying registered keys on a token; `keySet` is the name of the set. */
export type KeyOutcome =
  | {
      readonly kind: 'verified'
      readonly keyId: string | null
      readonly keySet: string
      readonly tried: number
      readonly repaired: string | null
      /** The endpoint's profile has keys of its own, but those of another one verified. */
      readonly otherSet: boolean
    }
  | { readonly kind: 'mismatch'; readonly other: { readonly keyId: string | null; readonly keySet: string } | null }
  | { readonly kind: 'length'; readonly signatureBytes: number; readonly modulusBytes: number }
  | { readonly kind: 'bad-exponent'; readonly keyId: string | null }
  | { readonly kind: 'not-usable'; readonly why: string }
  | { readonly kind: 'not-found'; readonly sets: readonly string[] }
  | { readonly kind: 'no-key-set' }
  | { readonly kind: 'unreadable'; readonly problem: string }

/** How jwsData stood in the body. */
export type JwsPresence = 'absent' | 'null' | 'not-text' | 'text'

/** Which remark on a genuine token says most; its reason becomes the reason of the whole. */
const WEIGHT = [
  'jws-envelope-differs',
  'jws-expired',
  'jws-not-yet',
  'jws-claim-type',
  'jws-claim-suspicious',
  'jws-payload-not-utf8',
  'jws-payload-not-json',
  'jws-payload-not-object',
  'jws-tried-all',
  'jws-key-repaired',
  'jws-trimmed',
]

function reasonOf(remarks: readonly Finding[]): string {
  for (const code of WEIGHT) {
    const reason = remarks.find((remark) => remark.code === code)?.evidence['reason']
    if (typeof reason === 'string') return reason
  }
  return 'ok'
}

function verifiedFindings(
  token: SoundToken,
  outcome: KeyOutcome & { kind: 'verified' },
  event: unknown,
  now: number,
): readonly Finding[] {
  const { keyId, keySet, tried, repaired, otherSet } = outcome
  const { claims, findings } = readPayload(token.payload)
  const envelope = checkEnvelope(event, claims)
  const remarks = [
    ...(envelope === null ? [] : [envelope]),
    ...(claims === null ? [] : checkTimes(claims, now)),
    ...findings,
    ...(tried > 1 ? [tokenFinding('jws-tried-all', 'verified', 'ok-tried-all', { keys: tried })] : []),
    ...(repaired === null ? [] : [tokenFinding('jws-key-repaired', 'verified', 'ok-jwk-repaired', { repaired })]),
    ...(otherSet ? [finding('jws-other-key-set', { keySet })] : []),
    ...token.notes,
  ]
  return [tokenFinding('jws-verified', 'verified', reasonOf(remarks), { keyId, keySet, alg: 'RS256' }), ...remarks]
}

/** The findings of a token that no key verified. */
function unverifiedFinding(token: SoundToken, outcome: Exclude<KeyOutcome, { kind: 'verified' }>): readonly Finding[] {
  const kid = token.keyId
  switch (outcome.kind) {
    case 'mismatch': {
      const main = tokenFinding('jws-signature-mismatch', 'rejected', 'signature-mismatch', { keyId: kid })
      return outcome.other === null ? [main] : [main, finding('jws-other-key', { named: kid, ...outcome.other })]
    }
    case 'length': {
      const { signatureBytes, modulusBytes } = outcome
      return [tokenFinding('jws-signature-length', 'rejected', 'signature-length', { signatureBytes, modulusBytes })]
    }
    case 'bad-exponent':
      return [tokenFinding('jws-key-bad-exponent', 'rejected', 'key-bad-exponent', { keyId: outcome.keyId })]
    case 'not-usable':
      return [tokenFinding('jws-key-not-usable', 'unverifiable', 'key-not-usable', { keyId: kid, why: outcome.why })]
    case 'not-found':
      return [tokenFinding('jws-kid-not-found', 'unverifiable', 'kid-not-found', { keyId: kid, keySets: outcome.sets })]
    case 'no-key-set':
      return [tokenFinding('jws-no-key-set', 'unverifiable', 'no-key-set', { keyId: kid })]
    case 'unreadable':
      return [tokenFinding('jws-key-set-unreadable', 'unverifiable', 'jwks-not-json', { problem: outcome.problem })]
  }
}

/**
 * The light of a token. `event` is the event beside it in the body (undefined: none), `now` the time of arrival in seconds since
 * 1970. A refused form needs no outcome. Signature, life time and envelope are separate statements.
 */
export function tokenLight(shape: TokenShape, outcome: KeyOutcome | null, event: unknown, now: number): Light {
  if (!shape.sound) return light(shape.fault, ...shape.notes)
  if (outcome === null) return tokenLight(shape, { kind: 'no-key-set' }, event, now)
  if (outcome.kind === 'verified') return light(...verifiedFindings(shape, outcome, event, now))
  const { claims } = readPayload(shape.payload)
  const envelope = checkEnvelope(event, claims)
  const contradicts = envelope?.code === 'jws-envelope-differs' ? [envelope] : []
  return light(...unverifiedFinding(shape, outcome), ...contradicts, ...shape.notes)
}

/** The light when there is no token text: optional and absent is not a fault (domain.md §1.4). */
export function noTokenLight(family: Family, presence: Exclude<JwsPresence, 'text'>): Light {
  if (presence === 'null') return light(finding('jws-null'))
  if (presence === 'not-text') return light(finding('jws-not-a-text'))
  return light(finding(family === 'loan' ? 'jws-absent' : 'jws-not-in-family'))
}
