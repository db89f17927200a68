import type { ClientHelloFacts } from '../../../../shared/model/callback.ts'
import { Cursor } from '../../tls-cursor.ts'
import { asBuffer } from '../wire/bytes.ts'

/** A real ClientHello has 200 to 2,000 bytes (post-quantum key shares included); beyond this nobody listens. */
export const HELLO_LIMIT = 65536
const HANDSHAKE_RECORD = 0x16
const CLIENT_HELLO = 1
const RECORD_HEADER = 5
const EXTENSION_SNI = 0
const EXTENSION_ALPN = 16
const EXTENSION_VERSIONS = 43
const VERSION_NAMES: ReadonlyMap<number, string> = new Map([
  [0x0300, 'SSLv3'],
  [0x0301, 'TLSv1'],
  [0x0302, 'TLSv1.1'],
  [0x0303, 'TLSv1.2'],
  [0x0304, 'TLSv1.3'],
])

/** `more`: not all has come. `other`: TLS records, but no ClientHello in them. `too-long`: more than HELLO_LIMIT bytes. */
export type HelloState = 'more' | 'complete' | 'other' | 'too-long'
export interface HelloReading {
  readonly state: HelloState
  /** null until the ClientHello is complete, and when it cannot be read. */
  readonly facts: ClientHelloFacts | null
}

/** Takes the handshake bytes out of their records; null when a record of another kind comes in between. */
function handshakeBytes(bytes: Buffer): Buffer | null {
  const pieces: Buffer[] = []
  let at = 0
  while (bytes.length - at >= RECORD_HEADER) {
    if (bytes[at] !== HANDSHAKE_RECORD || bytes[at + 1] !== 3) return null
    const length = bytes.readUInt16BE(at + 3)
    pieces.push(bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length))
    at += RECORD_HEADER + length
  }
  const [first] = pieces
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces)
}

function serverName(list: Cursor): string | null {
  const names = list.vector(2)
  while (names.left > 0 && !names.broken) {
    const type = names.number(1)
    const name = names.vector(2)
    if (type === 0) return name.take(name.left).toString('latin1')
  }
  return null
}

function protocols(extension: Cursor): string[] {
  const list = extension.vector(2)
  const found: string[] = []
  while (list.left > 0 && !list.broken) {
    const name = list.vector(1)
    found.push(name.take(name.left).toString('latin1'))
  }
  return found
}

function versions(extension: Cursor): string[] {
  const list = extension.vector(1)
  const found: string[] = []
  while (list.left > 1) {
    const name = VERSION_NAMES.get(list.number(2))
    if (name !== undefined) found.push(name)
  }
  return found
}

/** Body of a ClientHello (RFC 8446 §4.1.2, RFC 6066 §3, RFC 7301 §3.1). */
function parseBody(body: Buffer): ClientHelloFacts {
  const reader = new Cursor(body)
  const legacy = VERSION_NAMES.get(reader.number(2))
  reader.take(32)
  reader.vector(1)
  reader.vector(2)
  reader.vector(1)
  let sni: string | null = null
  let alpn: string[] = []
  let offered: string[] = []
  const extensions = reader.vector(2)
  while (extensions.left > 3 && !extensions.broken) {
    const type = extensions.number(2)
    const content = extensions.vector(2)
    if (type === EXTENSION_SNI) sni = serverName(content)
    else if (type === EXTENSION_ALPN) alpn = protocols(content)
    else if (type === EXTENSION_VERSIONS) offered = versions(content)
  }
  if (offered.length === 0 && legacy !== undefined) offered = [legacy]
  return { sni, alpn, versions: offered }
}

/**
 * Takes the first bytes of a TLS connection, gives what the ClientHello offers once it is complete; it may span reads and
 * records. Names are latin-1 text, exactly the bytes sent (they may be hostile). Never throws.
 */
export function readClientHello(bytes: Uint8Array): HelloReading {
  const handshake = handshakeBytes(asBuffer(bytes))
  if (handshake === null || (handshake.length > 0 && handshake[0] !== CLIENT_HELLO))
    return { state: 'other', facts: null }
  const needed = handshake.length < 4 ? Infinity : 4 + handshake.readUIntBE(1, 3)
  if (handshake.length >= needed) return { state: 'complete', facts: parseBody(handshake.subarray(4, needed)) }
  return { state: bytes.length >= HELLO_LIMIT ? 'too-long' : 'more', facts: null }
}
