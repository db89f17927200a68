import { COLON, CR, HT, LF, SP, TOKEN, VALUE } from './bytes.ts'
import type { RefusalCode } from './refusals.ts'

/** All extensions (and separately all trailers) of one body together, bytes: CVE-2024-22019 shows why there must be a limit. */
export const MAX_EXTENSION_BYTES = 16384
/** Eight hexadecimal digits are 4 GiB: more is never a callback, and never leaves exact integers. */
const MAX_SIZE_DIGITS = 8
const MAX_LEADING_ZEROS = 16

const SIZE = 0
const EXTENSION = 1
const QUOTED = 2
const QUOTED_PAIR = 3
const SIZE_LF = 4
const DATA = 5
const DATA_CR = 6
const DATA_LF = 7
const TRAILER_START = 8
const TRAILER_NAME = 9
const TRAILER_VALUE = 10
const TRAILER_LF = 11
const LAST_LF = 12
/** Blanks between a size and its extension: RFC 9112, section 7.1.1, lets them stand there, and nowhere else behind a size. */
const SIZE_BLANK = 13

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/**
 * Finds the end of a chunked body (RFC 9112 §7.1), byte by byte where the framing stands and in leaps through the data, so that
 * the result does not depend on how the bytes were split. Strict: CR LF everywhere, no blanks around sizes but before an extension.
 */
export class ChunkScanner {
  #state = SIZE
  #size = 0
  #digits = 0
  #zeros = 0
  #left = 0
  #extras = 0
  #seen = 0
  #limit = Infinity
  /** True when the last byte of the body was passed. */
  done = false
  refused: RefusalCode | null = null
  /** Called with start and end of each piece of data, when set. */
  onData: ((from: number, to: number) => void) | null = null

  /** Makes ready for a new body of at most `limit` bytes on the wire, framing included. */
  reset(limit: number): void {
    this.#state = SIZE
    this.#size = this.#digits = this.#zeros = this.#left = this.#extras = this.#seen = 0
    this.#limit = limit
    this.done = false
    this.refused = null
  }

  /** Takes bytes from `at` up to `end`; gives the index after the last one that was used. Stops when done or refused. */
  scan(buffer: Uint8Array, at: number, end: number): number {
    while (at < end && !this.done && this.refused === null) {
      if (this.#state === DATA) {
        const upTo = Math.min(end, at + this.#left)
        this.onData?.(at, upTo)
        this.#left -= upTo - at
        this.#seen += upTo - at
        at = upTo
        if (this.#left === 0) this.#state = DATA_CR
      } else {
        this.#seen++
        this.#step(buffer[at] ?? 0)
        at++
      }
    }
    return at
  }

  #step(byte: number): void {
    if (this.#state <= SIZE_LF || this.#state === SIZE_BLANK) this.#sizeLine(byte)
    else if (this.#state === DATA_CR) this.#expect(byte, CR, DATA_LF, 'bad-chunk-end')
    else if (this.#state === DATA_LF) {
      this.#expect(byte, LF, SIZE, 'bad-chunk-end')
      this.#size = this.#digits = this.#zeros = 0
    } else this.#trailer(byte)
  }

  #expect(byte: number, wanted: number, next: number, otherwise: RefusalCode): void {
    if (byte === wanted) this.#state = next
    else this.refused = otherwise
  }

  #sizeLine(byte: number): void {
    if (this.#state === SIZE_LF) {
      if (byte !== LF) this.refused = 'bare-cr'
      else if (this.#seen + this.#size > this.#limit) this.refused = 'body-too-large'
      this.#left = this.#size
      this.#state = this.#size === 0 ? TRAILER_START : DATA
    } else if (this.#state === SIZE) this.#sizeDigit(byte)
    else if (this.#state === SIZE_BLANK) this.#sizeBlank(byte)
    else this.#extension(byte)
  }

  #sizeDigit(byte: number): void {
    const value = hexValue(byte)
    if (value >= 0) {
      if (value === 0 && this.#digits === 0) this.#zeros++
      else this.#digits++
      this.#size = this.#size * 16 + value
      if (this.#digits > MAX_SIZE_DIGITS || this.#zeros > MAX_LEADING_ZEROS) this.refused = 'bad-chunk-size'
    } else if (this.#digits + this.#zeros === 0) this.refused = 'bad-chunk-size'
    else if (byte === CR) this.#state = SIZE_LF
    else if (byte === LF) this.refused = 'bare-lf'
    else this.#sizeBlank(byte)
  }

  #sizeBlank(byte: number): void {
    if (byte === 0x3b) this.#state = EXTENSION
    else if (byte !== SP && byte !== HT) this.refused = 'bad-chunk-size'
    else if (++this.#extras > MAX_EXTENSION_BYTES) this.refused = 'chunk-extensions-too-long'
    else this.#state = SIZE_BLANK
  }

  #extension(byte: number): void {
    if (++this.#extras > MAX_EXTENSION_BYTES) this.refused = 'chunk-extensions-too-long'
    else if (byte === LF) this.refused = 'bare-lf'
    else if (byte === CR && this.#state === EXTENSION) this.#state = SIZE_LF
    else if (VALUE[byte] === 0) this.refused = 'bad-chunk-extension'
    else if (this.#state === QUOTED_PAIR) this.#state = QUOTED
    else if (this.#state === QUOTED) this.#state = byte === 0x22 ? EXTENSION : byte === 0x5c ? QUOTED_PAIR : QUOTED
    else if (byte === 0x22) this.#state = QUOTED
    else if (TOKEN[byte] === 0 && byte !== 0x3b && byte !== 0x3d && byte !== SP && byte !== HT)
      this.refused = 'bad-chunk-extension'
  }

  #trailer(byte: number): void {
    if (++this.#extras > MAX_EXTENSION_BYTES) this.refused = 'chunk-extensions-too-long'
    else if (this.#state === LAST_LF) {
      this.#expect(byte, LF, LAST_LF, 'bare-cr')
      this.done = this.refused === null
    } else if (this.#state === TRAILER_LF) this.#expect(byte, LF, TRAILER_START, 'bare-cr')
    else if (byte === LF) this.refused = 'bare-lf'
    else if (this.#state === TRAILER_VALUE) {
      if (byte === CR) this.#state = TRAILER_LF
      else if (VALUE[byte] === 0) this.refused = 'bad-trailer'
    } else if (this.#state === TRAILER_START && byte === CR) this.#state = LAST_LF
    else if (TOKEN[byte] === 1) this.#state = TRAILER_NAME
    else this.#expect(byte, this.#state === TRAILER_NAME ? COLON : -1, TRAILER_VALUE, 'bad-trailer')
  }
}

/**
 * Takes a chunked body as it stood on the wire, gives the data without sizes, extensions and trailers. Where the framing breaks
 * off or is wrong, gives the data up to there. Never throws.
 */
export function dechunk(bytes: Uint8Array): Uint8Array {
  const scanner = new ChunkScanner()
  const out = new Uint8Array(bytes.length)
  let length = 0
  scanner.onData = (from, to) => {
    out.set(bytes.subarray(from, to), length)
    length += to - from
  }
  scanner.scan(bytes, 0, bytes.length)
  return out.subarray(0, length)
}
