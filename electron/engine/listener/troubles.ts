import type { ClientHelloFacts } from '../../../shared/model/callback.ts'
import type { ConnectionCause, ConnectionTrouble } from '../../../shared/model/connection-event.ts'
import { readClientHello } from './tls/client-hello.ts'
import { tlsCause } from './tls/cause.ts'
import { explainTlsFailure } from './tls/explain.ts'
import type { Limits } from '../../../shared/model/settings.ts'
import { REFUSALS } from './wire/refusals.ts'
import type { RequestParser } from './wire/request-parser.ts'

/** Bytes that came when no more requests were taken. */
export type Stray = 'bytes-after-close' | 'came-while-closing'

const PLAIN_ON_TLS =
  'Plain HTTP came on the HTTPS port. Use https:// in the address, or switch on the plain HTTP listener and use its port.'

export function strayTrouble(code: Stray): ConnectionTrouble {
  if (code === 'bytes-after-close') {
    return { cause: 'malformed-request', code, summary: REFUSALS[code].reason, hello: null, answered: null }
  }
  const summary = 'Bytes came while the listener was closing this connection; they were not answered.'
  return { cause: 'aborted', code, summary, hello: null, answered: null }
}

/** A complete request in plain HTTP on the HTTPS port. */
export const MISPLACED: ConnectionTrouble = {
  cause: 'plain-http-on-tls',
  code: null,
  summary: PLAIN_ON_TLS,
  hello: null,
  answered: 400,
}

/** Takes a parser that has refused, gives why. `inTls`: the bytes came out of a TLS connection. */
export function refusedTrouble(parser: RequestParser, inTls: boolean): ConnectionTrouble {
  const { refusal, refusalText } = parser
  const inner = refusal === 'tls-client-hello' && inTls
  const code = inner ? 'tls-in-tls' : (refusal ?? 'unknown-protocol')
  const { cause, reason } = REFUSALS[code]
  return { cause, code, summary: inner ? reason : refusalText.reason, hello: null, answered: refusalText.status }
}

/** A request that did not become complete in time. */
export function lateTrouble(headDone: boolean, limits: Limits): ConnectionTrouble {
  const cause = headDone ? 'body-timeout' : 'header-timeout'
  const [what, seconds] = headDone ? ['body', limits.requestSeconds] : ['headers', limits.headerSeconds]
  const summary = `The rest of the ${what} did not come within ${String(seconds)} seconds.`
  return { cause, code: null, summary, hello: null, answered: 408 }
}

/** A client that said it sends no more, in the middle of a request. */
export function abortedTrouble(headDone: boolean): ConnectionTrouble {
  const where = headDone ? 'body' : 'headers'
  const summary = `The client stopped sending in the middle of the ${where}.`
  return { cause: 'aborted', code: 'closed-early', summary, hello: null, answered: 400 }
}

/** A connection that broke in the middle of a request. `code` is the system's, or `closed-early`. */
export function lostTrouble(code: string, hello: ClientHelloFacts | null): ConnectionTrouble {
  const summary = `The connection broke before the request was complete (${code}).`
  return { cause: 'aborted', code, summary, hello, answered: null }
}

/** A handshake that failed with this code. `names`: what our certificate is for. */
export function tlsTrouble(code: string, hello: ClientHelloFacts | null, names: readonly string[]): ConnectionTrouble {
  const cause = tlsCause(code, hello, names)
  return { cause, code, summary: explainTlsFailure(code, hello, names), hello, answered: null }
}

/** The same trouble, on a connection that spoke plain HTTP to the HTTPS port: that is then what the user must hear first. */
function misplacedTrouble(trouble: ConnectionTrouble): ConnectionTrouble {
  const { cause, code, hello, answered } = trouble
  if (cause === 'not-http') return trouble
  return { cause: 'plain-http-on-tls', code: code ?? codeOf(cause), summary: PLAIN_ON_TLS, hello, answered }
}

const codeOf = (cause: ConnectionCause): string | null => (cause === 'plain-http-on-tls' ? null : cause)

/** A trouble with what is known of the handshake; on the wrong port that is said first. */
export function struckTrouble(
  found: ConnectionTrouble,
  bytes: Buffer,
  hello: ClientHelloFacts | null,
  misplaced: boolean,
): ConnectionTrouble {
  const known = { ...found, hello: found.cause === 'tls-on-plain-http' ? readClientHello(bytes).facts : hello }
  return misplaced ? misplacedTrouble(known) : known
}
