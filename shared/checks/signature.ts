import type { FindingCode } from '../facts/findings.ts'
import type { Family } from '../model/callback.ts'
import type { Evidence, Finding, SignatureLight, TokenVerdict } from '../model/verdict.ts'
import { TOKEN_VERDICTS } from '../model/verdict.ts'
import { checkEnvelope } from './envelope.ts'
import { checkTimes, readPayload } from './claims.ts'
import { finding, light } from './finding.ts'
import { tokenFinding } from './jws-shape.ts'
import type { SoundToken, TokenShape } from './jws-shape.ts'

/** Why a key of a set cannot verify a token. */
export type KeyCause =
  'type' | 'use' | 'operations' | 'algorithm' | 'weak' | 'exponent' | 'incomplete' | 'encoding' | 'runtime'

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
      /** Environments of the endpoint and of the key set, where they differ. */
      readonly environments?: { readonly endpoint: string; readonly keySet: string } | null
    }
  | { readonly kind: 'mismatch'; readonly other: { readonly keyId: string | null; readonly keySet: string } | null }
  | { readonly kind: 'length'; readonly signatureBytes: number; readonly modulusBytes: number }
  | { readonly kind: 'refused'; readonly cause: KeyCause; readonly keyId: string | null; readonly why: string }
  | { readonly kind: 'not-found'; readonly sets: readonly string[]; readonly environment?: string | null }
  | { readonly kind: 'empty'; readonly sets: readonly string[] }
  | { readonly kind: 'no-key-set' }
  | { readonly kind: 'unreadable' | 'not-fetched'; readonly problem: string }

/** How jwsData stood in the request. */
export type JwsPresence = 'absent' | 'null' | 'not-text' | 'text'

/** Which remark on a genuine token says most; its reason becomes the reason of the whole. */
const WEIGHT: readonly FindingCode[] = [
  'jws-envelope-differs',
  'jws-expired',
  'jws-not-yet',
  'jws-claim-type',
  'jws-claim-suspicious',
  'jws-not-encoded',
  'jws-payload-not-utf8',
  'jws-payload-not-read',
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

const isVerdict = (value: unknown): value is TokenVerdict => TOKEN_VERDICTS.some((verdict) => verdict === value)

/** The light of a token: its first finding decides, and says verdict and reason. */
function signatureLight(first: Finding, ...rest: readonly Finding[]): SignatureLight {
  const { verdict, reason } = first.evidence
  return {
    ...light(first, ...rest),
    verdict: isVerdict(verdict) ? verdict : null,
    reason: typeof reason === 'string' ? reason : null,
  }
}

function setRemarks({ otherSet, keySet, environments }: KeyOutcome & { kind: 'verified' }): readonly Finding[] {
  if (environments !== undefined && environments !== null) {
    const { endpoint, keySet: other } = environments
    return [finding('jws-other-environment', { keySet, expected: endpoint, received: other })]
  }
  return otherSet ? [finding('jws-other-key-set', { keySet })] : []
}

function verifiedFindings(
  token: SoundToken,
  outcome: KeyOutcome & { kind: 'verified' },
  event: unknown,
  now: number,
): readonly [Finding, ...Finding[]] {
  const { keyId, keySet, tried, repaired } = outcome
  const { claims, findings } = readPayload(token.payload)
  const remarks = [
    ...checkEnvelope(event, claims, token.payload.text),
    ...(claims === null ? [] : checkTimes(claims, now)),
    ...findings,
    ...(tried > 1 ? [tokenFinding('jws-tried-all', 'verified', 'ok-tried-all', { keys: tried })] : []),
    ...(repaired === null ? [] : [tokenFinding('jws-key-repaired', 'verified', 'ok-jwk-repaired', { repaired })]),
    ...setRemarks(outcome),
    ...token.notes,
  ]
  return [tokenFinding('jws-verified', 'verified', reasonOf(remarks), { keyId, keySet, alg: 'RS256' }), ...remarks]
}

/** The finding for each cause that keeps a named key from being used. */
const REFUSALS: Readonly<Record<KeyCause, readonly [FindingCode, TokenVerdict, string]>> = {
  type: ['jws-key-type', 'unverifiable', 'kid-not-found'],
  use: ['jws-key-use', 'unverifiable', 'key-not-usable'],
  operations: ['jws-key-operations', 'unverifiable', 'key-not-usable'],
  algorithm: ['jws-key-algorithm', 'unverifiable', 'key-not-usable'],
  weak: ['jws-key-weak', 'unverifiable', 'key-not-usable'],
  exponent: ['jws-key-bad-exponent', 'rejected', 'key-bad-exponent'],
  incomplete: ['jws-key-not-usable', 'unverifiable', 'key-not-usable'],
  encoding: ['jws-key-not-usable', 'unverifiable', 'key-not-usable'],
  runtime: ['jws-key-not-usable', 'unverifiable', 'key-not-usable'],
}

function refusedFinding({ cause, keyId, why }: KeyOutcome & { kind: 'refused' }): Finding {
  const [code, verdict, reason] = REFUSALS[cause]
  return tokenFinding(code, verdict, reason, { keyId, why })
}

const unverifiable = (code: FindingCode, reason: string, evidence: Evidence): Finding =>
  tokenFinding(code, 'unverifiable', reason, evidence)

/** The findings of a token that no key verified. */
function unverifiedFindings(
  token: SoundToken,
  outcome: Exclude<KeyOutcome, { kind: 'verified' }>,
): readonly [Finding, ...Finding[]] {
  const keyId = token.keyId
  switch (outcome.kind) {
    case 'mismatch': {
      const main = tokenFinding('jws-signature-mismatch', 'rejected', 'signature-mismatch', { keyId })
      return outcome.other === null ? [main] : [main, finding('jws-other-key', { named: keyId, ...outcome.other })]
    }
    case 'length': {
      const { signatureBytes, modulusBytes } = outcome
      const expected = `${String(modulusBytes)} bytes`
      const received = `${String(signatureBytes)} bytes`
      return [tokenFinding('jws-signature-length', 'rejected', 'signature-length', { expected, received })]
    }
    case 'refused':
      return [refusedFinding(outcome)]
    case 'not-found': {
      const { sets, environment = null } = outcome
      return [unverifiable('jws-kid-not-found', 'kid-not-found', { keyId, keySets: sets, environment })]
    }
    case 'empty':
      return [unverifiable('jws-key-set-empty', 'kid-not-found', { keyId, keySets: outcome.sets })]
    case 'no-key-set':
      return [unverifiable('jws-no-key-set', 'no-key-set', { keyId })]
    case 'not-fetched':
      return [unverifiable('jws-key-set-not-fetched', 'no-key-set', { keyId, problem: outcome.problem })]
    case 'unreadable':
      return [unverifiable('jws-key-set-unreadable', 'jwks-not-json', { problem: outcome.problem })]
  }
}

/**
 * The light of a token. `event` is the event beside it in the body (undefined: none), read so that its digits are kept, `now` the
 * time of arrival in seconds since 1970. A refused form needs no outcome. Signature, life time and envelope are separate statements.
 * @param remarks what else is to be said of the token (where it stood)
 */
export function tokenLight(
  shape: TokenShape,
  outcome: KeyOutcome | null,
  event: unknown,
  now: number,
  remarks: readonly Finding[] = [],
): SignatureLight {
  if (!shape.sound) return signatureLight(shape.fault, ...shape.notes, ...remarks)
  if (outcome === null) return tokenLight(shape, { kind: 'no-key-set' }, event, now, remarks)
  if (outcome.kind === 'verified') {
    return signatureLight(...verifiedFindings(shape, outcome, event, now), ...remarks)
  }
  const { claims } = readPayload(shape.payload)
  const contradicts = checkEnvelope(event, claims, shape.payload.text).filter(
    ({ code }) => code === 'jws-envelope-differs',
  )
  return signatureLight(...unverifiedFindings(shape, outcome), ...contradicts, ...shape.notes, ...remarks)
}

/** The light when there is no token text: optional and absent is not a fault (domain.md §1.4). */
export function noTokenLight(
  family: Family,
  presence: Exclude<JwsPresence, 'text'>,
  remarks: readonly Finding[] = [],
): SignatureLight {
  if (presence === 'null') return signatureLight(finding('jws-null'), ...remarks)
  if (presence === 'not-text')
    return signatureLight(tokenFinding('jws-not-a-text', 'malformed', 'not-a-text'), ...remarks)
  return signatureLight(finding(family === 'loan' ? 'jws-absent' : 'jws-not-in-family'))
}
