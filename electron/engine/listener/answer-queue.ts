import type { Socket } from 'node:net'
import { NOT_STORED } from './answer.ts'
import type { ListenerCore } from './core.ts'
import { readyExchange, type Exchange } from './exchange.ts'
import { ENDINGS, holdBack } from './hold-back.ts'
import type { ListenerAct, Stored } from './types.ts'

/** On a connection that is never answered: after this long the system looks whether the other side is still there, ms. */
const KEEP_ALIVE_MS = 60_000

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n'

/** What the queue asks and tells its connection. */
export interface AnswerOwner {
  /** True when the connection should end with the answer that is about to leave, although the request did not say so. */
  readonly endsNow: () => boolean
  /** The last answer was written: close. */
  readonly finish: () => void
  /** A rule breaks the connection. */
  readonly reset: () => void
  /** Every request that came is answered. */
  readonly emptied: () => void
  /** The kernel has taken everything that was written. */
  readonly flushed: (now: number) => void
}

/** The answers of one connection: they leave in the order of the requests, each in one write, and each tells what became of it. */
export class AnswerQueue {
  /** True while the socket has more than it wants to hold: nothing more is read then. */
  blocked = false
  readonly #core: ListenerCore
  readonly #socket: Socket
  readonly #owner: AnswerOwner
  /** Answers to give, oldest first. */
  readonly #queue: Exchange[] = []
  /** Answers handed to the socket that the kernel has not taken yet. */
  readonly #leaving: Exchange[] = []
  #closed = false

  constructor(core: ListenerCore, socket: Socket, owner: AnswerOwner) {
    this.#core = core
    this.#socket = socket
    this.#owner = owner
  }

  /** Requests that wait for their answer. */
  get pending(): number {
    return this.#queue.length
  }

  /** True while answers are on their way to the kernel. */
  get leaving(): boolean {
    return this.#leaving.length > 0
  }

  add(exchange: Exchange): void {
    this.#queue.push(exchange)
  }

  /** The callback is stored (or could not be): its answer may leave, once those before it have. A second call does nothing. */
  settle(exchange: Exchange, stored: Stored): void {
    if (exchange.settled || exchange.held !== null) return
    exchange.settled = true
    if (stored === null) exchange.failed = true
    else exchange.sequence = stored.sequence
    if (stored?.act !== undefined) this.#hold(exchange, stored.act)
    else if (this.#closed) this.#report(exchange, false)
    else this.flush()
  }

  /** A rule holds the answer back: what it does is done when the delay is over, and its turn has come. */
  #hold(exchange: Exchange, act: ListenerAct): void {
    exchange.settled = false
    exchange.held = holdBack(act, (plan) => {
      if (plan !== null) exchange.plan = plan
      exchange.settled = true
      if (this.#closed) this.#report(exchange, false)
      else this.flush()
    })
    // Gone already: only what is fetched is still waited for, so that both answers can be shown.
    if (this.#closed) this.#abandon(exchange)
    else if (act.kind === 'silence') this.#socket.setKeepAlive(true, KEEP_ALIVE_MS)
    // The listener stopped, or the other side ended, while the callback was being stored.
    if (this.#core.stopping) this.hurry()
    else if (this.#socket.readableEnded) this.letGo()
  }

  /** The connection is gone before the answer could leave. */
  #abandon(exchange: Exchange): void {
    if (exchange.settled || exchange.held === null) return
    if (exchange.held.act.kind === 'fetch') return exchange.held.now()
    exchange.held.cancel()
    exchange.settled = true
    this.#report(exchange, false)
  }

  /** The listener stops: delays are cut short, and who was to get nothing is let go. */
  hurry(): void {
    for (const exchange of [...this.#queue]) exchange.held?.now()
    this.letGo()
  }

  /** Ends a connection on which nothing but a silence is left: the other side has ended too, or the listener stops. */
  letGo(): void {
    const [first] = this.#queue
    if (first?.held?.act.kind === 'silence' && !first.settled) this.#owner.finish()
  }

  /** Sends the answers whose turn has come. */
  flush(): void {
    if (this.#closed) return
    let sent = false
    let exchange = this.#queue[0]
    while (exchange?.settled === true) {
      this.#queue.shift()
      sent = true
      if (this.#write(exchange)) return
      exchange = this.#queue[0]
    }
    if (sent && this.#queue.length === 0) this.#owner.emptied()
  }

  /** Gives true when this was the connection's last answer. */
  #write(exchange: Exchange): boolean {
    const act = exchange.held?.act.kind
    if (act === 'close' || act === 'reset') {
      this.#report(exchange, false, this.#core.now())
      if (act === 'close') this.#owner.finish()
      else this.#owner.reset()
      return true
    }
    const last = exchange.last || (this.#queue.length === 0 && this.#owner.endsNow())
    const persistence = last ? 'close' : exchange.http10 ? 'keep' : 'silent'
    const plan = exchange.failed ? NOT_STORED : exchange.plan
    this.#leaving.push(exchange)
    const bytes = this.#core.answers.bytes(plan, persistence, exchange.isHead)
    if (!this.#socket.write(bytes, this.#left)) this.blocked = true
    if (last) this.#owner.finish()
    return last
  }

  sendContinue(): void {
    this.#leaving.push(readyExchange(NOT_STORED, 0))
    this.#socket.write(CONTINUE, 'latin1', this.#left)
  }

  /** The kernel took an answer, or never will. Called in the order of the writes. */
  readonly #left = (error?: Error | null): void => {
    const exchange = this.#leaving.shift()
    if (exchange === undefined) return
    const now = this.#core.now()
    this.#report(exchange, error === undefined || error === null, now)
    if (this.#leaving.length === 0) this.#owner.flushed(now)
  }

  #report(exchange: Exchange, sent: boolean, now = 0): void {
    if (exchange.sequence === null) return
    const silent = exchange.held !== null && ENDINGS.has(exchange.held.act.kind)
    const afterMs = now > 0 ? now - exchange.bodyEnd : null
    this.#core.sink.answered(
      exchange.sequence,
      sent,
      sent || silent ? afterMs : null,
      silent ? 0 : exchange.plan.status,
    )
  }

  /** The connection is gone: whatever was not sent never will be. */
  close(): void {
    this.#closed = true
    for (const exchange of this.#leaving.splice(0)) this.#report(exchange, false)
    for (const exchange of this.#queue.splice(0)) {
      if (exchange.settled) this.#report(exchange, false)
      else this.#abandon(exchange)
    }
  }
}
