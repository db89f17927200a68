import type { Socket } from 'node:net'
import type { ClientHelloFacts, ConnectionFacts } from '../../../shared/model/callback.ts'
import type { ConnectionCause } from '../../../shared/model/connection-event.ts'
import { NOT_STORED, refusalPlan } from './answer.ts'
import type { ListenerCore, Member } from './core.ts'
import { readyExchange, type Exchange } from './exchange.ts'
import { explainTlsFailure } from './tls/explain.ts'
import { readClientHello } from './tls/client-hello.ts'
import type { Stored } from './types.ts'
import { REFUSALS } from './wire/refusals.ts'
import { RequestParser } from './wire/request-parser.ts'

/** Requests of one connection that may wait for their answers at the same time; then reading pauses. */
const MAX_IN_FLIGHT = 32
/** How long we read (and drop) after our last answer, so that a reset does not take it from the peer. */
const LINGER_MS = 2000
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n'
const PLAIN_ON_TLS =
  'Plain HTTP came on the HTTPS port. Use https:// in the address, or switch on the plain HTTP listener and use its port.'

/** OPEN: reads requests. LAST: answers what is in flight, then closes. LINGER: closed by us, waits for the peer. GONE: over. */
const OPEN = 0
const LAST = 1
const LINGER = 2
const GONE = 3

export interface ConnectionParts {
  readonly core: ListenerCore
  readonly socket: Socket
  readonly facts: ConnectionFacts
  readonly hello: ClientHelloFacts | null
  readonly acceptedAt: number
  readonly securedAt: number | null
  /** Plain HTTP on the TLS port: read like a request, to show its bytes, but never taken as a callback. */
  readonly misplaced: boolean
}

type Stray = 'bytes-after-close' | 'came-while-closing' | null

/**
 * One HTTP/1.x connection over a plain or TLS socket: bytes in, captures out, answers back in order. No timers of its own (the
 * core sweeps deadlines), one write per answer, bytes passed on without a copy when a request came in one piece.
 */
export class HttpConnection implements Member {
  deadline: number
  readonly #core: ListenerCore
  readonly #socket: Socket
  readonly #parts: ConnectionParts
  readonly #parser: RequestParser
  #phase = OPEN
  #busy = false
  /** Answers to give, oldest first. */
  readonly #queue: Exchange[] = []
  /** Answers handed to the socket that the kernel has not taken yet. */
  readonly #leaving: Exchange[] = []
  #requests = 0
  #firstByte = -1
  #receivedAt = 0
  #headEnd = -1
  #continueOwed = false
  #paused = false
  #blocked = false
  #ended = false
  #errorCode: string | null = null
  #stray: Stray = null

  constructor(parts: ConnectionParts) {
    const { core, socket } = parts
    this.#parts = parts
    this.#core = core
    this.#socket = socket
    this.#parser = new RequestParser(core.options.limits, core.options.demoToken ?? null)
    this.deadline = core.now() + core.options.limits.headerSeconds * 1000
    core.add(this)
    socket.on('data', (chunk: Buffer) => this.receive(chunk))
    socket.on('end', () => this.#end())
    socket.on('drain', () => this.#drained())
    socket.on('error', (error: NodeJS.ErrnoException) => (this.#errorCode = error.code ?? error.message))
    socket.on('close', () => this.#closed())
  }

  receive(chunk: Buffer): void {
    if (this.#phase !== OPEN) return this.#strayBytes(chunk)
    const now = this.#core.now()
    if (this.#firstByte < 0) this.#begin(now)
    this.#parser.feed(chunk)
    this.#advance(now)
  }

  #begin(now: number): void {
    this.#firstByte = now
    this.#receivedAt = this.#core.wall()
    this.#headEnd = -1
  }

  #advance(now: number): void {
    while (this.#phase === OPEN) {
      if (this.#queue.length >= MAX_IN_FLIGHT || this.#blocked) {
        this.#pause()
        break
      }
      const step = this.#parser.step()
      if (step === 'complete') this.#take(now)
      else if (step === 'refused') this.#refuse(now)
      else {
        this.#partial(now)
        break
      }
    }
    this.#schedule(now)
  }

  #take(now: number): void {
    const parser = this.#parser
    const { head, headLength, framing, raw } = parser
    if (this.#parts.misplaced) return this.#strike(now, 'plain-http-on-tls', null, 400, PLAIN_ON_TLS, raw)
    const core = this.#core
    const plan = core.sink.answer()
    const last = !head.keepAlive || head.isConnect || core.stopping
    const exchange: Exchange = {
      plan,
      bodyEnd: now,
      isHead: head.isHead,
      http10: head.http10,
      last,
      sequence: null,
      settled: false,
      failed: false,
    }
    const { acceptedAt, securedAt, facts: connection } = this.#parts
    const times = {
      secured: securedAt === null ? null : securedAt - acceptedAt,
      firstByte: this.#firstByte - acceptedAt,
      headEnd: (this.#headEnd < 0 ? now : this.#headEnd) - acceptedAt,
      bodyEnd: now - acceptedAt,
      stored: null,
      answered: null,
    }
    const receivedAt = this.#receivedAt
    this.#requests++
    this.#queue.push(exchange)
    this.#setBusy(true)
    if (last) this.#lastRequest(now, head.keepAlive ? 'came-while-closing' : 'bytes-after-close')
    else if (parser.waiting > 0) this.#begin(now)
    else this.#firstByte = -1
    core.lastCallbackAt = receivedAt
    const facts = {
      kind: 'callback' as const,
      connection,
      requestNumber: this.#requests,
      headLength,
      framing,
      times,
      answerStatus: plan.status,
      simulated: head.demo,
    }
    core.sink.callback({ receivedAt, raw, facts }, (stored) => this.#settle(exchange, stored))
  }

  #lastRequest(now: number, stray: Stray): void {
    this.#phase = LAST
    this.#stray = stray
    this.#firstByte = -1
    if (this.#parser.waiting > 0) this.#strayBytes(this.#parser.peek())
    this.deadline = now
  }

  #strayBytes(bytes: Buffer): void {
    if (this.#stray === null) return
    const code = this.#stray
    this.#stray = null
    const came = code === 'came-while-closing'
    const summary = came
      ? 'Bytes came while the listener was closing this idle connection; they were not answered.'
      : REFUSALS[code].reason
    const trouble = {
      cause: came ? ('aborted' as const) : ('malformed-request' as const),
      code,
      summary,
      hello: null,
      answered: null,
    }
    this.#core.trouble(this.#parts.facts, this.#requests + 1, trouble, bytes)
  }

  #settle(exchange: Exchange, stored: Stored): void {
    if (exchange.settled) return
    exchange.settled = true
    if (stored === null) exchange.failed = true
    else exchange.sequence = stored.sequence
    if (this.#phase === GONE) this.#report(exchange, false)
    else this.#flush()
  }

  /** Sends the answers whose turn has come. */
  #flush(): void {
    let exchange = this.#queue[0]
    while (exchange?.settled === true && this.#phase !== GONE && this.#phase !== LINGER) {
      this.#queue.shift()
      this.#write(exchange)
      exchange = this.#queue[0]
    }
    if (this.#queue.length > 0 || this.#phase === GONE || this.#phase === LINGER) return
    if (this.#continueOwed) this.#sendContinue()
    if (this.#phase === LAST || (this.#ended && !this.#paused)) this.#finish()
    else if (this.#paused && !this.#blocked) this.#resume()
    else {
      this.#setBusy(false)
      this.#schedule(this.#core.now())
    }
  }

  #write(exchange: Exchange): void {
    const stopping = this.#core.stopping && this.#queue.length === 0 && this.#parser.waiting === 0
    const last = exchange.last || stopping
    const persistence = last ? 'close' : exchange.http10 ? 'keep' : 'silent'
    const plan = exchange.failed ? NOT_STORED : exchange.plan
    this.#leaving.push(exchange)
    const bytes = this.#core.answers.bytes(plan, persistence, exchange.isHead)
    if (!this.#socket.write(bytes, this.#left)) this.#blocked = true
    if (!last) return
    if (stopping && this.#phase === OPEN) this.#stray = 'came-while-closing'
    this.#finish()
  }

  /** The kernel took an answer, or never will. Called in the order of the writes. */
  readonly #left = (error?: Error | null): void => {
    const exchange = this.#leaving.shift()
    if (exchange === undefined) return
    const now = this.#core.now()
    this.#report(exchange, error === undefined || error === null, now)
    if (this.#leaving.length > 0) return
    if (this.#phase === LINGER) this.deadline = now + LINGER_MS
    else this.#schedule(now)
  }

  #report(exchange: Exchange, sent: boolean, now = 0): void {
    if (exchange.sequence === null) return
    this.#core.sink.answered(exchange.sequence, sent, sent ? now - exchange.bodyEnd : null)
  }

  #drained(): void {
    this.#blocked = false
    if (this.#phase !== OPEN) return
    if (this.#paused && this.#queue.length < MAX_IN_FLIGHT) this.#resume()
    else this.#schedule(this.#core.now())
  }

  #pause(): void {
    if (!this.#paused) this.#socket.pause()
    this.#paused = true
  }

  #resume(): void {
    this.#paused = false
    this.#setBusy(this.#queue.length > 0)
    const now = this.#core.now()
    this.#advance(now)
    if (!this.#paused) this.#socket.resume()
  }

  /** A request has begun and needs more bytes. */
  #partial(now: number): void {
    const { head, headDone, waiting } = this.#parser
    if (waiting === 0) {
      if (this.#ended) this.#leave()
      return
    }
    if (headDone && this.#headEnd < 0) {
      this.#headEnd = now
      if (head.expectContinue && this.#parts.misplaced)
        return this.#strike(now, 'plain-http-on-tls', null, 400, PLAIN_ON_TLS)
      this.#continueOwed = head.expectContinue && !head.http10
      if (this.#continueOwed && this.#queue.length === 0) this.#sendContinue()
    }
    if (this.#ended) this.#abort('closed-early', 400)
  }

  #sendContinue(): void {
    this.#continueOwed = false
    this.#leaving.push(readyExchange(NOT_STORED, 0))
    this.#socket.write(CONTINUE, 'latin1', this.#left)
  }

  #schedule(now: number): void {
    if (this.#phase >= LINGER) return
    const { limits } = this.#core.options
    if (this.#leaving.length > 0) this.deadline = now + limits.requestSeconds * 1000
    else if (this.#queue.length > 0 || this.#phase === LAST) this.deadline = Infinity
    else if (this.#firstByte < 0)
      this.deadline = now + (this.#requests > 0 ? limits.idleSeconds : limits.headerSeconds) * 1000
    else this.deadline = this.#firstByte + (this.#parser.headDone ? limits.requestSeconds : limits.headerSeconds) * 1000
  }

  expire(now: number): void {
    if (this.#phase === LINGER || this.#leaving.length > 0) this.destroy()
    else if (this.#phase !== OPEN || this.#queue.length > 0) this.deadline = Infinity
    else if (this.#firstByte < 0) {
      if (this.#requests > 0) this.wind()
      else this.destroy()
    } else if (this.#parser.headDone) this.#late(now, 'body-timeout', 'requestSeconds', 'The rest of the body')
    else this.#late(now, 'header-timeout', 'headerSeconds', 'The rest of the headers')
  }

  #late(
    now: number,
    cause: 'body-timeout' | 'header-timeout',
    limit: 'requestSeconds' | 'headerSeconds',
    what: string,
  ): void {
    const seconds = this.#core.options.limits[limit]
    this.#strike(now, cause, null, 408, `${what} did not come within ${String(seconds)} seconds.`)
  }

  #refuse(now: number): void {
    const { refusal, refusalText } = this.#parser
    const code =
      refusal === 'tls-client-hello' && this.#parts.facts.tls !== null ? 'tls-in-tls' : (refusal ?? 'unknown-protocol')
    const { cause } = REFUSALS[code]
    if (this.#parts.misplaced && cause !== 'not-http')
      return this.#strike(now, 'plain-http-on-tls', code, 400, PLAIN_ON_TLS)
    const reason = code === 'tls-in-tls' ? REFUSALS[code].reason : refusalText.reason
    this.#strike(now, cause, code, refusalText.status, reason)
  }

  /** Something that is no callback: a row now, a short plain answer when its turn comes, then the end. */
  #strike(
    now: number,
    cause: ConnectionCause,
    code: string | null,
    status: number,
    summary: string,
    raw?: Buffer,
  ): void {
    const bytes = raw ?? this.#parser.peek()
    const hello = cause === 'tls-on-plain-http' ? readClientHello(bytes).facts : this.#parts.hello
    const misplaced = this.#parts.misplaced && cause !== 'not-http'
    const trouble = misplaced
      ? {
          cause: 'plain-http-on-tls' as const,
          code: code ?? (cause === 'plain-http-on-tls' ? null : cause),
          summary: PLAIN_ON_TLS,
          hello,
          answered: status,
        }
      : { cause, code, summary, hello, answered: status }
    this.#phase = LAST
    this.#core.trouble(this.#parts.facts, this.#requests + 1, trouble, bytes, raw?.length ?? this.#parser.waiting)
    this.#queue.push(readyExchange(refusalPlan(status, misplaced ? PLAIN_ON_TLS : summary), now))
    this.#setBusy(true)
    this.#flush()
  }

  #abort(code: string, answer: number): void {
    const came = this.#parser.headDone ? 'in the middle of the body' : 'in the middle of the headers'
    this.#strike(this.#core.now(), 'aborted', code, answer, `The client closed the connection ${came} (${code}).`)
  }

  /** The peer sends no more (it may still read). */
  #end(): void {
    this.#ended = true
    if (this.#phase === LINGER) this.destroy()
    else if (this.#phase === OPEN && !this.#paused) this.#partial(this.#core.now())
  }

  /** Nothing is under way and the peer has ended. */
  #leave(): void {
    if (this.#queue.length > 0) return
    if (this.#requests === 0) this.#core.countSilent()
    this.#finish()
  }

  /** Our last word is said. */
  #finish(): void {
    if (this.#phase >= LINGER) return
    this.#phase = LINGER
    this.#setBusy(true)
    const { requestSeconds } = this.#core.options.limits
    this.deadline = this.#core.now() + (this.#leaving.length > 0 ? requestSeconds * 1000 : LINGER_MS)
    this.#socket.end()
    if (this.#paused) this.#socket.resume()
    this.#paused = false
  }

  wind(): void {
    if (this.#phase !== OPEN || this.#queue.length > 0 || this.#parser.waiting > 0) return
    if (this.#requests === 0) return this.destroy()
    this.#stray = 'came-while-closing'
    this.#finish()
  }

  destroy(): void {
    if (this.#core.stopping) this.#errorCode ??= 'listener-stopped'
    this.#socket.destroy()
  }

  #closed(): void {
    const phase = this.#phase
    this.#phase = GONE
    this.#core.members.delete(this)
    if (phase === OPEN) this.#lost()
    for (const exchange of this.#leaving.splice(0)) this.#report(exchange, false)
    for (const exchange of this.#queue.splice(0)) if (exchange.settled) this.#report(exchange, false)
    this.#setBusy(false)
  }

  /** The connection broke while it was open: what had come of a request becomes a row. */
  #lost(): void {
    const code = this.#errorCode
    const { facts, hello } = this.#parts
    if (this.#parser.waiting > 0) {
      const summary = `The connection broke before the request was complete (${code ?? 'closed-early'}).`
      const cause = this.#parts.misplaced ? 'plain-http-on-tls' : 'aborted'
      const trouble = { cause, code: code ?? 'closed-early', summary, hello, answered: null } as const
      this.#core.trouble(facts, this.#requests + 1, trouble, this.#parser.peek(), this.#parser.waiting)
    } else if (code?.startsWith('ERR_SSL') === true) {
      const trouble = {
        cause: 'tls-failed',
        code,
        summary: explainTlsFailure(code, hello),
        hello,
        answered: null,
      } as const
      this.#core.trouble(facts, this.#requests + 1, trouble, Buffer.alloc(0))
    } else if (this.#requests === 0) this.#core.countSilent()
  }

  #setBusy(busy: boolean): void {
    if (this.#busy === busy) return
    this.#busy = busy
    this.#core.busy += busy ? 1 : -1
  }
}
