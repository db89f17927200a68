import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { HeaderPair } from '../../../shared/model/callback.ts'
import type { Finding } from '../../../shared/model/verdict.ts'
import { finding } from '../../../shared/checks/finding.ts'
import { decodeUtf8 } from '../../../shared/checks/utf8.ts'

/** A body behind its content codings. */
export interface DecodedBody {
  /** Content codings that the request names, in the order of application. */
  readonly codings: readonly string[]
  /** Decompressed bytes (the given ones when there is no coding); null when that failed. */
  readonly bytes: Uint8Array | null
  /** Text by its charset; '' when it is not text. */
  readonly text: string
  /** One sentence on what went wrong, for the user; null when nothing did. */
  readonly note: string | null
  readonly findings: readonly Finding[]
}

/** More codings than anybody uses: each one multiplies what a small body can cost. */
const MOST_CODINGS = 4

function headerValues(headers: readonly HeaderPair[], wanted: string): string {
  return headers
    .filter(([name]) => name.length === wanted.length && name.toLowerCase() === wanted)
    .map(([, value]) => value)
    .join(',')
}

function inflated(bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  // "deflate" means zlib (RFC 9110 §8.4.1.2), but raw deflate is sent under that name as well.
  const isZlib = ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0
  return isZlib ? inflateSync(bytes, { maxOutputLength }) : inflateRawSync(bytes, { maxOutputLength })
}

type Decoder = (bytes: Uint8Array, maxOutputLength: number) => Uint8Array
const DECODERS = new Map<string, Decoder>([
  ['gzip', (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength })],
  ['x-gzip', (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength })],
  ['deflate', inflated],
  ['br', (bytes, maxOutputLength) => brotliDecompressSync(bytes, { maxOutputLength })],
  ['identity', (bytes) => bytes],
])

function failure(coding: string, limit: number, thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return `The decompressed body is larger than the limit of ${String(limit)} bytes; it is shown as it came.`
  }
  return `The body is not ${coding}, although Content-Encoding says so; it is shown as it came.`
}

/** Takes the codings off, last one first; gives the bytes, or a sentence on why not. */
function decompress(body: Uint8Array, codings: readonly string[], limit: number): Uint8Array | string {
  if (codings.length > MOST_CODINGS)
    return 'Content-Encoding names more than four codings; the body is shown as it came.'
  let bytes = body
  for (const coding of codings.toReversed()) {
    const decode = DECODERS.get(coding)
    if (decode === undefined)
      return `The content coding "${coding.slice(0, 40)}" is not known; the body is shown as it came.`
    try {
      bytes = decode(bytes, limit)
    } catch (thrown) {
      return failure(coding, limit, thrown)
    }
  }
  return bytes
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i

function decoderFor(charset: string): Pick<import('node:util').TextDecoder, 'decode' | 'encoding'> | null {
  try {
    return new TextDecoder(charset, { ignoreBOM: true })
  } catch {
    return null
  }
}

/** What a byte order mark of UTF-16 says goes before the header: such bytes are nothing else (RFC 2781 §3.2). */
function markedCharset(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
}

/** Binary content is no fault, unless the header says that it is JSON. */
const binary = (contentType: string, findings: readonly Finding[]) => ({
  text: '',
  findings: /json/i.test(contentType) ? [...findings, finding('body-not-json')] : findings,
})

/** Text of bytes by their byte order mark, else by the charset of Content-Type; UTF-8 where it names none. NUL in it: not text. */
function textOf(bytes: Uint8Array, contentType: string): { text: string; findings: readonly Finding[] } {
  const charset = markedCharset(bytes) ?? CHARSET.exec(contentType)?.[1] ?? 'utf-8'
  const isUtf8 = /^utf-?8$/i.test(charset)
  const decoder = isUtf8 ? null : decoderFor(charset)
  const findings: Finding[] =
    isUtf8 || decoder !== null ? [] : [finding('body-charset-unknown', { charset: charset.slice(0, 80) })]
  if (decoder !== null && decoder.encoding !== 'utf-8') {
    const text = decoder.decode(bytes)
    const isText = decoder.encoding.startsWith('utf-16') || !text.includes('\0')
    return isText ? { text, findings } : binary(contentType, findings)
  }
  const { text, invalidAt } = decodeUtf8(bytes)
  if (text.includes('\0')) return binary(contentType, findings)
  if (invalidAt !== null)
    findings.push(finding('body-not-text', { charset: 'utf-8', offset: invalidAt, byte: bytes[invalidAt] ?? 0 }))
  return { text, findings }
}

const EMPTY: DecodedBody = { codings: [], bytes: new Uint8Array(), text: '', note: null, findings: [] }

/**
 * Decodes a body whose transfer coding is off: content codings (gzip, deflate, br; bounded, so that no small body becomes a large
 * one), then text by its charset. Never throws; what cannot be decoded is said, and the raw bytes stay.
 * @param limit bytes that the decompressed body may have at most
 */
export function decodeBody(body: Uint8Array, headers: readonly HeaderPair[], limit: number): DecodedBody {
  if (body.length === 0) return EMPTY
  const named = headerValues(headers, 'content-encoding')
  const codings =
    named === ''
      ? []
      : named
          .split(',')
          .map((coding) => coding.trim().toLowerCase())
          .filter(Boolean)
  const bytes = decompress(body, codings, limit)
  if (typeof bytes === 'string') {
    return {
      codings,
      bytes: null,
      text: '',
      note: bytes,
      findings: [finding('body-not-decoded', { codings, why: bytes })],
    }
  }
  const { text, findings } = textOf(bytes, headerValues(headers, 'content-type'))
  return { codings, bytes, text, note: findings[0]?.summary ?? null, findings }
}
