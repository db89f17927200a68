import ipaddr from 'ipaddr.js'
import { parse } from 'tldts'
import type { AddressRange, HostFacts, UrlFacts } from '../../../shared/preflight/model.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6

const RANGES: Readonly<Record<string, AddressRange>> = {
  unicast: 'public',
  as112: 'public',
  amt: 'public',
  teredo: 'public',
  loopback: 'loopback',
  private: 'private',
  uniqueLocal: 'private',
  deprecatedSiteLocal: 'private',
  linkLocal: 'link-local',
  carrierGradeNat: 'cgnat',
}

/** An IPv4 address that stands inside of an IPv6 one: mapped, compatible, NAT64, 6to4. Null when there is none. */
function innerAddress(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  const bytes = address.toByteArray()
  const range = address.range()
  if (range === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6))
  if (range === 'rfc6052' || range === 'rfc6145') return new ipaddr.IPv4(bytes.slice(12))
  const compatible = bytes.slice(0, 12).every((byte) => byte === 0) && bytes.slice(12, 15).some((byte) => byte > 0)
  return compatible ? new ipaddr.IPv4(bytes.slice(12)) : null
}

function rangeOf(address: Address): AddressRange {
  const inner = address instanceof ipaddr.IPv6 ? innerAddress(address) : null
  if (inner !== null) return rangeOf(inner)
  // 0.0.0.0 and :: lead to this machine; the rest of 0.0.0.0/8 leads nowhere.
  if (address.toByteArray().every((byte) => byte === 0)) return 'loopback'
  return RANGES[address.range()] ?? 'reserved'
}

/** The range of an address as the system writes it (four decimal parts, or IPv6); null when it is none. */
export function addressRange(text: string): AddressRange | null {
  const bare = text.split('%', 1)[0] ?? ''
  return ipaddr.isValid(bare) ? rangeOf(ipaddr.parse(bare)) : null
}

/** An address that stands in a name as services such as nip.io read it: 10.0.0.1 or 10-0-0-1, or eight hex digits. */
function embeddedRange(name: string): AddressRange | null {
  const dotted = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?=[.-])/.exec(name)
  if (dotted !== null) return addressRange(dotted.slice(1, 5).join('.'))
  const hex = /(?:^|[.-])([0-9a-f]{8})\./.exec(name)
  if (hex === null) return null
  const number = Number.parseInt(hex[1] ?? '0', 16)
  return addressRange([24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.'))
}

function hostFacts(hostname: string): HostFacts {
  const bare = hostname.replace(/^\[|\]$/g, '')
  const trailingDot = bare.endsWith('.')
  const name = trailingDot ? bare.slice(0, -1) : bare
  if (hostname.startsWith('[') || ipaddr.IPv4.isValidFourPartDecimal(name)) {
    const address = ipaddr.parse(name)
    // A mapped address is IPv4 in another spelling: clients connect over IPv4.
    const mapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    const kind = mapped ? 'ipv4' : address.kind()
    return { kind, name, trailingDot, range: rangeOf(address), embeddedRange: null, knownTopLevel: false }
  }
  // Underscores are judged apart; without this option such a name would count as no name at all.
  const { isIcann } = parse(name, { validateHostname: false })
  const known = isIcann === true
  return { kind: 'name', name, trailingDot, range: null, embeddedRange: embeddedRange(name), knownTopLevel: known }
}

function portOf(url: URL): number | null {
  return url.port === '' ? null : Number(url.port)
}

/** Takes an address as written, gives it taken apart by the URL Standard. Never throws, opens nothing. */
export function urlFacts(text: string): UrlFacts {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return { text, parsed: null, host: null }
  }
  const parsed = {
    scheme: url.protocol.slice(0, -1),
    user: url.username,
    hasPassword: url.password !== '',
    port: portOf(url),
    path: url.pathname,
    query: url.search,
    fragment: url.hash,
  }
  return { text, parsed, host: url.hostname === '' ? null : hostFacts(url.hostname) }
}
