import type { ConnectionCause } from '../../../../shared/model/connection-event.ts'

export interface Refusal {
  readonly cause: ConnectionCause
  readonly status: number
  /** One sentence for the user and for the peer. */
  readonly reason: string
}

const malformed = (reason: string): Refusal => ({ cause: 'malformed-request', status: 400, reason })
const stranger = (reason: string): Refusal => ({ cause: 'not-http', status: 400, reason })

/** Every reason why bytes are not taken as a request: stable code → cause, status to answer, sentence. */
export const REFUSALS = {
  'bad-method': malformed(
    'The request line does not begin with a method: only letters, digits and a few signs may stand there.',
  ),
  'missing-target': malformed('The request line has no target: it must read METHOD target HTTP/1.1.'),
  'missing-version': malformed('The request line ends without HTTP/1.0 or HTTP/1.1.'),
  'bad-version': malformed('The request line does not end with HTTP/1.0 or HTTP/1.1.'),
  'http2-preface': malformed(
    'The peer speaks HTTP/2 without agreeing on it; this listener speaks HTTP/1.1. Switch the client to HTTP/1.1.',
  ),
  'space-in-target': malformed('A raw space stands in the request target. The sender must encode it as %20.'),
  'control-in-target': malformed(
    'A control character (a tab, for instance) stands in the request target. The sender must percent-encode it.',
  ),
  'bare-lf': malformed('Line ends are LF alone; HTTP wants CR LF.'),
  'bare-cr': malformed('A CR without LF stands in the request; HTTP wants CR LF at the end of each line.'),
  'line-folding': malformed('A header line begins with a space or tab; folded header lines are not allowed any more.'),
  'empty-header-name': malformed('A header line has no name before the colon.'),
  'bad-header-name': malformed('A header name holds a character that must not stand there.'),
  'missing-colon': malformed('A header line has no colon.'),
  'control-in-value': malformed('A header value holds a control character.'),
  'bad-content-length': malformed(
    'Content-Length is not a plain decimal number, so the end of the body cannot be known.',
  ),
  'content-length-differs': malformed('Content-Length is given more than once, with different values.'),
  'length-and-chunked': malformed(
    'Content-Length and Transfer-Encoding are both given: it is ambiguous where the body ends.',
  ),
  'bad-transfer-encoding': malformed('Transfer-Encoding is something other than exactly "chunked".'),
  'chunked-in-http10': malformed('Transfer-Encoding is used with HTTP/1.0, which does not know it.'),
  'bad-chunk-size': malformed('A chunk of the body does not begin with its size as a plain hexadecimal number.'),
  'bad-chunk-extension': malformed('A chunk extension holds a character that must not stand there.'),
  'chunk-extensions-too-long': malformed('The chunk extensions of the body are longer than 16 KiB in all.'),
  'bad-chunk-end': malformed('A chunk of the body is not followed by CR LF: its size is wrong.'),
  'bad-trailer': malformed('A line after the last chunk is not a header line.'),
  'body-longer-than-content-length': malformed(
    'More bytes came than Content-Length announced, and they are not a new request: the body is longer than its Content-Length.',
  ),
  'bytes-after-close': malformed('More bytes came after a request that ended the connection.'),
  'header-too-large': {
    cause: 'header-too-large',
    status: 431,
    reason: 'Request line and headers are longer than the limit.',
  },
  'body-too-large': { cause: 'body-too-large', status: 413, reason: 'The body is larger than the limit.' },
  'tls-client-hello': {
    cause: 'tls-on-plain-http',
    status: 400,
    reason:
      'The peer speaks TLS, but this port speaks plain HTTP. Use http:// here, or the address of the HTTPS listener.',
  },
  'tls-in-tls': stranger(
    'Inside the TLS connection the peer begins TLS again: two layers of encryption, one too many.',
  ),
  'ssh-banner': stranger('The peer speaks SSH, not HTTP.'),
  'proxy-protocol-v1': stranger(
    'The peer sends a PROXY protocol (version 1) line before the request. Switch it off in the load balancer.',
  ),
  'proxy-protocol-v2': stranger(
    'The peer sends a PROXY protocol (version 2) header before the request. Switch it off in the load balancer.',
  ),
  'unknown-protocol': stranger('What came does not begin like an HTTP request.'),
} as const satisfies Record<string, Refusal>

export type RefusalCode = keyof typeof REFUSALS
