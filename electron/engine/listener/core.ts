import type { ClientHelloFacts, ConnectionFacts, Peer } from '../../../shared/model/callback.ts'
import { isHandshakeFailure } from '../../../shared/model/connection-event.ts'
import type { ConnectionTrouble } from '../../../shared/model/connection-event.ts'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { AnswerCache } from './answer.ts'
import { Newcomers } from './newcomers.ts'
import { isWrongName } from './tls/cause.ts'
import { tlsTrouble } from './troubles.ts'
import type { CaptureSink, ListenerOptions } from './types.ts'
import { KEPT_BYTES } from './wire/request-parser.ts'

/** A connection in any of its stages, as the sweep and the stop see it. */
export interface Member {
  /** Monotonic ms after which `expire` is called; Infinity while nothing is awaited from the peer. */
  readonly deadline: number
  readonly expire: (now: number) => void
  /** The listener stops: close at once when nothing is in flight. */
  readonly wind: () => void
  readonly destroy: () => void
}

const NOWHERE: Peer = { address: '', port: 0 }
/** Rows that could come in floods are written at most this often, ms; the next one carries the count. */
const FLOOD_MS = 1000
/** Clients that look at the name after the handshake come again and again, health checks among them: then a row a minute will do. */
const LEFT_MS = 60_000
/** So many troubles of one kind from one peer get a row each within that time; what follows is counted. */
const ROWS_EACH = 3

const EMPTY: Buffer = Buffer.alloc(0)

interface Flood {
  /** A row at most this often, ms. */
  readonly every: number
  lastAt: number
  count: number
  readonly summary: (count: number) => string
  trouble: Omit<ConnectionTrouble, 'summary'>
  connection: ConnectionFacts
}

/** What all connections of one listener share: limits, clocks, counters, the sink, and the one timer for every deadline. */
export class ListenerCore {
  readonly options: ListenerOptions
  readonly sink: CaptureSink
  readonly answers = new AnswerCache()
  readonly members = new Set<Member>()
  stopping = false
  /** Called when a stopping listener has no connection left. */
  emptied: (() => void) | null = null
  open = 0
  /** Open connections that wait for our answer, or are closing: no request can come from them. */
  busy = 0
  /** By their TCP sockets. */
  readonly newcomers = new Newcomers()
  silent = 0
  lastCallbackAt: number | null = null
  lastTroubleAt: number | null = null
  lastTrouble: string | null = null
  lastHandshakeFailureAt: number | null = null
  lastHandshakeFailure: string | null = null
  /** The certificate in force, as it is shown. */
  certificate: ListenerStatus['certificate']
  #connections = 0
  #timer: NodeJS.Timeout | null = null
  readonly #period: number
  readonly #floods = new Map<string, Flood>()
  /** Troubles that had rows of their own a moment ago: how many, and since when. */
  readonly #recent = new Map<string, { count: number; readonly since: number; readonly every: number }>()

  constructor(options: ListenerOptions, sink: CaptureSink) {
    this.options = options
    this.sink = sink
    this.certificate = options.certificate ?? null
    const { headerSeconds, handshakeSeconds, requestSeconds, idleSeconds } = options.limits
    const shortest = Math.min(headerSeconds, handshakeSeconds, requestSeconds, idleSeconds) * 1000
    this.#period = Math.min(1000, Math.max(50, shortest / 4))
  }

  now(): number {
    return this.options.clocks.monotonic()
  }

  wall(): number {
    return this.options.clocks.wall()
  }

  nextNumber(): number {
    return ++this.#connections
  }

  add(member: Member): void {
    this.members.add(member)
    this.#arm()
  }

  #arm(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#sweep(this.now())
      if (this.members.size > 0 || this.#floods.size > 0 || this.#recent.size > 0) this.#arm()
    }, this.#period).unref()
  }

  #sweep(now: number): void {
    for (const member of this.members) if (now >= member.deadline) member.expire(now)
    for (const [kind, { since, every }] of this.#recent) if (now - since >= every) this.#recent.delete(kind)
    for (const [kind, flood] of this.#floods) {
      if (now - flood.lastAt < flood.every) continue
      if (flood.count === 0) this.#floods.delete(kind)
      else this.#flush(flood, now)
    }
  }

  /** The names in our certificate. */
  get names(): readonly string[] {
    return this.certificate?.names ?? []
  }

  countSilent(): void {
    this.silent++
    this.sink.changed()
  }

  /** A client that closed without a request: counted, unless it asked for a name that our certificate does not hold. */
  left(connection: ConnectionFacts, hello: ClientHelloFacts | null): void {
    if (!isWrongName(hello, this.names)) return this.countSilent()
    return this.handshakeFailed(connection, tlsTrouble('closed-after-handshake', hello, this.names), EMPTY)
  }

  /** A handshake that failed, or was regretted as soon as it was done; what a peer repeats is folded. */
  handshakeFailed(connection: ConnectionFacts, trouble: ConnectionTrouble, bytes: Buffer): void {
    const every = trouble.cause === 'tls-wrong-name' ? LEFT_MS : FLOOD_MS
    return this.repeated(connection, trouble, bytes, every)
  }

  trouble(
    connection: ConnectionFacts,
    requestNumber: number,
    trouble: ConnectionTrouble,
    bytes: Buffer,
    bytesSeen = bytes.length,
  ): void {
    const receivedAt = this.wall()
    this.lastTroubleAt = receivedAt
    this.lastTrouble = trouble.summary
    if (isHandshakeFailure(trouble.cause)) {
      this.lastHandshakeFailureAt = receivedAt
      this.lastHandshakeFailure = trouble.summary
    }
    // A copy: the kept bytes must not hold a large buffer alive, nor change under the row.
    const raw = Uint8Array.from(bytes.subarray(0, KEPT_BYTES))
    this.sink.trouble({ receivedAt, raw, facts: { kind: 'connection', connection, requestNumber, trouble, bytesSeen } })
    this.sink.changed()
  }

  /** A trouble that one peer may repeat: rows of their own at first, with their bytes; then one each `every` ms with the count. */
  repeated(connection: ConnectionFacts, trouble: ConnectionTrouble, bytes: Buffer, every: number = FLOOD_MS): void {
    const { cause, code, summary, hello, answered } = trouble
    const name = every === FLOOD_MS ? '' : (hello?.sni ?? '')
    const kind = `${cause} ${every === FLOOD_MS ? (code ?? '') : ''} ${connection.peer.address} ${name}`
    const recent = this.#recent.get(kind) ?? { count: 0, since: this.now(), every }
    recent.count++
    this.#recent.set(kind, recent)
    this.#arm()
    if (recent.count <= ROWS_EACH && !this.#floods.has(kind)) return this.trouble(connection, 0, trouble, bytes)
    const again = (count: number) => (count === 1 ? summary : `${summary} (${String(count)} times)`)
    return this.flood(connection, { cause, code, hello, answered }, again, kind, every)
  }

  /** A row of a kind that may come thousands of times a second: the first at once, then one each `every` ms with the count. */
  flood(
    connection: ConnectionFacts,
    trouble: Flood['trouble'],
    summary: Flood['summary'],
    kind: string = trouble.cause,
    every: number = FLOOD_MS,
  ): void {
    const known = this.#floods.get(kind)
    if (known !== undefined) {
      known.count++
      known.trouble = trouble
      known.connection = connection
      return
    }
    const flood: Flood = { every, lastAt: 0, count: 1, summary, trouble, connection }
    this.#floods.set(kind, flood)
    this.#flush(flood, this.now())
    this.#arm()
  }

  #flush(flood: Flood, now: number): void {
    const { connection, trouble, count, summary } = flood
    flood.count = 0
    flood.lastAt = now
    this.trouble(connection, 0, { ...trouble, summary: summary(count) }, Buffer.alloc(0))
  }

  /** Writes what is still counted, when the listener ends. */
  close(): void {
    for (const flood of this.#floods.values()) if (flood.count > 0) this.#flush(flood, this.now())
    this.#floods.clear()
    this.#recent.clear()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  facts(peer: Peer = NOWHERE, local: Peer = NOWHERE): ConnectionFacts {
    return { number: this.nextNumber(), peer, local, scheme: this.options.scheme, tls: null }
  }
}
