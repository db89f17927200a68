import { createPublicKey } from 'node:crypto'
import { importJWK } from 'jose'
import { JWS_ALGORITHM } from '../../../shared/facts/jws.ts'
import { decodeBase64Url, isFault } from '../../../shared/checks/base64url.ts'
import { duplicateMembers, isObject, member, parseJson, textMember } from '../../../shared/checks/json.ts'
import type { JsonObject } from '../../../shared/checks/json.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import { readJson } from '../settings/read-json.ts'
import type { KeySet, VerificationKey } from './types.ts'

/** jose (and NIST SP 800-131A) ask for 2048 bits. */
const LEAST_MODULUS_BYTES = 256
/** OpenSSL refuses larger ones for verification; nobody signs callbacks with them. */
const MOST_MODULUS_BYTES = 2048

interface Read {
  readonly jwks: readonly unknown[]
  readonly remarks: readonly string[]
}

/** One of the two numbers of an RSA key. */
interface KeyNumber {
  readonly text: string
  readonly bytes: number
  readonly repaired: string | null
}

function fromPem(text: string): Read | string {
  try {
    const jwk: unknown = createPublicKey(text).export({ format: 'jwk' })
    return { jwks: [jwk], remarks: ['It is a public key in PEM, which has no key name.'] }
  } catch {
    return 'It begins like PEM, but holds no public key that can be read.'
  }
}

function keysIn(value: unknown): readonly unknown[] | string {
  if (Array.isArray(value)) return value as readonly unknown[]
  if (!isObject(value)) return 'It is JSON, but neither an object nor a list of keys.'
  const keys = member(value, 'keys')
  if (Array.isArray(keys)) return keys as readonly unknown[]
  if (keys !== undefined) return 'Its member "keys" is not a list.'
  return member(value, 'kty') === undefined ? 'It has no member "keys", and is no single key either.' : [value]
}

/** Place and reason of the first fault; nothing when even looking for it goes too deep. */
function faultOf(text: string): string {
  try {
    const json = readJson(text)
    return json.ok ? '' : ` (line ${String(json.place.line)}, column ${String(json.place.column)}: ${json.why})`
  } catch {
    return ''
  }
}

/** Full key set, bare list, one key, or PEM; with or without a byte order mark. */
function readKeys(text: string): Read | string {
  const marked = text.startsWith('\ufeff')
  const plain = (marked ? text.slice(1) : text).trim()
  if (plain === '') return 'It is empty.'
  if (plain.startsWith('-----BEGIN')) return fromPem(plain)
  const value = parseJson(plain)
  if (value === undefined) return `It is not JSON${faultOf(plain)}.`
  const jwks = keysIn(value)
  if (typeof jwks === 'string') return jwks
  const doubled = duplicateMembers(plain)
  return {
    jwks,
    remarks: [
      ...(marked ? ['A byte order mark in front of it was skipped.'] : []),
      ...(doubled.length > 0 ? [`Members occur twice (${doubled.join(', ')}); the last one counts.`] : []),
    ],
  }
}

/** Takes n or e as written, gives it strict: white space and leading zero bytes are taken out and named; all else is refused. */
function readNumber(member: 'n' | 'e', written: string): KeyNumber | string {
  const blank = written.search(/\s/)
  const text = blank < 0 ? written : written.replaceAll(/\s/g, '')
  const bytes = decodeBase64Url(text)
  if (isFault(bytes)) {
    const standard = /[+/=]/.test(text) ? ' (it is ordinary base64; keys are written in base64url)' : ''
    return `${member} is not base64url at character ${String(bytes.at + 1)}${standard}`
  }
  const zeros = bytes.findIndex((byte) => byte !== 0)
  if (zeros < 0) return bytes.length === 0 ? `${member} is empty` : `${member} is zero`
  const repairs = [
    ...(blank < 0 ? [] : [`${member} has white space at character ${String(blank + 1)}`]),
    ...(zeros > 0 ? [`${member} has a leading zero byte`] : []),
  ]
  const repaired = repairs.length > 0 ? repairs.join('; ') : null
  const kept = bytes.subarray(zeros)
  return { text: zeros > 0 ? Buffer.from(kept).toString('base64url') : text, bytes: kept.length, repaired }
}

/** An exponent of 1 makes every text its own signature; even ones (zero is one) belong to no RSA key (RFC 8017 §3.1). */
function isBadExponent(written: string): boolean {
  const bytes = decodeBase64Url(written.replaceAll(/\s/g, ''))
  if (isFault(bytes) || bytes.length === 0) return false
  const last = bytes.at(-1) ?? 0
  return last % 2 === 0 || (last === 1 && bytes.subarray(0, -1).every((byte) => byte === 0))
}

const repairsOf = (...numbers: readonly KeyNumber[]): string | null =>
  numbers.flatMap(({ repaired }) => repaired ?? []).join('; ') || null

function refusalOf(jwk: JsonObject): string | null {
  const use = member(jwk, 'use')
  if (use !== undefined && use !== 'sig') return `the key is for use "${String(use)}", not for signatures`
  const alg = member(jwk, 'alg')
  if (alg !== undefined && alg !== JWS_ALGORITHM) return `the key is for ${String(alg)}, not for ${JWS_ALGORITHM}`
  const operations = member(jwk, 'key_ops')
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return 'key_ops does not allow verify'
  }
  if (textMember(jwk, 'n') === null) return 'the modulus n is missing'
  return textMember(jwk, 'e') === null ? 'the exponent e is missing' : null
}

const refused = (keyId: string | null, why: string, modulusBytes = 0, badExponent = false): VerificationKey => ({
  keyId,
  modulusBytes,
  numbers: null,
  key: null,
  refused: why,
  badExponent,
  repaired: null,
})

async function importKey(jwk: JsonObject): Promise<VerificationKey> {
  const keyId = textMember(jwk, 'kid')
  const refusal = refusalOf(jwk)
  if (refusal !== null) return refused(keyId, refusal)
  const modulus = readNumber('n', textMember(jwk, 'n') ?? '')
  if (typeof modulus === 'string') return refused(keyId, modulus)
  const e = textMember(jwk, 'e') ?? ''
  if (isBadExponent(e)) return refused(keyId, 'with its exponent anybody can sign', modulus.bytes, true)
  const exponent = readNumber('e', e)
  if (typeof exponent === 'string') return refused(keyId, exponent, modulus.bytes)
  if (modulus.bytes < LEAST_MODULUS_BYTES) return refused(keyId, 'the key is shorter than 2048 bits', modulus.bytes)
  if (modulus.bytes > MOST_MODULUS_BYTES) return refused(keyId, 'the key is longer than 16384 bits', modulus.bytes)
  try {
    // Only the public numbers: whatever else stands in the JWK (a private part, x5u, …) is left out.
    const key = await importJWK({ kty: 'RSA', n: modulus.text, e: exponent.text }, JWS_ALGORITHM)
    if (key instanceof Uint8Array) return refused(keyId, 'it is no public key', modulus.bytes)
    const repaired = repairsOf(modulus, exponent)
    const numbers = `${modulus.text}.${exponent.text}`
    return { keyId, modulusBytes: modulus.bytes, numbers, key, refused: null, badExponent: false, repaired }
  } catch {
    return refused(keyId, 'the runtime does not accept the key', modulus.bytes)
  }
}

const named = (keyId: string | null, index: number) => (keyId === null ? `Key ${String(index + 1)}` : `Key "${keyId}"`)

function remarksOf(keys: readonly VerificationKey[]): readonly string[] {
  const ids = keys.map(({ keyId }) => keyId).filter((id) => id !== null)
  const doubled = new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
  return [
    ...keys.flatMap(({ keyId, refused: why, repaired }, index) => {
      const text = why === null ? repaired : `refused: ${why}`
      return text === null ? [] : [`${named(keyId, index)}: ${text}.`]
    }),
    ...[...doubled].map((id) => `The key name "${id}" is not unique; each of these keys is tried.`),
  ]
}

/**
 * Reads a key set: JWKS, a bare list of keys, one JWK, or a public key in PEM. Only RSA keys for RS256 are kept; the others are
 * named. A key that cannot be used stays in the set with the reason, so that a token that names it can be explained.
 * @param name what the user knows it by: profile or file
 * @returns the set with its keys imported, or `jwks-invalid` with the place
 */
export async function readKeySet(text: string, name: string, profileName: string | null): Promise<Result<KeySet>> {
  const read = readKeys(text)
  if (typeof read === 'string') {
    const message = `The key set ${name} cannot be read. ${read} Save the whole answer of the bank's key set address, and name that file.`
    return bad('jwks-invalid', message, { name })
  }
  const rsa = read.jwks.filter((jwk) => isObject(jwk) && member(jwk, 'kty') === 'RSA') as readonly JsonObject[]
  const keys = await Promise.all(rsa.map(importKey))
  const others = read.jwks.length - rsa.length
  const ignored =
    others > 0 ? [`${String(others)} of ${String(read.jwks.length)} keys are no RSA keys and are ignored.`] : []
  const empty = read.jwks.length === 0 ? ['It holds no keys, so that no signature can be verified with it.'] : []
  return good({ name, profileName, keys, remarks: [...read.remarks, ...empty, ...ignored, ...remarksOf(keys)] })
}
