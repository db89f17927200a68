import type { ClientRequest, IncomingMessage } from 'node:http'
import https from 'node:https'
import type { AnswerPlan, HeaderPair, Peer, RequestHead } from '../../../shared/model/callback.ts'
import { FRAMING_HEADERS } from '../../../shared/model/answer-rule.ts'
import type { UpstreamAnswer } from '../../../shared/model/upstream.ts'
import { OPEN_HEADER, RUN_HEADER, TOKEN_HEADER } from '../../../shared/simulate/mark.ts'
import { trusting } from '../simulate/secure-context.ts'
import { parseTarget } from '../../../shared/checks/target.ts'
import { http } from '../http-module.ts'
import type { Passing } from './passing.ts'

/** An answer of an upstream that is larger than this is not passed on, bytes. */
const MOST_BYTES = 8 * 1024 * 1024

/** Headers that belong to one connection and are not passed on (RFC 9110 §7.6.1), beside those that Connection names. */
const HOP_BY_HOP = new Set([
  ...FRAMING_HEADERS,
  'te',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'expect',
])
/** Our own marks: the token must not leave this machine. */
const MARKS = new Set([TOKEN_HEADER.toLowerCase(), RUN_HEADER.toLowerCase()])

/** What is passed on, to whom. */
export interface ForwardRequest {
  readonly head: RequestHead
  /** Without chunk framing. */
  readonly body: Uint8Array
  readonly simulated: boolean
  /** Scheme, host and port. */
  readonly url: string
  readonly timeoutMs: number
  /** PEM certificates to trust beside the public ones. */
  readonly authority: string | null
  /** Who sent it to us. */
  readonly peer: Peer
  /** Everything that is being passed on, so that a request that comes back is known. */
  readonly passing: Passing
  readonly monotonic: () => number
}

function connectionNamed(headers: readonly HeaderPair[]): ReadonlySet<string> {
  const values = headers.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value)
  return new Set(
    values
      .join(',')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )
}

function endToEnd(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  const named = connectionNamed(headers)
  return headers.filter(([name]) => {
    const lower = name.toLowerCase()
    return !HOP_BY_HOP.has(lower) && !named.has(lower)
  })
}

const isChunked = (headers: readonly HeaderPair[]) =>
  headers.some(([name]) => name.toLowerCase() === 'transfer-encoding')

/**
 * What the shop's endpoint gets: the headers as the bank sent them, in order and spelling, none added. Host becomes the upstream's, what
 * concerns one connection is left out, and the body is framed as it came: by its length, or in chunks.
 */
function requestHeaders({ head, simulated, url }: ForwardRequest): readonly HeaderPair[] {
  const { host } = new URL(url)
  const named = connectionNamed(head.headers)
  const chunked = isChunked(head.headers)
  let hasHost = false
  const passed = head.headers.flatMap(([name, value]): readonly HeaderPair[] => {
    const lower = name.toLowerCase()
    if (lower === 'host') {
      hasHost = true
      return [[name, host]]
    }
    // The body goes out without its trailers, in chunks of our own.
    if (lower === 'transfer-encoding') return [[name, 'chunked']]
    if (lower === 'content-length') return chunked ? [] : [[name, value]]
    return HOP_BY_HOP.has(lower) || named.has(lower) || MARKS.has(lower) ? [] : [[name, value]]
  })
  return [
    ...(hasHost ? [] : [['Host', host] as const]),
    ...passed,
    ...(simulated ? [[OPEN_HEADER, 'yes'] as const] : []),
    ['Connection', 'close'],
  ]
}

/** Origin form, whatever form came: the host of an absolute target is the caller's word, and never where we connect to. */
function targetOf(target: string): string {
  if (parseTarget(target).form !== 'absolute') return target
  const tail = target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '')
  return tail.startsWith('/') ? tail : `/${tail}`
}

function options(request: ForwardRequest): https.RequestOptions {
  const { protocol, hostname, port } = new URL(request.url)
  const secure = protocol === 'https:'
  const { head, authority } = request
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    method: head.method,
    path: targetOf(head.target),
    // The flat form keeps order, spelling and repetitions.
    headers: requestHeaders(request).flat(),
    agent: false,
    setHost: false,
    ...(secure ? { secureContext: trusting(authority === null ? [] : [authority]) } : {}),
  }
}

function pairsOf(raw: readonly string[]): readonly HeaderPair[] {
  return Array.from({ length: raw.length / 2 }, (_, at): HeaderPair => [raw[at * 2] ?? '', raw[at * 2 + 1] ?? ''])
}

/** Why an upstream gave nothing: `late` when its time was over. */
class NoAnswer extends Error {
  readonly late: boolean
  constructor(message: string, late = false) {
    super(message)
    this.late = late
  }
}

interface Received {
  readonly status: number
  readonly headers: readonly HeaderPair[]
  readonly body: Uint8Array
}

/** Collects an answer; one that is too large or breaks off is none. */
function collect(response: IncomingMessage, done: (received: Received) => void, fail: (error: Error) => void): void {
  const pieces: Buffer[] = []
  let length = 0
  response.on('data', (piece: Buffer) => {
    length += piece.length
    if (length > MOST_BYTES) fail(new NoAnswer(`its answer is larger than ${String(MOST_BYTES)} bytes`))
    else pieces.push(piece)
  })
  response.on('end', () => {
    if (!response.complete) return fail(new NoAnswer('it broke off in the middle of its answer'))
    return done({
      status: response.statusCode ?? 502,
      headers: pairsOf(response.rawHeaders),
      body: Buffer.concat(pieces, length),
    })
  })
  response.on('error', () => fail(new NoAnswer('it broke off in the middle of its answer')))
}

/** Sends and receives; rejects with NoAnswer, or with what the system says. */
function exchange(request: ForwardRequest): Promise<Received> {
  return new Promise((resolve, reject) => {
    const client = request.url.toLowerCase().startsWith('https:') ? https : http
    let sent: ClientRequest | null = null
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
      sent?.destroy()
    }
    const seconds = String(request.timeoutMs / 1000)
    const timer = setTimeout(() => fail(new NoAnswer(`it did not answer within ${seconds} s`, true)), request.timeoutMs)
    const done = (received: Received) => {
      clearTimeout(timer)
      resolve(received)
    }
    try {
      sent = client.request(options(request), (response) => collect(response, done, fail))
    } catch (thrown) {
      return fail(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
    sent.on('error', fail)
    sent.on('socket', request.passing.opened)
    sent.on('upgrade', (_, socket) => {
      socket.destroy()
      fail(new NoAnswer('it wants to speak another protocol (101)'))
    })
    sent.end(request.body)
  })
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up just now',
  ECONNRESET: 'it broke the connection',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ETIMEDOUT: 'the connection was not answered',
  EPIPE: 'it broke the connection',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not from a trusted authority: give its CA in the rule',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not from a trusted authority: give its CA in the rule',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not from a trusted authority: give its CA in the rule',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not from a trusted authority: give its CA in the rule',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

/** A failure of a connection in words, as the end of a sentence. */
export function failureReason(error: Error): string {
  const code = 'code' in error ? String(error.code) : ''
  if (code.startsWith('HPE_')) return `what it answers is no HTTP (${code})`
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return `it does not speak TLS as expected (${code})`
  return REASONS[code] ?? error.message
}

const plainText = [['Content-Type', 'text/plain; charset=utf-8']] as const

function refused(request: ForwardRequest, error: Error, elapsedMs: number): Forwarded {
  const problem = `The upstream ${request.url} gave no answer: ${failureReason(error)}.`
  const status = error instanceof NoAnswer && error.late ? 504 : 502
  const answer = { url: request.url, status: null, headers: [], body: new Uint8Array(), elapsedMs, problem }
  return { plan: { status, headers: plainText, body: `${problem}\n` }, answer }
}

/** What goes back to the caller, and what the upstream said. */
export interface Forwarded {
  readonly plan: AnswerPlan
  readonly answer: UpstreamAnswer
}

/**
 * Passes a callback on and gives the upstream's answer, redirects and all. Without one it is 502, or 504 when the time is over, with
 * the reason in words; 508 when the callback was passed on by this listener before. Never rejects.
 */
export async function forward(request: ForwardRequest): Promise<Forwarded> {
  const begin = request.monotonic()
  const elapsed = () => request.monotonic() - begin
  const { head, body, peer, passing } = request
  const passed = { method: head.method, target: head.target, body }
  if (passing.cameBack(peer, passed)) {
    const reason = 'it is this listener itself, so that the callback would go round for ever'
    const found = refused(request, new NoAnswer(reason), 0)
    return { ...found, plan: { ...found.plan, status: 508 } }
  }
  const over = passing.begin(passed)
  try {
    const received = await exchange(request)
    const headers = endToEnd(received.headers)
    const answer = { url: request.url, ...received, elapsedMs: elapsed(), problem: null }
    return { plan: { status: received.status, headers, body: received.body }, answer }
  } catch (thrown) {
    return refused(request, thrown instanceof Error ? thrown : new Error(String(thrown)), elapsed())
  } finally {
    over()
  }
}
