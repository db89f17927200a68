import type { ClientHelloFacts } from '../../../../shared/model/callback.ts'
import type { ConnectionCause } from '../../../../shared/model/connection-event.ts'
import { covers } from '../../../../shared/preflight/names.ts'
import { canonicalCode } from './explain.ts'

/** Causes by the codes of OpenSSL (Node) and BoringSSL (Electron), which differ; measured on both with real clients. */
const CAUSES: ReadonlyMap<string, ConnectionCause> = new Map<string, ConnectionCause>([
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls-too-old'],
  ['ERR_SSL_VERSION_TOO_LOW', 'tls-too-old'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-too-old'],
  ['ERR_SSL_NO_SHARED_CIPHER', 'tls-no-cipher'],
  ['ERR_SSL_WRONG_CURVE', 'tls-no-cipher'],
  ['ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM', 'tls-no-cipher'],
  ['ERR_SSL_NO_COMMON_SIGNATURE_ALGORITHMS', 'tls-no-cipher'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls-untrusted'],
  // OpenSSL sends the alert of TLS 1.3 unencrypted, and BoringSSL cannot read it.
  ['ERR_SSL_BAD_PACKET_LENGTH', 'tls-untrusted'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls-certificate-refused'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', 'tls-certificate-refused'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'tls-certificate-refused'],
  ['ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE', 'tls-certificate-refused'],
  ['ECONNRESET', 'tls-client-left'],
  ['EPIPE', 'tls-client-left'],
])

/**
 * The cause of a failed handshake, from the closed set. `names`: what our certificate is for; a client that asked for another
 * name and then refuses the certificate does so because of the name.
 */
export function tlsCause(code: string, hello: ClientHelloFacts | null, names: readonly string[]): ConnectionCause {
  const cause = CAUSES.get(canonicalCode(code)) ?? 'tls-failed'
  const refused = cause === 'tls-certificate-refused' || cause === 'tls-untrusted' || cause === 'tls-client-left'
  const asked = hello?.sni ?? null
  const wrong = refused && asked !== null && names.length > 0 && !names.some((name) => covers(name, asked))
  return wrong ? 'tls-wrong-name' : cause
}
