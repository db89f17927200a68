import { UTF8 } from './text-coding.ts'

/** Why a text is no strict base64url (RFC 7515 §2, RFC 4648 §3.5 and §5), and where. */
export interface Base64UrlFault {
  readonly kind: 'padding' | 'alphabet' | 'not-canonical'
  readonly at: number
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i

/** The first fault of the characters from a place on, or null. Padding counts as such only at the end. */
function characterFault(text: string, from: number): Base64UrlFault | null {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 128 && (VALUES[code] ?? -1) >= 0) continue
    const padding = code === 0x3d && /^={1,2}$/.test(text.slice(at, at + 3)) && text.length - at <= 2
    return { kind: padding ? 'padding' : 'alphabet', at }
  }
  return null
}

/** Negative where the character is none of the alphabet. */
const valueAt = (text: string, at: number): number => VALUES[text.charCodeAt(at)] ?? -1

/** Characters that are turned into bytes at a time: what stays in the cache of the processor is read twice as quickly. */
const PIECE = 32_768
/** A character takes up to three bytes; used by one piece after the other. */
const CODES = new Uint8Array(3 * PIECE)

/** For each of the four places of a group: the bits that a byte stands for there; negative for what is none of the alphabet. */
const PLACES = [18, 12, 6, 0].map((shift) => {
  const bits = new Int32Array(256).fill(-1)
  for (let code = 0; code < VALUES.length; code++) {
    const value = VALUES[code] ?? -1
    if (value >= 0) bits[code] = value << shift
  }
  return bits
})
const [FIRST = new Int32Array(), SECOND = FIRST, THIRD = FIRST, FOURTH = FIRST] = PLACES

/** Writes the bytes of `count` characters in CODES, whole groups of four, from a place on; negative when one is none of the alphabet. */
function decodeCodes(count: number, bytes: Uint8Array, from: number): number {
  let length = from
  let seen = 0
  for (let at = 0; at < count; at += 4) {
    const group =
      (FIRST[CODES[at] as number] as number) |
      (SECOND[CODES[at + 1] as number] as number) |
      (THIRD[CODES[at + 2] as number] as number) |
      (FOURTH[CODES[at + 3] as number] as number)
    seen |= group
    bytes[length] = group >> 16
    bytes[length + 1] = group >> 8
    bytes[length + 2] = group
    length += 3
  }
  return seen
}

/**
 * Bytes of whole groups of four characters; null when one of these is none of the alphabet. The characters are turned into bytes by
 * the runtime first: walking bytes takes less than half the time of asking a text for each of ten million characters.
 */
function decodeGroups(text: string, end: number, bytes: Uint8Array): number | null {
  for (let from = 0; from < end; from += PIECE) {
    const count = Math.min(PIECE, end - from)
    const { written } = UTF8.encodeInto(text.slice(from, from + count), CODES)
    // More bytes than characters: some are outside of ASCII.
    if (written !== count || decodeCodes(count, bytes, (from / 4) * 3) < 0) return null
  }
  return (end / 4) * 3
}

/** The last byte or two, of two or three characters; false when unused bits are set. */
function decodeRest(text: string, at: number, bytes: Uint8Array, length: number): boolean {
  const [a, b] = [valueAt(text, at), valueAt(text, at + 1)]
  bytes[length] = (a << 2) | (b >> 4)
  if (text.length - at === 2) return (b & 0x0f) === 0
  const c = valueAt(text, at + 2)
  bytes[length + 1] = (b << 4) | (c >> 2)
  return (c & 0x03) === 0
}

/**
 * Decodes base64url strictly: no padding, no white space, only its own alphabet, and unused bits zero, so that every sequence of
 * bytes has exactly one text.
 */
export function decodeBase64Url(text: string): Uint8Array | Base64UrlFault {
  const rest = text.length % 4
  const whole = text.length - rest
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  const length = decodeGroups(text, whole, bytes)
  const fault = length === null ? characterFault(text, 0) : characterFault(text, whole)
  if (fault !== null) return fault
  const last = text.length - 1
  if (rest === 1) return { kind: 'not-canonical', at: last }
  return rest === 0 || decodeRest(text, whole, bytes, length ?? 0) ? bytes : { kind: 'not-canonical', at: last }
}

/** True for the fault of a decoding. */
export function isFault(result: Uint8Array | Base64UrlFault): result is Base64UrlFault {
  return 'kind' in result
}
