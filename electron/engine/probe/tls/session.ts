import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { ConnectionOptions, TLSSocket, TLSSocketOptions } from 'node:tls'
import type { Place } from '../dial.ts'
import { dial } from '../dial.ts'
import type { Flight } from './flight.ts'
import { emptyFlight } from './flight.ts'
import { readFlight } from './read-flight.ts'
import { Tap } from './tap.ts'

/** What the TLS library of this runtime made of the connection, and what the server showed, byte for byte. */
export interface Session {
  /** Open and trusted by the library; null when it refused. */
  readonly socket: TLSSocket | null
  readonly error: string | null
  readonly version: string | null
  readonly cipher: string | null
  readonly flight: Flight
}

export interface SessionWish {
  readonly place: Place
  /** Host name or address, as in the URL. */
  readonly host: string
  /** PEM roots to trust. */
  readonly roots: readonly string[]
  /** Go on whatever certificate is shown: for requests without a secret, where only the way is asked for. */
  readonly unverified?: true
}

const SECRET = /^SERVER_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]+ ([0-9a-f]+)/

function handshake(tap: Tap, wish: SessionWish, signal: AbortSignal): Promise<Session> {
  return new Promise((resolve) => {
    let secret: Buffer | null = null
    const named = isIP(wish.host) === 0
    const options: ConnectionOptions & TLSSocketOptions = {
      socket: tap,
      host: wish.host,
      ...(named ? { servername: wish.host } : {}),
      ca: [...wish.roots],
      requestOCSP: true,
      rejectUnauthorized: wish.unverified !== true,
      minVersion: 'TLSv1.2',
    }
    const socket = connect(options)
    let over = false
    const end = (error: string | null) => {
      if (over) return
      over = true
      signal.removeEventListener('abort', late)
      const flight = readFlight(tap.untap(), secret)
      const version = error === null ? socket.getProtocol() : null
      const cipher = error === null ? socket.getCipher().name : null
      if (error !== null) socket.destroy()
      resolve({ socket: error === null ? socket : null, error, version, cipher, flight })
    }
    const late = () => end('ETIMEDOUT')
    if (signal.aborted) return late()
    signal.addEventListener('abort', late, { once: true })
    socket.on('keylog', (line: Buffer) => {
      const found = SECRET.exec(line.toString('latin1'))
      if (found?.[1] !== undefined) secret = Buffer.from(found[1], 'hex')
    })
    socket.once('secureConnect', () => end(null))
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
    socket.on('close', () => end('ECONNRESET'))
    return undefined
  })
}

/**
 * Opens a TLS connection with the library of this runtime (TLS 1.2 or 1.3; certificates are checked by it as by any client), and
 * reads the chain exactly as presented. No ALPN: the bank's client asks for nothing in particular. Never rejects.
 */
export async function openSession(wish: SessionWish, signal: AbortSignal): Promise<Session> {
  const dialled = await dial(wish.place, signal)
  if (!dialled.ok) {
    return { socket: null, error: dialled.code ?? dialled.outcome, version: null, cipher: null, flight: emptyFlight() }
  }
  return handshake(new Tap(dialled.socket), wish, signal)
}
