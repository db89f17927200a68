import { ACCEPTED_TLS, CALLBACK_PORT } from '../facts/network.ts'
import type { ConnectionFacts } from '../model/callback.ts'
import type { Light } from '../model/verdict.ts'
import { finding, light } from './finding.ts'

/** Judges how a callback was carried (domain.md §7: TLS 1.2 or higher, port 443). An empty peer: read from a file. */
export function checkTransport({ peer, local, scheme, tls }: ConnectionFacts): Light {
  if (peer.address === '' || local.port === 0) return light(finding('transport-unknown'))
  const port =
    local.port === CALLBACK_PORT ? [] : [finding('transport-port', { port: local.port, expected: CALLBACK_PORT })]
  if (scheme === 'http' || tls === null) return light(finding('transport-plain', { port: local.port }), ...port)
  const { version, cipher, sni } = tls
  const evidence = { version, cipher, sni }
  const accepted = ACCEPTED_TLS.some((name) => name === version)
  return light(finding(accepted ? 'transport-tls' : 'transport-tls-old', evidence), ...port)
}
