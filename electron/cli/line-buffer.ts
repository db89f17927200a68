/** A callback on a line has some 5 KB: a piece holds what a flood brings within a few milliseconds. */
const PIECE = 262_144
/** Pieces kept for the next lines. */
const MOST_SPARE = 8

/**
 * Lines that wait to be written, as bytes. Each is put at its place at once and ASCII is copied as it stands: to join a thousand
 * lines first and to encode them then costs as much as making one of them.
 */
export class LineBuffer {
  #full: Buffer[] = []
  #piece: Buffer = Buffer.allocUnsafeSlow(PIECE)
  #used = 0
  readonly #spare: Buffer[] = []

  /** Takes a line and its line feed in. Gives its size in bytes. @param ascii known to hold nothing else: then nothing is counted */
  add(line: string, ascii = false): number {
    const size = (ascii ? line.length : Buffer.byteLength(line)) + 1
    if (this.#used + size > this.#piece.length) this.#begin(size)
    this.#piece.write(line, this.#used, ascii ? 'latin1' : 'utf8')
    this.#piece[this.#used + size - 1] = 10
    this.#used += size
    return size
  }

  /** Everything that waits to be written, in order; `done` gives it back. */
  take(): readonly Buffer[] {
    if (this.#used > 0) this.#begin(0)
    const pieces = this.#full
    this.#full = []
    return pieces
  }

  /** These pieces are written: their memory may serve again. */
  done(pieces: readonly Buffer[]): void {
    for (const { buffer } of pieces) {
      if (buffer.byteLength === PIECE && this.#spare.length < MOST_SPARE) this.#spare.push(Buffer.from(buffer))
    }
  }

  #begin(size: number): void {
    if (this.#used > 0) this.#full.push(this.#piece.subarray(0, this.#used))
    this.#piece = size <= PIECE ? (this.#spare.pop() ?? Buffer.allocUnsafeSlow(PIECE)) : Buffer.allocUnsafeSlow(size)
    this.#used = 0
  }
}
