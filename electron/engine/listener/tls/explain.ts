import type { ClientHelloFacts } from '../../../../shared/model/callback.ts'

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

function named(hello: ClientHelloFacts | null): string {
  return hello?.sni ? ` The client asked for the name ${JSON.stringify(hello.sni)}.` : ''
}

/** One spelling for the alerts of a client: OpenSSL has changed how it calls them. */
export function canonicalCode(code: string): string {
  return code.replace(/^ERR_SSL_SSL\/TLS_ALERT_/, 'ERR_SSL_SSLV3_ALERT_')
}

/** Takes the code of a failed handshake, gives one sentence for the user: what happened and what to do. */
export function explainTlsFailure(code: string, hello: ClientHelloFacts | null): string {
  const known = SENTENCES.get(canonicalCode(code))
  if (known !== undefined) return known + named(hello)
  if (code.includes('ALERT')) return `The client refused the handshake with an alert (${code}).${named(hello)}`
  return `The TLS handshake failed (${code}).${named(hello)}`
}
