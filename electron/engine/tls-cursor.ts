/** Reads the numbers and vectors of TLS with a bound: beyond the end everything is 0 or empty and `broken` is set, so that hostile lengths cannot hurt. */
export class Cursor {
  broken = false
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  number(size: 1 | 2 | 3): number {
    if (this.left < size) {
      this.broken = true
      this.#at = this.#bytes.length
      return 0
    }
    const value = this.#bytes.readUIntBE(this.#at, size)
    this.#at += size
    return value
  }

  take(length: number): Buffer {
    if (this.left < length) this.broken = true
    const taken = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at = Math.min(this.#at + length, this.#bytes.length)
    return taken
  }

  /** A vector with its length in front, as a cursor of its own. */
  vector(size: 1 | 2 | 3): Cursor {
    return new Cursor(this.take(this.number(size)))
  }

  rest(): Buffer {
    return this.take(this.left)
  }
}
