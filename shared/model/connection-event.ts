import type { ClientHelloFacts } from './callback.ts'

/** Why something that reached a listener never became a callback: one closed set (docs/findings.md lists it). */
export const CONNECTION_CAUSES = [
  'tls-failed',
  'tls-too-old',
  'tls-no-cipher',
  'tls-untrusted',
  'tls-wrong-name',
  'tls-certificate-refused',
  'tls-client-left',
  'tls-timeout',
  'plain-http-on-tls',
  'tls-on-plain-http',
  'not-http',
  'malformed-request',
  'header-too-large',
  'header-timeout',
  'body-too-large',
  'body-timeout',
  'aborted',
  'connection-limit',
  'accept-failed',
  'not-stored',
] as const
export type ConnectionCause = (typeof CONNECTION_CAUSES)[number]

/** Whether a TLS handshake was begun with us, and failed. */
export function isHandshakeFailure(cause: ConnectionCause): boolean {
  return cause.startsWith('tls-') && cause !== 'tls-on-plain-http'
}

/** What is known of a connection that never became a callback. */
export interface ConnectionTrouble {
  readonly cause: ConnectionCause
  /** Stable detail code: an OpenSSL/Node code (`ERR_SSL_…`), or a parser code (`bad-request-line`, …); null where the cause says all. */
  readonly code: string | null
  /** One sentence for the user: what happened, with the name of the thing and what to do. */
  readonly summary: string
  readonly hello: ClientHelloFacts | null
  /** Status that was answered in plain text before closing; null when the connection was just closed. */
  readonly answered: number | null
}
