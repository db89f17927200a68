import { Cursor } from '../../tls-cursor.ts'
import type { HandshakeMessage } from './records.ts'

const SERVER_HELLO = 2
const CERTIFICATE = 11
const CERTIFICATE_REQUEST = 13
const CERTIFICATE_STATUS = 22
const EXTENSION_VERSIONS = 43
const EXTENSION_STATUS = 5

/** More certificates than any real chain has. */
const MOST_CERTIFICATES = 50

export interface ServerHello {
  readonly version: number
  readonly cipher: number
}

/** What a server showed in its first flight. */
export interface Flight {
  hello: ServerHello | null
  /** DER, in the order of the server. */
  certificates: Buffer[]
  /** Size of the Certificate message as announced; 0: none came. */
  certificateBytes: number
  /** Stapled OCSP answer of the server's certificate (DER). */
  staple: Buffer | null
  clientCertificateAsked: boolean
  /** Nothing more of interest follows. */
  done: boolean
}

export const emptyFlight = (): Flight => ({
  hello: null,
  certificates: [],
  certificateBytes: 0,
  staple: null,
  clientCertificateAsked: false,
  done: false,
})

/** RFC 5246 §7.4.1.3, RFC 8446 §4.1.3: the real version of 1.3 stands in an extension. */
function readServerHello(body: Buffer): ServerHello {
  const cursor = new Cursor(body)
  let version = cursor.number(2)
  cursor.take(32)
  cursor.vector(1)
  const cipher = cursor.number(2)
  cursor.number(1)
  const extensions = cursor.left > 1 ? cursor.vector(2) : new Cursor(Buffer.alloc(0))
  while (extensions.left > 3 && !extensions.broken) {
    const type = extensions.number(2)
    const content = extensions.vector(2)
    if (type === EXTENSION_VERSIONS) version = content.number(2)
  }
  return { version, cipher }
}

/** An OCSPResponse inside of CertificateStatus (RFC 6066 §8). */
function statusOf(content: Cursor): Buffer | null {
  if (content.number(1) !== 1) return null
  const response = content.vector(3).rest()
  return response.length === 0 ? null : response
}

function readCertificates(flight: Flight, body: Buffer, tls13: boolean): void {
  const cursor = new Cursor(body)
  if (tls13) cursor.vector(1)
  const list = cursor.vector(3)
  while (list.left > 3 && !list.broken && flight.certificates.length < MOST_CERTIFICATES) {
    const der = list.vector(3).rest()
    const first = flight.certificates.length === 0
    if (!list.broken && der.length > 0) flight.certificates.push(der)
    if (!tls13) continue
    const extensions = list.vector(2)
    while (extensions.left > 3 && !extensions.broken) {
      const type = extensions.number(2)
      const content = extensions.vector(2)
      if (type === EXTENSION_STATUS && first) flight.staple = statusOf(content)
    }
  }
}

/** Takes one handshake message of the server into the flight. Also an unfinished Certificate, for its size. */
export function takeMessage(flight: Flight, { type, length, body, complete }: HandshakeMessage): void {
  const tls13 = flight.hello?.version === 0x0304
  if (type === CERTIFICATE) {
    flight.certificateBytes = length
    readCertificates(flight, body, tls13)
  } else if (!complete) return
  else if (type === SERVER_HELLO && flight.hello === null) flight.hello = readServerHello(body)
  else if (type === CERTIFICATE_STATUS) flight.staple = statusOf(new Cursor(body))
  else if (type === CERTIFICATE_REQUEST) flight.clientCertificateAsked = true
  // ServerHelloDone of 1.2, Finished of 1.3.
  else if (type === 14 || type === 20) flight.done = true
}
