import { createPublicKey } from 'node:crypto'
import { duplicateMembers, isObject, member, parseJson } from '../../../shared/checks/json.ts'
import { webPage } from '../../../shared/checks/web-page.ts'
import { readJson } from '../settings/read-json.ts'

/** The keys of a key set as they are written, before any of them is looked at. */
export interface KeyText {
  readonly jwks: readonly unknown[]
  readonly remarks: readonly string[]
}

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g
/** Nobody has more in one file; reading them one by one takes its time. */
const MOST_BLOCKS = 100

/** PEM may have text around its blocks (RFC 7468 §2), as `openssl x509 -text` and exports from a key store write it. */
const isPem = (text: string): boolean => /^[ \t]*-----BEGIN /m.test(text) && !/^[{[<]/.test(text)

interface PemKey {
  readonly jwk: unknown
  readonly remark: string
}

/** One block of PEM: a public key, or the one in a certificate. A private key gives its public half, and a warning. */
function pemKey(block: string, label: string, index: number): PemKey | null {
  const place = `PEM block ${String(index + 1)}`
  try {
    const jwk: unknown = createPublicKey(block).export({ format: 'jwk' })
    if (label.includes('PRIVATE')) {
      return { jwk, remark: `${place} is a private key: only its public half is used. Do not keep it here.` }
    }
    const what = label.includes('CERTIFICATE') ? 'a certificate' : 'a public key'
    return { jwk, remark: `${place} is ${what} in PEM, which has no key name.` }
  } catch {
    return null
  }
}

function fromPem(text: string): KeyText | string {
  const blocks = Array.from(text.matchAll(PEM_BLOCK)).slice(0, MOST_BLOCKS)
  const read = blocks.map(([block, label = ''], index) => pemKey(block, label, index))
  const keys = read.filter((key) => key !== null)
  if (keys.length === 0) return 'It looks like PEM, but holds no public key that can be read.'
  const broken = read.flatMap((key, index) =>
    key === null ? [`PEM block ${String(index + 1)} holds no public key that can be read.`] : [],
  )
  return { jwks: keys.map(({ jwk }) => jwk), remarks: [...keys.map(({ remark }) => remark), ...broken] }
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

/** Takes the text of a key set (full set, bare list, one key, or PEM; a byte order mark is skipped), gives its keys or why not. */
export function readKeyText(text: string): KeyText | string {
  const marked = text.startsWith('\ufeff')
  const plain = (marked ? text.slice(1) : text).trim()
  if (plain === '') return 'It is empty.'
  if (isPem(plain)) return fromPem(plain)
  const page = webPage(plain)
  if (page !== null) return page
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
