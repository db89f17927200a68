import ipaddr from 'ipaddr.js'
import type { AddressTools } from '../../../shared/checks/source.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = readonly [Address, number]

/** Ranges of ipaddr.js in which a host of the public internet can be. */
const PUBLIC = new Set(['unicast', '6to4', 'teredo', 'rfc6145', 'rfc6052', 'as112', 'amt'])
/** Networks and peers are few, so that each is read once; the limit is for a profile, or a scan, gone wild. */
const MOST_KEPT = 1000

/** Remembers what `read` made of a text. */
function remembered<T extends object>(read: (text: string) => T | null): (text: string) => T | null {
  const known = new Map<string, T | null>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= MOST_KEPT) known.clear()
    const value = read(text)
    known.set(text, value)
    return value
  }
}

/**
 * `::192.0.2.1` in hexadecimal: an "IPv4-compatible" address (RFC 4291, section 2.5.5.1, withdrawn) is no IPv4 address, though ipaddr.js
 * reads it as one. Every other text stays as it is.
 */
function withoutCompatible(text: string): string {
  const dotted = /^::(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)?.[1]
  if (dotted === undefined || !ipaddr.IPv4.isValidFourPartDecimal(dotted)) return text
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(dotted).octets
  return `::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}

/** Reads an address; an IPv4 address in IPv6 clothing (`::ffff:192.0.2.1`) counts as IPv4. Null: it is none. */
function readAddress(text: string): Address | null {
  // Four decimal parts only: short and octal spellings are no addresses of a connection.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  const plain = withoutCompatible(text.split('%', 1)[0] ?? '')
  return plain.includes(':') && ipaddr.IPv6.isValid(plain) ? ipaddr.process(plain) : null
}

const addressOf = remembered(readAddress)

/** IPv4 in IPv6 clothing has 96 bits of clothing. */
const MAPPED_BITS = 96

function readNetwork(text: string): Network | null {
  const slash = text.indexOf('/')
  const named = slash < 0 ? text : text.slice(0, slash)
  const address = addressOf(named)
  if (address === null) return null
  const whole = address.kind() === 'ipv4' ? 32 : 128
  if (slash < 0) return [address, whole]
  const digits = text.slice(slash + 1)
  // "1.2.3.4/" must not become the whole internet.
  if (!/^\d{1,3}$/.test(digits)) return null
  const bits = Number(digits) - (whole === 32 && named.includes(':') ? MAPPED_BITS : 0)
  return bits >= 0 && bits <= whole ? [address, bits] : null
}

const networkOf = remembered(readNetwork)

/** Addresses in every spelling, by ipaddr.js. A network that makes no sense holds no address. */
export const addressTools: AddressTools = {
  kindOf: (text) => {
    const range = addressOf(text)?.range()
    if (range === undefined) return null
    return PUBLIC.has(range) ? 'public' : range
  },
  spelled: (text) => addressOf(text)?.toString() ?? text,
  isIn: (text, list) => {
    const address = addressOf(text)
    if (address === null) return false
    return list.some((entry) => {
      const network = networkOf(entry)
      if (network === null) return false
      const [base, bits] = network
      if (address instanceof ipaddr.IPv4 && base instanceof ipaddr.IPv4) return address.match(base, bits)
      return address instanceof ipaddr.IPv6 && base instanceof ipaddr.IPv6 && address.match(base, bits)
    })
  },
}
