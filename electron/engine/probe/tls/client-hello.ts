import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import type { TlsVersion } from '../../../../shared/preflight/observations.ts'

/* A ClientHello of our own: TLS libraries of today cannot offer what must be asked for here (TLS 1.0, NULL, RC4, …). */

export const VERSION_NUMBERS: Readonly<Record<TlsVersion, number>> = {
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
}

const u8 = (value: number) => Buffer.from([value])
const u16 = (...values: readonly number[]) => Buffer.from(values.flatMap((value) => [value >> 8, value & 255]))
const vector8 = (content: Buffer) => Buffer.concat([u8(content.length), content])
const vector16 = (content: Buffer) => Buffer.concat([u16(content.length), content])
const extension = (type: number, content: Buffer) => Buffer.concat([u16(type), vector16(content)])

/** x25519, P-256, P-384, P-521, and the finite-field groups of RFC 7919. */
const GROUPS = u16(0x001d, 0x0017, 0x0018, 0x0019, 0x0100, 0x0101)
/** Everything that a certificate may be signed with, SHA-1 included: what is weak is judged later. */
const SIGNATURES = u16(
  ...[0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0807, 0x0808],
  ...[0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0402, 0x0202],
)
const X25519 = 0x001d

/** What one hello offers. `name`: the server name to ask for (SNI); null, or an address: none. */
export interface HelloOffer {
  readonly version: TlsVersion
  readonly ciphers: readonly number[]
  readonly name: string | null
}

function extensions({ version, name }: HelloOffer): Buffer {
  const list: Buffer[] = []
  if (name !== null && isIP(name) === 0) {
    list.push(extension(0, vector16(Buffer.concat([u8(0), vector16(Buffer.from(name, 'latin1'))]))))
  }
  list.push(extension(5, Buffer.from([1, 0, 0, 0, 0])))
  list.push(extension(10, vector16(GROUPS)), extension(11, vector8(u8(0))))
  if (VERSION_NUMBERS[version] >= 0x0303) list.push(extension(13, vector16(SIGNATURES)))
  list.push(extension(23, Buffer.alloc(0)), extension(0xff01, vector8(Buffer.alloc(0))))
  if (version === 'TLSv1.3') {
    list.push(extension(43, vector8(u16(0x0304))), extension(45, vector8(u8(1))))
    // Only the ServerHello is read, so that any point will do: the key exchange is never finished.
    const share = Buffer.concat([u16(X25519), vector16(randomBytes(32))])
    list.push(extension(51, vector16(share)))
  }
  return Buffer.concat(list)
}

/** The bytes of a ClientHello (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2), in one record. */
export function clientHello(offer: HelloOffer): Buffer {
  const { version, ciphers } = offer
  const legacy = Math.min(VERSION_NUMBERS[version], 0x0303)
  const body = Buffer.concat([
    u16(legacy),
    randomBytes(32),
    vector8(version === 'TLSv1.3' ? randomBytes(32) : Buffer.alloc(0)),
    vector16(u16(...ciphers)),
    vector8(u8(0)),
    vector16(extensions(offer)),
  ])
  const handshake = Buffer.concat([u8(1), Buffer.from([0]), u16(body.length), body])
  return Buffer.concat([u8(0x16), u16(Math.min(legacy, 0x0301)), vector16(handshake)])
}
