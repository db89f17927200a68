import type { Socket } from 'node:net'
import type { ConnectionTrouble } from '../../../shared/model/connection-event.ts'
import { refusalPlan } from './answer.ts'
import { AnswerQueue } from './answer-queue.ts'
import type { ListenerCore, Member } from './core.ts'
import { callbackFacts, newExchange, phaseTimes, readyExchange, type ConnectionParts } from './exchange.ts'
import { EMPTY, GONE, LAST, LINGER, LINGER_MS, MAX_IN_FLIGHT, OPEN } from './phases.ts'
import { ownExchange } from './self-test.ts'
import { abortedTrouble, lateTrouble, lostTrouble, MISPLACED } from './troubles.ts'
import { refusedTrouble, strayTrouble, struckTrouble, tlsTrouble, type Stray } from './troubles.ts'
import { RequestParser } from './wire/request-parser.ts'

/**
 * One HTTP/1.x connection over a plain or TLS socket: bytes in (uncopied when a request came in one piece), captures out,
 * answers back in order, one write each. No timers of its own: the core sweeps deadlines. */
export class HttpConnection implements Member {
  deadline: number
  readonly #core: ListenerCore
  readonly #socket: Socket
  readonly #parts: ConnectionParts
  readonly #parser: RequestParser
  readonly #answers: AnswerQueue
  #phase = OPEN
  #busy = false
  #requests = 0
  #firstByte = -1
  #receivedAt = 0
  #headEnd = -1
  #continueOwed = false
  #paused = false
  #ended = false
  #errorCode: string | null = null
  #stray: Stray | null = null

  constructor(parts: ConnectionParts) {
    const { core, socket } = parts
    this.#parts = parts
    this.#core = core
    this.#socket = socket
    this.#parser = new RequestParser(core.options.limits, core.options.demoToken ?? null)
    this.#answers = new AnswerQueue(core, socket, {
      endsNow: () => this.#endsNow(),
      finish: () => this.#finish(),
      reset: () => this.#reset(),
      emptied: () => this.#emptied(),
      flushed: (now) => this.#flushed(now),
    })
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
      if (this.#answers.pending >= MAX_IN_FLIGHT || this.#answers.blocked) {
        this.#pause()
        break
      }
      const step = this.#parser.step()
      if (step === 'complete') this.#take(now)
      else if (step === 'refused') this.#strike(now, refusedTrouble(this.#parser, this.#parts.facts.tls !== null))
      else {
        this.#partial(now)
        break
      }
    }
    this.#schedule(now)
  }

  #take(now: number): void {
    const [parser, core] = [this.#parser, this.#core]
    const { head, raw } = parser
    const own = ownExchange(parser, this.#parts, now)
    if (this.#parts.misplaced) return this.#strike(now, MISPLACED, raw)
    if (own !== null) return this.#answerOwn(own)
    const plan = core.sink.answer()
    const last = !head.keepAlive || head.isConnect || core.stopping
    const exchange = newExchange(plan, now, head.isHead, head.http10, last)
    const times = phaseTimes(this.#parts, this.#firstByte, this.#headEnd, now)
    const receivedAt = this.#receivedAt
    this.#requests++
    this.#answers.add(exchange)
    this.#setBusy(true)
    if (last) this.#lastRequest(head.keepAlive ? 'came-while-closing' : 'bytes-after-close')
    else if (parser.waiting > 0) this.#begin(now)
    else this.#firstByte = -1
    core.lastCallbackAt = receivedAt
    const facts = callbackFacts(this.#parts.facts, this.#requests, parser, times, plan.status)
    core.sink.callback({ receivedAt, raw, facts }, (stored) => this.#answers.settle(exchange, stored))
  }

  /** A request of our own: answered like anything else, but nobody's callback, so that it is not kept. */
  #answerOwn(exchange: ReturnType<typeof readyExchange>): void {
    this.#requests++
    this.#answers.add(exchange)
    this.#setBusy(true)
    this.#lastRequest('bytes-after-close')
    this.#answers.flush()
  }

  #lastRequest(stray: Stray): void {
    this.#phase = LAST
    this.#stray = stray
    this.#firstByte = -1
    if (this.#parser.waiting > 0) this.#strayBytes(this.#parser.peek())
  }

  #strayBytes(bytes: Buffer): void {
    if (this.#stray === null) return
    const trouble = strayTrouble(this.#stray)
    this.#stray = null
    this.#core.trouble(this.#parts.facts, this.#requests + 1, trouble, bytes)
  }

  /** Every answer is written: go on reading, or close when nobody will ask again. */
  #emptied(): void {
    if (this.#continueOwed) this.#sendContinue()
    if (this.#phase === LAST || (this.#ended && !this.#paused)) this.#finish()
    else if (this.#paused && !this.#answers.blocked) this.#resume()
    else {
      this.#setBusy(false)
      this.#schedule(this.#core.now())
    }
  }

  #endsNow(): boolean {
    const ends = this.#core.stopping && this.#parser.waiting === 0
    if (ends && this.#phase === OPEN) this.#stray = 'came-while-closing'
    return ends
  }

  #flushed(now: number): void {
    if (this.#phase === LINGER) this.deadline = now + LINGER_MS
    else this.#schedule(now)
  }

  #drained(): void {
    this.#answers.blocked = false
    if (this.#phase !== OPEN) return
    if (this.#paused && this.#answers.pending < MAX_IN_FLIGHT) this.#resume()
    else this.#schedule(this.#core.now())
  }

  #pause(): void {
    if (!this.#paused) this.#socket.pause()
    this.#paused = true
  }

  #resume(): void {
    this.#paused = false
    this.#setBusy(this.#answers.pending > 0)
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
      if (head.expectContinue && this.#parts.misplaced) return this.#strike(now, MISPLACED)
      this.#continueOwed = head.expectContinue && !head.http10
      if (this.#continueOwed && this.#answers.pending === 0) this.#sendContinue()
    }
    if (this.#ended) this.#strike(now, abortedTrouble(headDone))
  }

  #sendContinue(): void {
    this.#continueOwed = false
    this.#answers.sendContinue()
  }

  #schedule(now: number): void {
    if (this.#phase >= LINGER) return
    const { limits } = this.#core.options
    if (this.#answers.leaving) this.deadline = now + limits.requestSeconds * 1000
    else if (this.#answers.pending > 0 || this.#phase === LAST) this.deadline = Infinity
    else if (this.#firstByte < 0)
      this.deadline = now + (this.#requests > 0 ? limits.idleSeconds : limits.headerSeconds) * 1000
    else this.deadline = this.#firstByte + (this.#parser.headDone ? limits.requestSeconds : limits.headerSeconds) * 1000
  }

  expire(now: number): void {
    if (this.#phase === LINGER || this.#answers.leaving) this.destroy()
    else if (this.#phase !== OPEN || this.#answers.pending > 0) this.deadline = Infinity
    else if (this.#firstByte < 0) {
      if (this.#requests > 0) this.wind()
      else this.destroy()
    } else this.#strike(now, lateTrouble(this.#parser.headDone, this.#core.options.limits))
  }

  /** Something that is no callback: a row now, a short plain answer when its turn comes, then the end. */
  #strike(now: number, found: ConnectionTrouble, raw?: Buffer): void {
    const { facts, hello, misplaced } = this.#parts
    const bytes = raw ?? this.#parser.peek()
    const trouble = struckTrouble(found, bytes, hello, misplaced)
    this.#phase = LAST
    this.#core.trouble(facts, this.#requests + 1, trouble, bytes, raw?.length ?? this.#parser.waiting)
    this.#answers.add(readyExchange(refusalPlan(trouble.answered ?? 400, trouble.summary), now))
    this.#setBusy(true)
    this.#answers.flush()
  }

  /** The peer sends no more (it may still read). */
  #end(): void {
    this.#ended = true
    if (this.#phase === OPEN && !this.#paused) this.#partial(this.#core.now())
    if (this.#phase < LINGER) this.#answers.letGo()
  }

  /** Nothing is under way and the peer has ended. */
  #leave(): void {
    if (this.#answers.pending > 0) return
    if (this.#requests === 0) this.#core.left(this.#parts.facts, this.#parts.hello)
    this.#finish()
  }

  /** Our last word is said. */
  #finish(): void {
    if (this.#phase >= LINGER) return
    this.#phase = LINGER
    this.#setBusy(true)
    const lingers = this.#answers.leaving ? this.#core.options.limits.requestSeconds * 1000 : LINGER_MS
    this.deadline = this.#core.now() + lingers
    this.#socket.end()
    if (this.#paused) this.#socket.resume()
    this.#paused = false
  }

  /** A rule breaks the connection as a crashed server does: RST on the TCP socket, whatever lies over it. */
  #reset(): void {
    this.#phase = GONE
    this.#parts.transport.resetAndDestroy()
    this.#socket.destroy()
  }

  wind(): void {
    this.#answers.hurry()
    if (this.#phase !== OPEN || this.#answers.pending > 0 || this.#parser.waiting > 0) return
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
    this.#answers.close()
    this.#setBusy(false)
  }

  /** The connection broke while it was open: what had come of a request becomes a row. */
  #lost(): void {
    const { facts, hello, misplaced } = this.#parts
    const [code, waiting] = [this.#errorCode, this.#parser.waiting]
    if (waiting > 0) {
      const trouble = struckTrouble(lostTrouble(code ?? 'closed-early', hello), EMPTY, hello, misplaced)
      this.#core.trouble(facts, this.#requests + 1, trouble, this.#parser.peek(), waiting)
    } else if (code?.startsWith('ERR_SSL') === true) {
      this.#core.handshakeFailed(facts, tlsTrouble(code, hello, this.#core.names), EMPTY)
    } else if (this.#requests === 0) this.#core.left(facts, hello)
  }

  #setBusy(busy: boolean): void {
    if (this.#busy === busy) return
    this.#busy = busy
    this.#core.busy += busy ? 1 : -1
    if (busy) this.#core.newcomers.delete(this.#parts.transport)
  }
}
