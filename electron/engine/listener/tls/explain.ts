import type { ClientHelloFacts } from '../../../../shared/model/callback.ts'
import { isWrongName, tlsCause } from './cause.ts'
import { canonicalCode } from './code.ts'

/** Names of a certificate that a sentence holds. */
const MOST_NAMES = 6

/** Plain sentences for the codes of OpenSSL (Node) and BoringSSL (Electron), which differ; measured on both. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  [
    'ERR_SSL_UNSUPPORTED_PROTOCOL',
    'The client offers only TLS versions older than 1.2. Callbacks of the bank use TLS 1.2 or 1.3; update the client.',
  ],
  [
    'ERR_SSL_NO_SHARED_CIPHER',
    'Client and listener have no cipher suite in common. An old client that knows only RSA certificates needs an RSA certificate here.',
  ],
  [
    'ERR_SSL_WRONG_CURVE',
    'The client cannot use the elliptic curve of our certificate. Give the listener an RSA certificate.',
  ],
  [
    'ERR_SSL_NO_APPLICATION_PROTOCOL',
    'The client insists on another protocol than HTTP/1.1 (ALPN). Allow HTTP/1.1 in the client.',
  ],
  [
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'The client does not trust the authority of our certificate. Add the local CA to its trust store.',
  ],
  [
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
    'The client refused our certificate. Add the local CA to its trust store, and check that it calls a name in the certificate.',
  ],
  [
    'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
    'The client calls our certificate bad: wrong name, or an authority that it does not trust.',
  ],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'The client says that our certificate has expired. Renew it.'],
  [
    'ERR_SSL_BAD_PACKET_LENGTH',
    'The client broke the handshake off with an unencrypted alert: most likely it does not trust our certificate. Add the local CA to its trust store.',
  ],
  ['ERR_SSL_HTTP_REQUEST', 'Plain HTTP came on the HTTPS port.'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'What came is not TLS.'],
  [
    'ECONNRESET',
    'The client closed the connection during the handshake. Many clients do so when they do not trust the certificate: add the local CA to their trust store.',
  ],
  ['EPIPE', 'The client closed the connection during the handshake.'],
  [
    'alert-before-hello',
    'The client gave up before it began (a TLS alert came first): its own settings allow no TLS version or cipher. Check the client.',
  ],
  ['client-hello-too-long', 'The first message of the handshake is longer than 64 KiB.'],
])

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${String(names.length - MOST_NAMES)} more` : shown
}

function named(hello: ClientHelloFacts | null, names: readonly string[]): string {
  const asked = hello?.sni
  if (asked === undefined || asked === null || asked === '') return ''
  const quoted = JSON.stringify(asked)
  return isWrongName(hello, names)
    ? ` The client asked for the name ${quoted}, and our certificate is for ${list(names)}.`
    : ` The client asked for the name ${quoted}.`
}

/** The client did not say that it is the name: the name that it asked for and ours are the evidence. */
function wrongName(code: string, hello: ClientHelloFacts | null, names: readonly string[]): string {
  const what =
    code === 'closed-after-handshake'
      ? 'The client finished the handshake and closed without a request.'
      : `The client broke the handshake off (${code}).`
  return `${what}${named(hello, names)} Most likely that is why: call a name of the certificate, or add this name in the settings.`
}

/**
 * Takes the code of a failed handshake, gives what happened and what to do. `names`: what our certificate is for.
 */
export function explainTlsFailure(code: string, hello: ClientHelloFacts | null, names: readonly string[]): string {
  if (tlsCause(code, hello, names) === 'tls-wrong-name') return wrongName(code, hello, names)
  const known = SENTENCES.get(canonicalCode(code))
  if (known !== undefined) return known + named(hello, names)
  if (code.includes('ALERT')) return `The client refused the handshake with an alert (${code}).${named(hello, names)}`
  return `The TLS handshake failed (${code}).${named(hello, names)}`
}
