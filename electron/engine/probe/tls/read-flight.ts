import { RecordOpener } from './decrypt.ts'
import type { Flight } from './flight.ts'
import { emptyFlight, takeMessage } from './flight.ts'
import type { TlsRecord } from './records.ts'
import { HandshakeReader, RECORD, RecordReader } from './records.ts'

const TLS13 = 0x0304

/**
 * Below 1.3 what follows ChangeCipherSpec is encrypted and still of type handshake (RFC 5246 §6.2.3, §7.1): read as messages, one
 * in 256 would pass for a certificate of any size. In 1.3 the record means nothing (RFC 8446 §5).
 */
class FlightReader {
  readonly flight = emptyFlight()
  readonly #messages = new HandshakeReader()
  readonly #secret: Buffer | null
  #opener: RecordOpener | null = null

  constructor(secret: Buffer | null) {
    this.#secret = secret
  }

  /** The handshake bytes that a record carries; null: nothing of the flight can be read from here on. */
  #open(record: TlsRecord): Buffer | null {
    if (record.type === RECORD.HANDSHAKE) return record.payload
    if (record.type === RECORD.CHANGE_CIPHER) return this.flight.hello?.version === TLS13 ? Buffer.alloc(0) : null
    if (record.type !== RECORD.APPLICATION || this.#secret === null) return Buffer.alloc(0)
    this.#opener ??= RecordOpener.make(this.flight.hello?.cipher ?? 0, this.#secret)
    const opened = this.#opener?.open(record) ?? null
    if (opened === null) return null
    return opened.type === RECORD.HANDSHAKE ? opened.content : Buffer.alloc(0)
  }

  read(records: readonly TlsRecord[]): Flight {
    for (const record of records) {
      const opened = this.#open(record)
      if (opened === null) break
      for (const message of this.#messages.feed(opened)) takeMessage(this.flight, message)
    }
    const unfinished = this.#messages.unfinished()
    if (unfinished !== null && !this.flight.done) takeMessage(this.flight, unfinished)
    return this.flight
  }
}

/** Reads a server's flight out of its bytes. `secret`: its handshake traffic secret of TLS 1.3 as the library told it; null: none. */
export const readFlight = (bytes: Buffer, secret: Buffer | null): Flight =>
  new FlightReader(secret).read(new RecordReader().feed(bytes))
