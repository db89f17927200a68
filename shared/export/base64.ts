const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CODES = Array.from(ALPHABET)
/** Pieces of 3 × 8,192 bytes: long bodies are joined once, not character by character. */
const PIECE = 24_576

const code = (index: number): string => CODES[index & 63] ?? ''

function encodePiece(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at += 3) {
    const first = bytes[at] ?? 0
    const second = bytes[at + 1] ?? 0
    const third = bytes[at + 2] ?? 0
    text += code(first >> 2) + code((first << 4) | (second >> 4))
    text += at + 1 < to ? code((second << 2) | (third >> 6)) : '='
    text += at + 2 < to ? code(third) : '='
  }
  return text
}

/**
 * Bytes in, base64 text out (RFC 4648 §4, with padding, no line breaks). `shared/` has neither Buffer nor btoa.
 */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += PIECE) {
    pieces.push(encodePiece(bytes, from, Math.min(from + PIECE, bytes.length)))
  }
  return pieces.join('')
}
