import { BANK_NETWORKS, CALLBACK_SOURCES, SOURCES_READ_ON } from '../facts/network.ts'
import type { CallbackSource } from '../facts/network.ts'
import type { HeaderPair } from '../model/callback.ts'
import type { EndpointProfile } from '../model/profile.ts'
import type { Evidence, Finding, Light } from '../model/verdict.ts'
import { credentialFindings } from './credentials.ts'
import { finding, light } from './finding.ts'
import { forwardedChains, forwardingHeaders, senderOf } from './forwarded.ts'

/** What a library knows of addresses; handed in, because shared/ holds none. */
export interface AddressTools {
  /** `public`, the name of a special range (`loopback`, `private`, …), or null when the text is no address. */
  readonly kindOf: (address: string) => string | null
  /** True when the address lies in one of the networks (`192.0.2.0/24`, or an address alone). */
  readonly isIn: (address: string, networks: readonly string[]) => boolean
  /** One spelling for each address: IPv4 in IPv6 clothing as IPv4, no zone; the text itself when it is no address. */
  readonly spelled: (address: string) => string
}

interface DatedSource extends CallbackSource {
  /** The days as ms since 1970; open ends are infinite. */
  readonly from: number
  readonly to: number
}

/** The bank's list, ready to look things up in. */
export interface SourceList {
  readonly entries: readonly DatedSource[]
  /** How the list is called in a verdict. */
  readonly name: string
}

/** What surrounds every callback, whatever the profile: the list of sources, and proxies that are trusted everywhere. */
export interface Surroundings {
  readonly sources: SourceList
  readonly proxies: readonly string[]
}

const dayStart = (day: string | null, open: number): number => {
  const start = day === null ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(start) ? open : start
}

/** Makes a list ready. Entries are as the user or the bank dated them; days are UTC. */
export function sourceList(entries: readonly CallbackSource[], name: string): SourceList {
  const dated = entries.map((entry) => ({
    ...entry,
    from: dayStart(entry.since, Number.NEGATIVE_INFINITY),
    to: dayStart(entry.until, Number.POSITIVE_INFINITY),
  }))
  return { entries: dated, name }
}

/** The list that comes with this program, and no trusted proxy. */
export const SHIPPED_SURROUNDINGS: Surroundings = {
  sources: sourceList(CALLBACK_SOURCES, `the bank's list, as read on ${SOURCES_READ_ON}`),
  proxies: [],
}

/** What the source check looks at. */
export interface SourceInput {
  /** Address of the other end; '' when it is not known. */
  readonly peer: string
  readonly headers: readonly HeaderPair[]
  readonly profile: EndpointProfile | null
  /** Wall clock of the arrival, ms since 1970: the list is judged as it stood then. */
  readonly receivedAt: number
  readonly simulated: boolean
  readonly surroundings: Surroundings
}

const holdsAt = (moment: number) => (entry: DatedSource) => moment >= entry.from && moment < entry.to
const isRange = (network: string): boolean => network.includes('/') && !/\/(?:32|128)$/.test(network)

function days({ since, until }: CallbackSource): Evidence {
  return { since: since ?? 'ever, as far as is known', ...(until === null ? {} : { until }) }
}

/** The address against the list of the day: exactly, in a range, on another day, not at all. */
function listed(address: string, { receivedAt, surroundings }: SourceInput, tools: AddressTools): Finding | null {
  const { entries, name } = surroundings.sources
  const matching = entries.filter(({ network }) => tools.isIn(address, [network]))
  const current = matching.filter(holdsAt(receivedAt))
  const found = current.find(({ network }) => !isRange(network)) ?? current[0]
  if (found !== undefined) {
    const evidence = { ...days(found), list: name, where: found.note }
    return isRange(found.network)
      ? finding('source-in-range', { address, network: found.network, ...evidence })
      : finding('source-listed', { address, ...evidence })
  }
  const [other] = matching
  if (other === undefined || tools.isIn(address, BANK_NETWORKS)) return null
  return finding('source-other-day', {
    expected: expectedOn(receivedAt, surroundings),
    received: address,
    network: other.network,
    ...days(other),
    list: name,
  })
}

/** What the list held on the day of arrival. */
function expectedOn(moment: number, { sources }: Surroundings): readonly string[] {
  const held = sources.entries.filter(holdsAt(moment)).map(({ network }) => network)
  return held.length > 12 ? [...held.slice(0, 12), `… ${String(held.length - 12)} more`] : held
}

/** Judges one address, which is that of the connection, or the one that trusted proxies name. */
function addressFinding(address: string, kind: string, input: SourceInput, tools: AddressTools): Finding {
  const onList = listed(address, input, tools)
  if (onList !== null) return onList
  const { profile, surroundings, receivedAt } = input
  if (profile !== null && tools.isIn(address, profile.sources))
    return finding('source-registered', { address, profile: profile.name })
  const ofBank = tools.isIn(address, BANK_NETWORKS)
  if (!ofBank && kind !== 'public') return finding('source-local', { address, kind })
  return finding(ofBank ? 'source-bank-network' : 'source-not-listed', {
    expected: expectedOn(receivedAt, surroundings),
    received: address,
    list: surroundings.sources.name,
  })
}

/** What the headers say is shown in any case; whether it counts is said beside it. */
function forwardedNotes(headers: readonly HeaderPair[]): readonly Finding[] {
  const lines = forwardingHeaders(headers)
  if (lines.length === 0) return []
  const shown = lines.slice(0, 10).map(([name, value]) => `${name}: ${value.slice(0, 500)}`)
  return [finding('source-forwarded-for', { headers: shown })]
}

/** The bank calls over IPv4 only; IPv4 in IPv6 clothing counts as IPv4. */
function versionNotes(address: string, kind: string): readonly Finding[] {
  return kind === 'public' && address.includes(':') ? [finding('source-ipv6', { address })] : []
}

function direct(address: string, kind: string, input: SourceInput, tools: AddressTools): Light {
  const notes = [...versionNotes(address, kind), ...forwardedNotes(input.headers)]
  return light(addressFinding(address, kind, input, tools), ...notes)
}

/** The connection came from a trusted proxy: the right-most address that is none is judged in its place. */
function behindProxy(proxy: string, trusted: readonly string[], input: SourceInput, tools: AddressTools): Light {
  const chains = forwardedChains(input.headers, (text) => tools.kindOf(text) !== null)
  const sender = senderOf(chains, (address) => tools.isIn(address, trusted), tools.spelled)
  const byProfile = input.profile !== null && tools.isIn(proxy, input.profile.proxies)
  const namedIn = byProfile ? `profile ${input.profile?.name ?? ''}` : 'the settings'
  switch (sender.kind) {
    case 'none':
      return light(finding('source-proxy', { proxy, namedIn }), ...forwardedNotes(input.headers))
    case 'unreadable':
      return light(
        finding('source-forwarded-unreadable', {
          proxy,
          expected: 'an IP address',
          received: sender.text.slice(0, 200),
          header: sender.header,
        }),
      )
    case 'differ':
      return light(
        finding('source-forwarded-differ', { proxy, received: sender.names.map((each) => each.slice(0, 200)) }),
      )
    case 'address': {
      const address = tools.spelled(sender.address)
      const kind = tools.kindOf(address) ?? 'unknown'
      const believed = finding('source-forwarded-believed', { proxy, namedIn, header: sender.header, address })
      return light(addressFinding(address, kind, input, tools), believed, ...versionNotes(address, kind))
    }
  }
}

/**
 * Judges where a callback came from: the address of the connection against the bank's dated list (domain.md §7), as it stood at
 * arrival, and the profile. What forwarding headers say is shown, and believed only from proxies that the user has named. What the
 * Authorization header says belongs here too: it tells who sent it.
 */
export function checkSource(input: SourceInput, tools: AddressTools): Light {
  const found = addressLight(input, tools)
  const credentials = credentialFindings(input.headers, input.profile)
  return credentials.length === 0 ? found : light(...found.findings, ...credentials)
}

function addressLight(input: SourceInput, tools: AddressTools): Light {
  const { peer, profile, surroundings } = input
  if (input.simulated) return light(finding('source-simulated', { peer }), ...forwardedNotes(input.headers))
  const kind = tools.kindOf(peer)
  if (kind === null) return light(finding('source-unknown', { peer }), ...forwardedNotes(input.headers))
  const address = tools.spelled(peer)
  const ofProfile = profile?.proxies ?? []
  if (ofProfile.length === 0 && surroundings.proxies.length === 0) return direct(address, kind, input, tools)
  const trusted = [...ofProfile, ...surroundings.proxies]
  if (!tools.isIn(address, trusted)) return direct(address, kind, input, tools)
  return behindProxy(address, trusted, input, tools)
}
