import {
  ECHO_DOMAINS,
  LOCAL_SUFFIXES,
  OWN_MACHINE_DOMAINS,
  TEMPORARY_DOMAINS,
  TUNNEL_DOMAINS,
} from '../facts/preflight/tunnels.ts'

/** What a host is to a bank that calls from the internet. */
export type HostKind = 'name' | 'tunnel' | 'local-name' | 'private-address' | 'address' | 'nothing'

/** Tests on the first bytes of IPv4 ranges that nobody outside can reach (IANA special-purpose registry). */
const PRIVATE_V4: readonly ((a: number, b: number, c: number) => boolean)[] = [
  (a) => a === 0 || a === 10 || a === 127 || a >= 224,
  (a, b) => a === 100 && b >= 64 && b < 128,
  (a, b) => a === 169 && b === 254,
  (a, b) => a === 172 && b >= 16 && b < 32,
  (a, b) => a === 192 && b === 168,
  (a, b, c) => a === 192 && b === 0 && (c === 0 || c === 2),
  (a, b, c) => a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100)),
  (a, b, c) => a === 203 && b === 0 && c === 113,
]

const numberOf = (label: string) => {
  if (/^0x[0-9a-f]*$/.test(label)) return Number.parseInt(label.slice(2) || '0', 16)
  return /^0[0-7]+$/.test(label) ? Number.parseInt(label, 8) : /^\d+$/.test(label) ? Number(label) : Number.NaN
}

/** The first three bytes of an IPv4 address in any spelling that programs take (`127.1`, `0x7f.1`, `2130706433`); null: it is none. */
function ipv4Of(host: string): readonly [number, number, number] | null {
  const labels = host.split('.')
  const numbers = labels.map(numberOf)
  if (labels.length > 4 || numbers.some(Number.isNaN)) return null
  const last = numbers.at(-1) ?? 0
  const value = numbers.slice(0, -1).reduce((sum, part, index) => sum + part * 256 ** (3 - index), last)
  const byte = (power: number) => Math.floor(value / 2 ** power) % 256
  return [byte(24), byte(16), byte(8)]
}

/** An IPv6 literal: loopback, unspecified, local, link-local, or an IPv4 address in IPv6 clothing that is private. */
function isPrivateV6(text: string): boolean {
  const plain = text.toLowerCase().replace(/%.*$/, '')
  const mapped = /^(?:0*:)*:?(?:0*:)*(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped !== undefined) return kindOfAddress(mapped) === 'private-address'
  const hex = /:ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain)
  if (hex !== null) {
    const [high, low] = [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16)]
    return PRIVATE_V4.some((test) => test(high >> 8, high & 255, low >> 8))
  }
  return /^[0:]*[01]?$/.test(plain) || /^f[cd]/.test(plain) || /^fe[89ab]/.test(plain) || plain.startsWith('ff')
}

function kindOfAddress(host: string): HostKind | null {
  const bytes = ipv4Of(host)
  if (bytes === null) return null
  return PRIVATE_V4.some((test) => test(...bytes)) ? 'private-address' : 'address'
}

/** Whether a name ends with an entry of one of the lists, label by label. */
function isBelow(labels: readonly string[], ...lists: readonly ReadonlySet<string>[]): boolean {
  return labels.some((_, from) => {
    const tail = labels.slice(from).join('.')
    return lists.some((list) => list.has(tail))
  })
}

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/

/**
 * Says what a host is, by its text alone (nothing is looked up). Takes it as written, with brackets for IPv6; the port is not part
 * of it. Names outside ASCII are taken as names: their spelling on the wire is a matter of the registration.
 */
export function hostKind(written: string): HostKind {
  const host = written.toLowerCase().replace(/\.$/, '')
  if (/^\[.*\]$/.test(host)) return isPrivateV6(host.slice(1, -1)) ? 'private-address' : 'address'
  const address = kindOfAddress(host)
  if (host === '' || address !== null) return host === '' ? 'nothing' : (address ?? 'nothing')
  const labels = host.split('.')
  if (host.length > 253 || labels.some((label) => !LABEL.test(label) && !/[^\u0000-\u007f]/.test(label)))
    return 'nothing'
  if (isBelow(labels, TUNNEL_DOMAINS, TEMPORARY_DOMAINS, ECHO_DOMAINS)) return 'tunnel'
  const isLocal = labels.length === 1 || isBelow(labels, LOCAL_SUFFIXES, OWN_MACHINE_DOMAINS)
  return isLocal ? 'local-name' : 'name'
}
