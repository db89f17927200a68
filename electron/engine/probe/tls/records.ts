/* Records and handshake messages of TLS, as a server sends them. Bounded: whatever a server sends, no more than this is kept. */

const HANDSHAKE = 22
const ALERT = 21
const CHANGE_CIPHER = 20
const APPLICATION = 23
/** A whole flight; the largest chain that is read is 100 KiB, what goes beyond is only measured. */
const MOST_BYTES = 1_048_576

export interface TlsRecord {
  readonly type: number
  readonly header: Buffer
  readonly payload: Buffer
}

export interface HandshakeMessage {
  readonly type: number
  /** As announced; the body may be shorter when the connection ended in the middle. */
  readonly length: number
  readonly body: Buffer
  readonly complete: boolean
}

/** Cuts a stream into records. `junk` is set when it is no TLS. */
export class RecordReader {
  junk = false
  /** The first bytes, for the report. */
  first: Buffer = Buffer.alloc(0)
  #rest: Buffer = Buffer.alloc(0)
  #total = 0

  feed(chunk: Buffer): readonly TlsRecord[] {
    if (this.first.length < 64) this.first = Buffer.concat([this.first, chunk]).subarray(0, 64)
    this.#total += chunk.length
    if (this.junk || this.#total > MOST_BYTES) return []
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const records: TlsRecord[] = []
    while (this.#rest.length > 0 && !this.junk) {
      const record = this.#next()
      if (record === null) break
      records.push(record)
    }
    return records
  }

  #next(): TlsRecord | null {
    const rest = this.#rest
    const type = rest[0] ?? 0
    const known = type === HANDSHAKE || type === ALERT || type === CHANGE_CIPHER || type === APPLICATION
    if (!known || (rest.length > 1 && rest[1] !== 3)) {
      this.junk = true
      return null
    }
    if (rest.length < 5) return null
    const length = rest.readUInt16BE(3)
    // RFC 8446 §5.2: at most 2^14 + 256 bytes; older versions 2^14 + 2048.
    if (length > 18_432) {
      this.junk = true
      return null
    }
    if (rest.length < 5 + length) return null
    this.#rest = rest.subarray(5 + length)
    return { type, header: rest.subarray(0, 5), payload: rest.subarray(5, 5 + length) }
  }
}

/** Puts handshake messages together from the payloads of records. */
export class HandshakeReader {
  #rest: Buffer = Buffer.alloc(0)

  feed(payload: Buffer): readonly HandshakeMessage[] {
    this.#rest = Buffer.concat([this.#rest, payload])
    const messages: HandshakeMessage[] = []
    while (this.#rest.length >= 4) {
      const length = this.#rest.readUIntBE(1, 3)
      if (this.#rest.length < 4 + length) break
      messages.push({ type: this.#rest[0] ?? 0, length, body: this.#rest.subarray(4, 4 + length), complete: true })
      this.#rest = this.#rest.subarray(4 + length)
    }
    return messages
  }

  /** The message that has begun and did not end; null when there is none. */
  unfinished(): HandshakeMessage | null {
    if (this.#rest.length < 4) return null
    const length = this.#rest.readUIntBE(1, 3)
    return { type: this.#rest[0] ?? 0, length, body: this.#rest.subarray(4), complete: false }
  }
}

export const RECORD = { HANDSHAKE, ALERT, CHANGE_CIPHER, APPLICATION } as const
