import type { Framing } from '../model/callback.ts'

const LF = 10

/** Where a line ends (index of its LF) from `from` on; -1 when there is none. */
const lineEnd = (bytes: Uint8Array, from: number): number => bytes.indexOf(LF, from)

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** Size of the chunk whose line this is, bytes; null when the line is no chunk header (RFC 9112 §7.1). */
function chunkSize(line: Uint8Array): number | null {
  const digits = /^[0-9A-Fa-f]{1,13}/.exec(latin1(line.subarray(0, 64)))
  return digits === null ? null : Number.parseInt(digits[0], 16)
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function withoutChunks(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = []
  let at = 0
  for (;;) {
    const end = lineEnd(bytes, at)
    const size = end === -1 ? null : chunkSize(bytes.subarray(at, end))
    if (size === null || size === 0) return join(pieces)
    pieces.push(bytes.subarray(end + 1, end + 1 + size))
    // The CR LF behind the data of the chunk.
    at = end + 1 + size + 2
  }
}

/**
 * The body of a stored request: its bytes without chunk framing, otherwise as received (not decompressed).
 * In: the exact bytes, the length of the head within them, how the body was delimited. Never throws; of a chunked
 * body that breaks off, what came is given.
 */
export function bodyOf(raw: Uint8Array, headLength: number, framing: Framing): Uint8Array {
  const rest = raw.subarray(headLength)
  return framing === 'chunked' ? withoutChunks(rest) : rest
}
