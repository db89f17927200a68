const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CODES = Uint8Array.from(ALPHABET, (sign) => sign.charCodeAt(0))
const PADDING = '='.charCodeAt(0)
/** Bytes turned into text at a time: a multiple of 3, and few enough for one call with as many arguments. */
const PIECE = 12_288

const code = (index: number): number => CODES[index & 63] ?? PADDING

/** Writes the character codes of some bytes; gives how many. */
function encodePiece(bytes: Uint8Array, from: number, to: number, codes: Uint8Array): number {
  let out = 0
  for (let at = from; at < to; at += 3) {
    const first = bytes[at] ?? 0
    const second = bytes[at + 1] ?? 0
    const third = bytes[at + 2] ?? 0
    codes[out] = code(first >> 2)
    codes[out + 1] = code((first << 4) | (second >> 4))
    codes[out + 2] = at + 1 < to ? code((second << 2) | (third >> 6)) : PADDING
    codes[out + 3] = at + 2 < to ? code(third) : PADDING
    out += 4
  }
  return out
}

/**
 * Bytes in, base64 text out (RFC 4648 §4, with padding, no line breaks). `shared/` has neither Buffer nor btoa.
 */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = []
  const codes = new Uint8Array(Math.min(PIECE, bytes.length + 2) * 2)
  for (let from = 0; from < bytes.length; from += PIECE) {
    const length = encodePiece(bytes, from, Math.min(from + PIECE, bytes.length), codes)
    pieces.push(Reflect.apply(String.fromCharCode, null, codes.subarray(0, length)))
  }
  return pieces.join('')
}
