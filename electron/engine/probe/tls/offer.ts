import type { Socket } from 'node:net'
import type { OfferFacts } from '../../../../shared/preflight/observations.ts'
import type { Place } from '../dial.ts'
import { dial } from '../dial.ts'
import { clientHello, VERSION_NUMBERS } from './client-hello.ts'
import type { HelloOffer } from './client-hello.ts'
import type { Flight } from './flight.ts'
import { emptyFlight, takeMessage } from './flight.ts'
import { HandshakeReader, RECORD, RecordReader } from './records.ts'
import type { TlsRecord } from './records.ts'

/** The answer to one hello, and what the server showed in the clear (the chain too, up to TLS 1.2). */
export interface Offered {
  readonly answer: OfferFacts
  readonly flight: Flight
}

/** Printable characters of the first bytes; the others as dots. */
function printable(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.')
}

const VERSION_NAMES = new Map(Object.entries(VERSION_NUMBERS).map(([name, number]) => [number, name]))

function accepted(flight: Flight): OfferFacts | null {
  if (flight.hello === null) return null
  const { version, cipher } = flight.hello
  return { kind: 'accepted', version: VERSION_NAMES.get(version) ?? `0x${version.toString(16)}`, cipher }
}

/** Reads the answer as it comes; gives it when enough is known. */
class OfferReader {
  readonly flight = emptyFlight()
  readonly #records = new RecordReader()
  readonly #messages = new HandshakeReader()
  alert: number | null = null

  /** The answer when it is final, else null. `tls13`: everything after the ServerHello is encrypted. */
  feed(chunk: Buffer): OfferFacts | null {
    for (const record of this.#records.feed(chunk)) {
      const final = this.#take(record)
      if (final !== null) return final
    }
    if (this.#records.junk && this.flight.hello === null) {
      return { kind: 'not-tls', firstBytes: printable(this.#records.first) }
    }
    return null
  }

  #take({ type, payload }: TlsRecord): OfferFacts | null {
    if (type === RECORD.ALERT) return this.#alerted(payload)
    if (type !== RECORD.HANDSHAKE) return accepted(this.flight)
    for (const message of this.#messages.feed(payload)) takeMessage(this.flight, message)
    const { hello, done } = this.flight
    return done || hello?.version === 0x0304 ? accepted(this.flight) : null
  }

  #alerted(payload: Buffer): OfferFacts | null {
    // A warning (unrecognized_name, for instance) may come before a hello that goes on.
    if (payload[0] === 1) return null
    return accepted(this.flight) ?? { kind: 'alert', alert: payload[1] ?? 0 }
  }

  /** The connection ended. */
  ended(kind: 'closed' | 'reset' | 'timeout'): OfferFacts {
    const unfinished = this.#messages.unfinished()
    if (unfinished !== null) takeMessage(this.flight, unfinished)
    const { first } = this.#records
    if (this.flight.hello === null && first.length > 0 && kind !== 'timeout' && first[0] !== 0x16 && first[0] !== 0x15)
      return { kind: 'not-tls', firstBytes: printable(first) }
    return accepted(this.flight) ?? { kind }
  }
}

function listen(socket: Socket, hello: Buffer, signal: AbortSignal): Promise<Offered> {
  const reader = new OfferReader()
  return new Promise((resolve) => {
    const end = (answer: OfferFacts) => {
      signal.removeEventListener('abort', late)
      socket.destroy()
      resolve({ answer, flight: reader.flight })
    }
    const late = () => end(reader.ended('timeout'))
    if (signal.aborted) return late()
    signal.addEventListener('abort', late, { once: true })
    socket.on('data', (chunk: Buffer) => {
      const final = reader.feed(chunk)
      if (final !== null) end(final)
    })
    socket.on('error', () => end(reader.ended('reset')))
    socket.on('close', () => end(reader.ended('closed')))
    socket.write(hello)
    return undefined
  })
}

/** Sends one ClientHello and reads how far the server goes along; nothing is decrypted, nothing is finished. Never rejects. */
export async function offer(place: Place, hello: HelloOffer, signal: AbortSignal): Promise<Offered> {
  const dialled = await dial(place, signal)
  if (dialled.ok) return listen(dialled.socket, clientHello(hello), signal)
  const kind = dialled.outcome === 'timeout' || dialled.outcome === 'reset' ? dialled.outcome : 'unreachable'
  return { answer: { kind }, flight: emptyFlight() }
}
