import type { CheckCode } from '../facts/preflight/codes.ts'
import {
  ECHO_DOMAINS,
  LOCAL_SUFFIXES,
  OWN_MACHINE_DOMAINS,
  TEMPORARY_DOMAINS,
  TUNNEL_DOMAINS,
  TUNNELS_READ_ON,
} from '../facts/preflight/tunnels.ts'
import { checkFinding } from './finding.ts'
import type { AddressRange, CheckFinding, HostFacts } from './model.ts'

const RANGE_CODES: Readonly<Record<Exclude<AddressRange, 'public'>, CheckCode>> = {
  loopback: 'LOOPBACK',
  private: 'PRIVATE_ADDRESS',
  'link-local': 'LINK_LOCAL',
  cgnat: 'CGNAT',
  reserved: 'RESERVED_ADDRESS',
}

/** The code for an address that the internet cannot reach; null for public ones. */
export function rangeCode(range: AddressRange): CheckCode | null {
  return range === 'public' ? null : RANGE_CODES[range]
}

/** The entry of a list that a name ends with, label by label; null when it ends with none. */
function endingIn(name: string, list: ReadonlySet<string>): string | null {
  const labels = name.split('.')
  for (let from = 0; from < labels.length; from++) {
    const tail = labels.slice(from).join('.')
    if (list.has(tail)) return tail
  }
  return null
}

function judgeAddress(host: HostFacts): CheckFinding[] {
  const { name, range } = host
  const code = rangeCode(range ?? 'reserved')
  const evidence = { host: name, range: range ?? 'reserved' }
  const literal = checkFinding('IP_LITERAL', { host: name })
  if (code !== null) return [checkFinding(code, evidence), literal]
  return host.kind === 'ipv6' ? [checkFinding('IPV6_LITERAL', evidence), literal] : [literal]
}

/** Why a name is local; null when it may be public. */
function localReason(host: HostFacts): string | null {
  const { name } = host
  if (!name.includes('.')) return 'a single word'
  const suffix = endingIn(name, LOCAL_SUFFIXES)
  if (suffix !== null) return `names under ${suffix} are not in public DNS`
  const own = endingIn(name, OWN_MACHINE_DOMAINS)
  if (own !== null) return `every name under ${own} leads to the machine that asks`
  return host.knownTopLevel ? null : 'the last label is no top-level domain'
}

/**
 * Judges a host by its looks: addresses in any spelling, local names, tunnels and temporary-URL services (whole labels at the
 * end count). `unclear`: somebody may read another host into the address, so that the name is not judged.
 * Source: FAQ of the bank, "Local Networks / Hosts" and "Are you using tunneling services or proxies?".
 */
export function judgeHost(host: HostFacts, unclear: boolean): CheckFinding[] {
  if (host.kind !== 'name') return judgeAddress(host)
  const { name } = host
  const echo = endingIn(name, ECHO_DOMAINS)
  const embedded = echo === null || host.embeddedRange === null ? null : rangeCode(host.embeddedRange)
  if (embedded !== null) return [checkFinding(embedded, { host: name, service: echo, range: host.embeddedRange })]
  const service = echo ?? endingIn(name, TUNNEL_DOMAINS) ?? endingIn(name, TEMPORARY_DOMAINS)
  if (service !== null) return [checkFinding('TUNNEL', { host: name, service, listOf: TUNNELS_READ_ON })]
  const reason = unclear ? null : localReason(host)
  return reason === null ? [] : [checkFinding('LOCAL_NAME', { host: name, reason })]
}
