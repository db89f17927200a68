import type { ClientRequest, IncomingMessage } from 'node:http'
import https from 'node:https'
import type { HeaderPair } from '../../../shared/model/callback.ts'
import { ATTEMPT_TIMEOUT_MS } from '../../../shared/facts/delivery.ts'
import { failureReason } from '../respond/forward.ts'
import { trusting } from './secure-context.ts'
import { http } from '../http-module.ts'

/** Of an answer this much is read; the status is all that counts. */
const MOST_BYTES = 65_536

/** Where a request goes. */
export interface SendTarget {
  readonly scheme: 'https' | 'http'
  /** Host name or address to connect to. */
  readonly host: string
  readonly port: number
  /** The name that the certificate must carry. */
  readonly name: string
  /** Value of the Host header; absent: name and port. */
  readonly hostHeader?: string
  /** PEM certificates to trust beside the public ones. */
  readonly authorities: readonly string[]
}

export interface SendRequest {
  readonly method: string
  readonly target: string
  /** Complete, but for Host, Content-Length and Connection. */
  readonly headers: readonly HeaderPair[]
  readonly body: string
}

/** What became of a request. `problem` says in words why there is no status. */
export interface SendResult {
  readonly status: number | null
  readonly elapsedMs: number
  readonly problem: string | null
}

function headersOf({ scheme, port, name, hostHeader }: SendTarget, { headers, body, method }: SendRequest): string[] {
  const standard = port === (scheme === 'https' ? 443 : 80)
  const own: readonly HeaderPair[] = [
    ['Host', hostHeader ?? (standard ? name : `${name}:${String(port)}`)],
    ...headers,
    ...(body !== '' || method === 'POST' ? [['Content-Length', String(Buffer.byteLength(body))] as const] : []),
    ['Connection', 'close'],
  ]
  return own.flat()
}

function optionsOf(target: SendTarget, request: SendRequest): https.RequestOptions {
  return {
    host: target.host,
    port: target.port,
    method: request.method,
    path: request.target,
    headers: headersOf(target, request),
    agent: false,
    setHost: false,
    // Checked like any other certificate; only the list of roots is wider.
    ...(target.scheme === 'https' ? { secureContext: trusting(target.authorities) } : {}),
    servername: /^[\d.]+$|:/.test(target.name) ? '' : target.name,
  }
}

/** Reads on until the end, or until it is enough: the bank looks at the status. */
function drain(response: IncomingMessage, done: () => void): void {
  let length = 0
  response.on('data', (piece: Buffer) => {
    length += piece.length
    if (length > MOST_BYTES) response.destroy()
  })
  response.on('close', done)
  response.on('error', () => undefined)
}

/**
 * Sends one request on a connection of its own and waits five seconds at most for the whole answer, as the bank does (domain.md §0
 * no. 5; tests wait less). Redirects are not followed. Never rejects; a target that cannot be written on the wire is refused before anything is opened.
 */
export function sendRequest(
  target: SendTarget,
  request: SendRequest,
  monotonic: () => number,
  timeoutMs: number = ATTEMPT_TIMEOUT_MS,
): Promise<SendResult> {
  const begin = monotonic()
  return new Promise((resolve) => {
    let sent: ClientRequest | null = null
    let status: number | null = null
    const finish = (problem: string | null) => {
      clearTimeout(timer)
      resolve({ status: problem === null ? status : null, elapsedMs: monotonic() - begin, problem })
      sent?.destroy()
    }
    const timer = setTimeout(() => finish(status === null ? 'no answer within five seconds' : null), timeoutMs)
    const client = target.scheme === 'https' ? https : http
    try {
      sent = client.request(optionsOf(target, request), (response) => {
        status = response.statusCode ?? null
        drain(response, () => finish(null))
      })
    } catch (thrown) {
      return finish(thrown instanceof Error ? thrown.message : String(thrown))
    }
    sent.on('error', (error) => finish(status === null ? failureReason(error) : null))
    sent.on('upgrade', (response, socket) => {
      status = response.statusCode ?? null
      socket.destroy()
      finish(null)
    })
    sent.end(request.body)
  })
}
