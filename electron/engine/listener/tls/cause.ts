import type { ClientHelloFacts } from '../../../../shared/model/callback.ts'
import type { ConnectionCause } from '../../../../shared/model/connection-event.ts'
import { covers } from '../../../../shared/preflight/names.ts'
import { canonicalCode } from './code.ts'

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
  // TLS 1.3 clients that look at the name when the handshake is over say nothing at all.
  ['closed-after-handshake', 'tls-client-left'],
])

/** What a client says, or does, that may be about the name: an alert about the authority is about that and nothing else. */
const MAYBE_NAME: ReadonlySet<ConnectionCause> = new Set(['tls-certificate-refused', 'tls-client-left'])
const UNREADABLE_ALERT = 'ERR_SSL_BAD_PACKET_LENGTH'

/** Whether the client asked for a name that none of ours covers. Without a name, or without names, nothing is known. */
export function isWrongName(hello: ClientHelloFacts | null, names: readonly string[]): boolean {
  const asked = hello?.sni ?? null
  return asked !== null && names.length > 0 && !names.some((name) => covers(name, asked))
}

/**
 * The cause of a failed handshake, from the closed set. `names`: what our certificate is for. A client that asked for another name
 * and then refuses the certificate, or leaves, most likely does so because of the name: OpenSSL, Go and Java send alerts that say
 * "bad" or "unknown certificate" for it, others just close.
 */
export function tlsCause(code: string, hello: ClientHelloFacts | null, names: readonly string[]): ConnectionCause {
  const plain = canonicalCode(code)
  const cause = CAUSES.get(plain) ?? 'tls-failed'
  const maybe = MAYBE_NAME.has(cause) || plain === UNREADABLE_ALERT
  return maybe && isWrongName(hello, names) ? 'tls-wrong-name' : cause
}
