/** Character classes of RFC 9110 §5.6.2 (token) and §5.5 (field value), as tables: one look-up per byte. */
const TOKEN_TEXT = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

function table(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0))
}

/** 1 for bytes that may stand in a method or a header name. */
export const TOKEN = table((byte) => TOKEN_TEXT.includes(String.fromCharCode(byte)) && byte < 128)
/** 1 for bytes that may stand in a request target: everything visible, and everything above ASCII (some senders do not encode). */
export const TARGET = table((byte) => byte > 0x20 && byte !== 0x7f)
/** 1 for bytes that may stand in a header value. */
export const VALUE = table((byte) => byte === 0x09 || (byte >= 0x20 && byte !== 0x7f))

export const HT = 0x09
export const LF = 0x0a
export const CR = 0x0d
export const SP = 0x20
export const COLON = 0x3a

/** Takes a view of bytes, gives the same bytes as a Buffer (no copy). */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** True when `buffer` holds, from `from` up to `to`, exactly `lower`, apart from the case of ASCII letters. */
export function equalsFolded(buffer: Uint8Array, from: number, to: number, lower: string): boolean {
  if (to - from !== lower.length) return false
  for (let i = 0; i < lower.length; i++) {
    const byte = buffer[from + i] ?? 0
    const folded = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
    if (folded !== lower.charCodeAt(i)) return false
  }
  return true
}
