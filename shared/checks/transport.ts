import { ACCEPTED_TLS, CALLBACK_PORT, JAVA_AGENT } from '../facts/network.ts'
import type { ConnectionFacts, HeaderPair } from '../model/callback.ts'
import type { Evidence, Finding, Light } from '../model/verdict.ts'
import { finding, light } from './finding.ts'

const MOST_SHOWN = 300

/** The user agent as sent, shortened; null when there is none. */
export function userAgentOf(headers: readonly HeaderPair[]): string | null {
  const named = headers.find(([name]) => name.length === 10 && name.toLowerCase() === 'user-agent')?.[1]
  return named === undefined ? null : named.slice(0, MOST_SHOWN)
}

const EXPECTED = 'TLS 1.2 or TLS 1.3, on port 443'

function agentNotes(userAgent: string | null): readonly Finding[] {
  return userAgent !== null && JAVA_AGENT.test(userAgent) ? [finding('transport-agent-java', { userAgent })] : []
}

function main({ local, scheme, tls }: ConnectionFacts, agent: Evidence): Finding {
  if (scheme === 'http' || tls === null) {
    return finding('transport-plain', { expected: EXPECTED, received: `HTTP, on port ${String(local.port)}`, ...agent })
  }
  const { version, cipher, sni } = tls
  if (ACCEPTED_TLS.some((name) => name === version)) {
    return finding('transport-tls', { version, cipher, ...(sni === null ? {} : { serverName: sni }), ...agent })
  }
  return finding('transport-tls-old', { expected: EXPECTED, received: version, cipher, ...agent })
}

/**
 * Judges how a callback was carried (domain.md §7: TLS 1.2 or higher, port 443), and notes a Java client (domain.md §6 no. 13). An
 * empty peer: read from a file.
 */
export function checkTransport(connection: ConnectionFacts, headers: readonly HeaderPair[]): Light {
  const userAgent = userAgentOf(headers)
  const notes = agentNotes(userAgent)
  const { peer, local } = connection
  if (peer.address === '' || local.port === 0) return light(finding('transport-unknown'), ...notes)
  const agent: Evidence = userAgent === null ? {} : { userAgent }
  const port =
    local.port === CALLBACK_PORT ? [] : [finding('transport-port', { port: local.port, expected: CALLBACK_PORT })]
  return light(main(connection, agent), ...port, ...notes)
}
