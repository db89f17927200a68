import type { ConnectionCause } from '../../shared/model/connection-event.ts'
import { ALGORITHM_NAMES } from '../../shared/model/algorithm-names.ts'
import type { Family } from '../../shared/model/callback.ts'

const CAUSES: Readonly<Record<ConnectionCause, string>> = {
  'tls-failed': 'TLS handshake failed',
  'tls-too-old': 'TLS handshake failed: version too old',
  'tls-no-cipher': 'TLS handshake failed: no common cipher',
  'tls-untrusted': 'TLS handshake failed: our authority is unknown',
  'tls-wrong-name': 'TLS handshake failed: wrong name',
  'tls-certificate-refused': 'TLS handshake failed: certificate refused',
  'tls-client-left': 'TLS handshake failed: the client gave up',
  'tls-timeout': 'TLS handshake timed out',
  'plain-http-on-tls': 'Plain HTTP on the TLS port',
  'tls-on-plain-http': 'TLS on the plain HTTP port',
  'not-http': 'Not HTTP',
  'malformed-request': 'Malformed request',
  'header-too-large': 'Headers too large',
  'header-timeout': 'Headers took too long',
  'body-too-large': 'Body too large',
  'body-timeout': 'Body took too long',
  aborted: 'Broken off by the client',
  'connection-limit': 'Too many connections',
  'accept-failed': 'Connection not accepted',
  'not-stored': 'Not stored, answered 503',
}

/** A cause in a few words, for a row. */
export function causeWords(cause: ConnectionCause): string {
  return CAUSES[cause]
}

/** The algorithms of a digest to choose from, the better one first. */
export const ALGORITHM_OPTIONS = (['SHA1', 'MD5'] as const).map((id) => ({ id, name: ALGORITHM_NAMES[id] }))

/** How the families are called. */
export const FAMILY_WORDS: Readonly<Record<Family, string>> = {
  legacy: 'Legacy',
  mapi: 'Merchant API',
  'rco-plus': 'RCO+',
  loan: 'Consumer loan',
  unknown: 'Not recognised',
}
