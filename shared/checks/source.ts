import { BANK_NETWORKS, CALLBACK_SOURCES, SOURCES_READ_ON } from '../facts/network.ts'
import type { CallbackSource } from '../facts/network.ts'
import type { HeaderPair } from '../model/callback.ts'
import type { EndpointProfile } from '../model/profile.ts'
import type { Finding, Light } from '../model/verdict.ts'
import { finding, light } from './finding.ts'

/** What a library knows of addresses; handed in, because shared/ holds none. */
export interface AddressTools {
  /** `public`, the name of a special range (`loopback`, `private`, …), or null when the text is no address. */
  readonly kindOf: (address: string) => string | null
  /** True when the address lies in one of the networks (`192.0.2.0/24`, or an address alone). */
  readonly isIn: (address: string, networks: readonly string[]) => boolean
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
}

function listedOn(address: string, moment: number, { isIn }: AddressTools): CallbackSource | null {
  const holds = ({ from, until }: CallbackSource) =>
    (from === null || moment >= from) && (until === null || moment < until)
  return CALLBACK_SOURCES.find((entry) => holds(entry) && isIn(address, [entry.network])) ?? null
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

function mainFinding({ peer, profile, receivedAt, simulated }: SourceInput, tools: AddressTools): Finding {
  if (simulated) return finding('source-simulated', { peer })
  const kind = tools.kindOf(peer)
  if (kind === null) return finding('source-unknown', { peer })
  if (profile !== null && tools.isIn(peer, profile.proxies))
    return finding('source-proxy', { peer, profile: profile.name })
  const listed = listedOn(peer, receivedAt, tools)
  if (listed !== null) {
    const { network, source } = listed
    return finding('source-listed', { peer, network, source, listReadOn: SOURCES_READ_ON })
  }
  if (profile !== null && tools.isIn(peer, profile.sources)) {
    return finding('source-registered', { peer, profile: profile.name })
  }
  if (tools.isIn(peer, BANK_NETWORKS)) return finding('source-bank-network', { peer, listReadOn: SOURCES_READ_ON })
  if (kind !== 'public') return finding('source-local', { peer, kind })
  return finding('source-not-listed', { peer, listReadOn: SOURCES_READ_ON })
}

/**
 * Judges where a callback came from: the address of the connection against the bank's dated list (domain.md §7) and the profile.
 * What forwarding headers say is shown, never trusted.
 */
export function checkSource(input: SourceInput, tools: AddressTools): Light {
  return light(mainFinding(input, tools), ...forwardedNotes(input.headers))
}
