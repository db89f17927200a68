import type { ConnectionCause } from '../model/connection-event.ts'

/** What a cause of a connection event means, and what to do. */
export interface CauseEntry {
  readonly meaning: string
  readonly advice: string
}

/** Why something that reached a listener never became a callback. */
export const CAUSES: Readonly<Record<ConnectionCause, CauseEntry>> = {
  'tls-failed': {
    meaning:
      'The TLS handshake failed. The code says how; SNI and the offered versions are shown where they were sent.',
    advice:
      'An alert about an unknown authority means that the sender does not trust the certificate. The bank demands one of a public authority.',
  },
  'tls-too-old': {
    meaning: 'The client offers only TLS versions older than 1.2.',
    advice: 'Update the client. The bank uses TLS 1.2 or higher.',
  },
  'tls-no-cipher': {
    meaning: 'Client and listener have no cipher suite, curve or signature algorithm in common.',
    advice: 'An old client that knows only RSA certificates needs an RSA certificate here; else update the client.',
  },
  'tls-untrusted': {
    meaning: 'The client does not know the authority of our certificate, and says so in an alert.',
    advice: 'Callbacks of the bank need a certificate of a public authority. Your own programs can trust the local CA.',
  },
  'tls-wrong-name': {
    meaning:
      'The client asked for a name that our certificate is not for, and broke off, or closed without a request. It did not say why: the two names are the evidence.',
    advice: 'Call a name that is in the certificate, or add the name in the settings.',
  },
  'tls-certificate-refused': {
    meaning: 'The client refuses our certificate: its dates, its name, its chain, or its authority.',
    advice: 'Look at the certificate in the settings, and check the address with the endpoint check.',
  },
  'tls-client-left': {
    meaning: 'The client closed the connection in the handshake, without a reason.',
    advice: 'Many clients do so when they do not trust the certificate; port scanners and health checks do so, too.',
  },
  'tls-timeout': {
    meaning: 'The TLS handshake was begun, but not finished in time.',
    advice: 'Often a port scan or a health check; else a network that drops packets.',
  },
  'plain-http-on-tls': {
    meaning: 'Plain HTTP was spoken on the HTTPS port.',
    advice: 'Write https in the address, or switch the plain HTTP listener on and use its port.',
  },
  'tls-on-plain-http': {
    meaning: 'TLS was spoken on the plain HTTP port.',
    advice: 'Write http in the address, or use the port of the HTTPS listener.',
  },
  'not-http': {
    meaning: 'What came is not HTTP at all.',
    advice: 'Look at the first bytes: another protocol, a scanner, or a proxy header in front of the request.',
  },
  'malformed-request': {
    meaning: 'The request breaks the grammar of HTTP; the code names the rule.',
    advice: 'Look at the bytes. A blank in the target is the most frequent mistake of a sender.',
  },
  'header-too-large': {
    meaning: 'Request line and headers together exceed the limit.',
    advice: 'Raise the limit in the settings if such requests are real.',
  },
  'header-timeout': {
    meaning: 'The headers did not arrive completely in time.',
    advice: 'A slow or broken sender; raise the limit in the settings if it is a real one.',
  },
  'body-too-large': {
    meaning:
      'The body exceeds the limit. One that announces its length is refused before it comes; what came with the head is shown.',
    advice: 'Raise the limit in the settings if such bodies are real. Callbacks of the bank are some kilobytes.',
  },
  'body-timeout': {
    meaning: 'The body did not arrive completely in time.',
    advice: 'A wrong Content-Length, or a slow sender; the bytes that came are shown.',
  },
  aborted: {
    meaning: 'The sender closed the connection in the middle of a request.',
    advice: 'Look at what came; a proxy with a shorter time-out is a frequent cause.',
  },
  'connection-limit': {
    meaning: 'More connections were open at once than the limit allows.',
    advice: 'Raise the limit in the settings, or look who keeps so many open.',
  },
  'accept-failed': {
    meaning: 'The system could not take a connection, mostly because too many files are open.',
    advice: 'Raise the limit of open files (ulimit -n). Capture goes on by itself.',
  },
  'not-stored': {
    meaning:
      'A complete request came, but could not be stored; it was answered with 503, so that the bank tries again.',
    advice: 'Make room on the disk, or correct what the banner names.',
  },
}
