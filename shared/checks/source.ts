import ipaddr from 'ipaddr.js'
import { BANK_NETWORKS, CALLBACK_SOURCES, SOURCES_READ_ON } from '../facts/network.ts'
import type { CallbackSource } from '../facts/network.ts'
import type { HeaderPair } from '../model/callback.ts'
import type { EndpointProfile } from '../model/profile.ts'
import type { Finding, Light } from '../model/verdict.ts'
import { finding, light } from './finding.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = readonly [Address, number]

/** What the source check looks at. */
export interface SourceInput {
  /** Address of the other end; '' when it is not known. */
  readonly peer: string
  readonly headers: readonly HeaderPair[]
  readonly profile: EndpointProfile | null
  /** Wall clock of the arrival, ms since 1970: the list is judged as it stood then. */
  readonly receivedAt: number
  readonly simulated: boolean
}

/** Reads an address; an IPv4 address in IPv6 clothing (`::ffff:192.0.2.1`) counts as IPv4. Null: it is none. */
function addressOf(text: string): Address | null {
  // Four decimal parts only: short and octal spellings are no addresses of a connection.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  const plain = text.split('%', 1)[0] ?? ''
  return plain.includes(':') && ipaddr.IPv6.isValid(plain) ? ipaddr.process(plain) : null
}

function networkOf(text: string): Network | null {
  const slash = text.indexOf('/')
  const address = addressOf(slash < 0 ? text : text.slice(0, slash))
  if (address === null) return null
  const whole = address.kind() === 'ipv4' ? 32 : 128
  const bits = slash < 0 ? whole : Number(text.slice(slash + 1))
  return Number.isInteger(bits) && bits >= 0 && bits <= whole ? [address, bits] : null
}

function isIn(address: Address, [network, bits]: Network): boolean {
  if (address instanceof ipaddr.IPv4 && network instanceof ipaddr.IPv4) return address.match(network, bits)
  return address instanceof ipaddr.IPv6 && network instanceof ipaddr.IPv6 && address.match(network, bits)
}

const ready = (texts: readonly string[]) => texts.map(networkOf).filter((network) => network !== null)
const LISTED = CALLBACK_SOURCES.flatMap((entry) => ready([entry.network]).map((network) => ({ entry, network })))
const BANK = ready(BANK_NETWORKS)
const PUBLIC = new Set(['unicast', '6to4', 'teredo', 'rfc6145', 'rfc6052', 'as112', 'amt'])

function listedOn(address: Address, moment: number): CallbackSource | null {
  const found = LISTED.find(
    ({ entry, network }) =>
      (entry.from === null || moment >= entry.from) &&
      (entry.until === null || moment < entry.until) &&
      isIn(address, network),
  )
  return found?.entry ?? null
}

function forwardedNotes(headers: readonly HeaderPair[]): readonly Finding[] {
  const lines = headers.filter(([name]) => /^(?:x-forwarded-for|forwarded|x-real-ip)$/i.test(name))
  if (lines.length === 0) return []
  return [
    finding('source-forwarded-for', {
      headers: lines.slice(0, 10).map(([name, value]) => `${name}: ${value.slice(0, 500)}`),
    }),
  ]
}

function mainFinding({ peer, profile, receivedAt, simulated }: SourceInput): Finding {
  if (simulated) return finding('source-simulated', { peer })
  const address = addressOf(peer)
  if (address === null) return finding('source-unknown', { peer })
  const isOneOf = (networks: readonly string[]) => ready(networks).some((network) => isIn(address, network))
  if (profile !== null && isOneOf(profile.proxies)) return finding('source-proxy', { peer, profile: profile.name })
  const listed = listedOn(address, receivedAt)
  if (listed !== null) {
    return finding('source-listed', {
      peer,
      network: listed.network,
      source: listed.source,
      listReadOn: SOURCES_READ_ON,
    })
  }
  if (profile !== null && isOneOf(profile.sources)) return finding('source-registered', { peer, profile: profile.name })
  if (BANK.some((network) => isIn(address, network)))
    return finding('source-bank-network', { peer, listReadOn: SOURCES_READ_ON })
  const range = address.range()
  if (!PUBLIC.has(range)) return finding('source-local', { peer, kind: range })
  return finding('source-not-listed', { peer, listReadOn: SOURCES_READ_ON })
}

/**
 * Judges where a callback came from: the address of the connection against the bank's dated list (domain.md §7) and the profile.
 * What forwarding headers say is shown, never trusted.
 */
export function checkSource(input: SourceInput): Light {
  return light(mainFinding(input), ...forwardedNotes(input.headers))
}
