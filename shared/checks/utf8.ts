import { STRICT_UTF8 } from './text-coding.ts'

/** Text of bytes; `invalidAt` is the offset of the first byte that is no UTF-8, or null. */
export interface DecodedText {
  readonly text: string
  readonly invalidAt: number | null
}

const CHUNK = 8192

function latin1(bytes: Uint8Array, from: number, to: number): string {
  const pieces: string[] = []
  for (let at = from; at < to; at += CHUNK) {
    const piece = bytes.subarray(at, Math.min(to, at + CHUNK))
    // apply takes any list of numbers; spreading walks the iterator, which costs ten times as much.
    pieces.push(String.fromCharCode.apply(null, piece as unknown as number[]))
  }
  // Joined once: a text that was added up piece by piece is copied again by whoever looks into it first.
  return pieces.join('')
}

/** Where the next byte that is no ASCII stands, or the end. */
function endOfPlain(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && (bytes[at] as number) < 0x80) at++
  return at
}

/** Bytes that follow a lead byte, and the smallest code point that may be written so; null for no lead byte. */
function lead(byte: number): readonly [following: number, least: number, bits: number] | null {
  if (byte >= 0xc2 && byte <= 0xdf) return [1, 0x80, byte & 0x1f]
  if (byte >= 0xe0 && byte <= 0xef) return [2, 0x800, byte & 0x0f]
  if (byte >= 0xf0 && byte <= 0xf4) return [3, 0x10000, byte & 0x07]
  return null
}

/** The code point at `at`, or -1: overlong forms, surrogates and cut sequences are refused (RFC 3629 §3). */
function codePointAt(bytes: Uint8Array, at: number): number {
  const first = lead(bytes[at] ?? 0)
  if (first === null) return -1
  let point = first[2]
  for (let i = 1; i <= first[0]; i++) {
    const byte = bytes[at + i] ?? 0
    if ((byte & 0xc0) !== 0x80) return -1
    point = (point << 6) | (byte & 0x3f)
  }
  return point < first[1] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? -1 : point
}

const width = (point: number) => (point < 0x800 ? 2 : point < 0x10000 ? 3 : 4)

/**
 * Decodes UTF-8 strictly, without touching a byte order mark; a byte that does not fit becomes U+FFFD and is named. The runtime's
 * decoder is the fast way (some 40 times, for a token of ten megabytes); ours names the place when it refuses.
 */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  try {
    return { text: STRICT_UTF8.decode(bytes), invalidAt: null }
  } catch {
    return decodeFaulty(bytes)
  }
}

function decodeFaulty(bytes: Uint8Array): DecodedText {
  let text = ''
  let plain = 0
  let invalidAt: number | null = null
  for (let at = 0; at < bytes.length;) {
    at = endOfPlain(bytes, at)
    if (at === bytes.length) break
    text += latin1(bytes, plain, at)
    const point = codePointAt(bytes, at)
    if (point < 0) {
      invalidAt ??= at
      text += '\ufffd'
      at++
    } else {
      text += String.fromCodePoint(point)
      at += width(point)
    }
    plain = at
  }
  return { text: text + latin1(bytes, plain, bytes.length), invalidAt }
}
