import { importJWK } from 'jose'
import { JWS_ALGORITHM } from '../../../shared/facts/jws.ts'
import { decodeBase64Url, isFault } from '../../../shared/checks/base64url.ts'
import { member, textMember } from '../../../shared/checks/json.ts'
import type { JsonObject } from '../../../shared/checks/json.ts'
import type { KeyCause } from '../../../shared/checks/signature.ts'
import type { VerificationKey } from './types.ts'

/** RFC 7518 §3.3 (and NIST SP 800-131A): RS256 needs 2048 bits. */
const LEAST_MODULUS_BITS = 2048
/** Neither OpenSSL nor BoringSSL verifies with a larger one. */
const MOST_MODULUS_BITS = 16_384
/** BoringSSL takes no exponent of more bits; OpenSSL would. Both runtimes must say the same. */
const MOST_EXPONENT_BITS = 33

/** One of the two numbers of an RSA key. */
interface KeyNumber {
  readonly text: string
  readonly bits: number
  readonly bytes: number
  readonly odd: boolean
  readonly repaired: string | null
}

/** Takes n or e as written, gives it strict: white space and leading zero bytes are taken out and named; all else is refused. */
function readNumber(name: 'n' | 'e', written: string): KeyNumber | string {
  const blank = written.search(/\s/)
  const text = blank < 0 ? written : written.replaceAll(/\s/g, '')
  const bytes = decodeBase64Url(text)
  if (isFault(bytes)) {
    const standard = /[+/=]/.test(text) ? ' (it is ordinary base64; keys are written in base64url)' : ''
    return `${name} is not base64url at character ${String(bytes.at + 1)}${standard}`
  }
  const zeros = bytes.findIndex((byte) => byte !== 0)
  if (zeros < 0) return bytes.length === 0 ? `${name} is empty` : `${name} is zero`
  const repairs = [
    ...(blank < 0 ? [] : [`${name} has white space at character ${String(blank + 1)}`]),
    ...(zeros > 0 ? [`${name} has a leading zero byte`] : []),
  ]
  const kept = bytes.subarray(zeros)
  return {
    text: zeros > 0 ? Buffer.from(kept).toString('base64url') : text,
    bits: kept.length * 8 - Math.clz32(kept[0] ?? 0) + 24,
    bytes: kept.length,
    odd: (kept.at(-1) ?? 0) % 2 === 1,
    repaired: repairs.length > 0 ? repairs.join('; ') : null,
  }
}

/** An exponent of 1 makes every text its own signature; even ones (zero is one) belong to no RSA key (RFC 8017 §3.1). */
function isBadExponent(written: string): boolean {
  const bytes = decodeBase64Url(written.replaceAll(/\s/g, ''))
  if (isFault(bytes) || bytes.length === 0) return false
  const last = bytes.at(-1) ?? 0
  return last % 2 === 0 || (last === 1 && bytes.subarray(0, -1).every((byte) => byte === 0))
}

interface Refusal {
  readonly cause: KeyCause
  readonly why: string
}

const quoted = (value: unknown): string =>
  typeof value === 'string' ? `"${value.slice(0, 80)}"` : JSON.stringify(value).slice(0, 80)

/** What the key says of itself that keeps it from verifying RS256 signatures (RFC 7517 §4). */
function refusalOf(jwk: JsonObject): Refusal | null {
  const kty = member(jwk, 'kty')
  if (kty !== 'RSA') return { cause: 'type', why: `the key is of type ${quoted(kty ?? null)}, not RSA` }
  const use = member(jwk, 'use')
  if (use !== undefined && use !== 'sig') {
    return { cause: 'use', why: `the key is for use ${quoted(use)}, not for signatures` }
  }
  const operations = member(jwk, 'key_ops')
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return { cause: 'operations', why: 'key_ops does not allow verify' }
  }
  const alg = member(jwk, 'alg')
  if (alg !== undefined && alg !== JWS_ALGORITHM) {
    return { cause: 'algorithm', why: `the key is for ${quoted(alg)}, not for ${JWS_ALGORITHM}` }
  }
  if (textMember(jwk, 'n') === null) return { cause: 'incomplete', why: 'the modulus n is missing' }
  return textMember(jwk, 'e') === null ? { cause: 'incomplete', why: 'the exponent e is missing' } : null
}

function sizeRefusal(modulus: KeyNumber, exponent: KeyNumber): Refusal | null {
  if (modulus.bits < LEAST_MODULUS_BITS) {
    return { cause: 'weak', why: `the key has ${String(modulus.bits)} bits, and is shorter than 2048 bits` }
  }
  if (modulus.bits > MOST_MODULUS_BITS) return { cause: 'runtime', why: 'the key is longer than 16384 bits' }
  if (!modulus.odd) return { cause: 'encoding', why: 'the modulus n is even, so that it belongs to no RSA key' }
  return exponent.bits > MOST_EXPONENT_BITS
    ? { cause: 'runtime', why: `the exponent e has ${String(exponent.bits)} bits, more than 33` }
    : null
}

function refused(jwk: JsonObject, { cause, why }: Refusal, modulus: KeyNumber | null = null): VerificationKey {
  const keyId = textMember(jwk, 'kid')
  const size = { modulusBytes: modulus?.bytes ?? 0, bits: modulus?.bits ?? null }
  return { keyId, ...size, numbers: null, key: null, refused: why, cause, repaired: null }
}

const repairsOf = (...numbers: readonly KeyNumber[]): string | null =>
  numbers.flatMap(({ repaired }) => repaired ?? []).join('; ') || null

/** Takes one JWK, gives a key that verifies RS256, or one that says why it cannot. Never throws. */
export async function importKey(jwk: JsonObject): Promise<VerificationKey> {
  const refusal = refusalOf(jwk)
  if (refusal !== null) return refused(jwk, refusal)
  const modulus = readNumber('n', textMember(jwk, 'n') ?? '')
  if (typeof modulus === 'string') return refused(jwk, { cause: 'encoding', why: modulus })
  const e = textMember(jwk, 'e') ?? ''
  if (isBadExponent(e)) {
    return refused(jwk, { cause: 'exponent', why: 'with its exponent anybody can sign' }, modulus)
  }
  const exponent = readNumber('e', e)
  if (typeof exponent === 'string') return refused(jwk, { cause: 'encoding', why: exponent }, modulus)
  const size = sizeRefusal(modulus, exponent)
  if (size !== null) return refused(jwk, size, modulus)
  const notTaken: Refusal = { cause: 'runtime', why: 'the runtime does not accept the key' }
  try {
    // Only the public numbers: whatever else stands in the JWK (a private part, x5u, …) is left out.
    const key = await importJWK({ kty: 'RSA', n: modulus.text, e: exponent.text }, JWS_ALGORITHM)
    if (key instanceof Uint8Array) return refused(jwk, notTaken, modulus)
    const { bits, bytes: modulusBytes } = modulus
    const numbers = `${modulus.text}.${exponent.text}`
    const repaired = repairsOf(modulus, exponent)
    return { keyId: textMember(jwk, 'kid'), modulusBytes, bits, numbers, key, refused: null, cause: null, repaired }
  } catch {
    return refused(jwk, notTaken, modulus)
  }
}
