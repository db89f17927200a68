import type { Socket } from 'node:net'
import type { Server as TlsServer, TLSSocket } from 'node:tls'
import type { ClientHelloFacts, ConnectionFacts } from '../../../shared/model/callback.ts'
import type { ConnectionTrouble } from '../../../shared/model/connection-event.ts'
import { HttpConnection } from './connection.ts'
import type { ListenerCore, Member } from './core.ts'
import { HELLO_LIMIT, readClientHello } from './tls/client-hello.ts'
import { tlsTrouble } from './troubles.ts'

const HANDSHAKE_RECORD = 0x16
const ALERT_RECORD = 0x15
/** A ClientHello that comes in more pieces than this is left to the TLS library, unread. */
const MAX_PIECES = 4096
const EMPTY: Buffer = Buffer.alloc(0)

/**
 * A connection on the HTTPS port until its handshake is done. The first bytes are read here, so that plain HTTP gets a helpful
 * answer and a handshake that fails keeps what its ClientHello offered; then they go back and the TLS server takes over.
 */
export class TlsArrival implements Member {
  deadline: number
  readonly #core: ListenerCore
  readonly #socket: Socket
  readonly #server: TlsServer
  readonly #acceptedAt: number
  #facts: ConnectionFacts
  #bytes = EMPTY
  #pieces = 0
  #hello: ClientHelloFacts | null = null
  #over = false

  constructor(core: ListenerCore, socket: Socket, server: TlsServer, facts: ConnectionFacts, acceptedAt: number) {
    this.#core = core
    this.#socket = socket
    this.#server = server
    this.#facts = facts
    this.#acceptedAt = acceptedAt
    this.deadline = acceptedAt + core.options.limits.handshakeSeconds * 1000
    core.add(this)
    socket.on('readable', this.#readable)
    socket.on('end', this.#ended)
    socket.on('close', () => this.#closed())
  }

  readonly #readable = (): void => {
    let chunk = this.#socket.read() as Buffer | null
    while (chunk !== null && !this.#over) {
      this.#pieces++
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
      chunk = this.#socket.read() as Buffer | null
    }
    if (this.#bytes.length > 0 && !this.#over) this.#look()
  }

  #look(): void {
    if (this.#bytes[0] === ALERT_RECORD) return this.#strike('tls-failed', 'alert-before-hello')
    if (this.#bytes[0] !== HANDSHAKE_RECORD) return this.#plain()
    const { state, facts } = readClientHello(this.#bytes)
    this.#hello = facts
    if (state === 'too-long' || this.#bytes.length > HELLO_LIMIT)
      return this.#strike('tls-failed', 'client-hello-too-long')
    if (state !== 'more' || this.#pieces > MAX_PIECES) this.#handOver()
  }

  #release(): void {
    this.#socket.removeListener('readable', this.#readable)
    this.#socket.removeListener('end', this.#ended)
  }

  #handOver(): void {
    this.#release()
    this.#socket.unshift(this.#bytes)
    // A client that closes in the handshake has gone; only after it may it close one side and still wait for the answer.
    this.#socket.allowHalfOpen = false
    this.#server.emit('connection', this.#socket)
  }

  #plain(): void {
    this.#over = true
    this.#release()
    this.#core.members.delete(this)
    const parts = { facts: this.#facts, acceptedAt: this.#acceptedAt, securedAt: null, hello: null, misplaced: true }
    const connection = new HttpConnection({ core: this.#core, socket: this.#socket, transport: this.#socket, ...parts })
    connection.receive(this.#bytes)
    this.#socket.resume()
  }

  /** The handshake is done: HTTP begins. */
  secured(socket: TLSSocket): void {
    if (this.#over) return
    this.#over = true
    const core = this.#core
    core.members.delete(this)
    socket.allowHalfOpen = true
    const tls = {
      version: socket.getProtocol() ?? '',
      cipher: socket.getCipher().name,
      sni: this.#hello?.sni ?? (typeof socket.servername === 'string' ? socket.servername : null),
      alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : null,
    }
    const facts = { ...this.#facts, tls }
    const times = { acceptedAt: this.#acceptedAt, securedAt: core.now() }
    new HttpConnection({
      core,
      socket,
      transport: this.#socket,
      facts,
      hello: this.#hello,
      ...times,
      misplaced: false,
    })
  }

  /** The handshake failed; called by `tlsClientError`, which fires once or more for one failure. */
  failed(error: NodeJS.ErrnoException): void {
    this.#strike('tls-failed', error.code ?? 'unknown')
  }

  readonly #ended = (): void => {
    if (this.#bytes.length === 0) this.#socket.destroy()
    else this.#strike('tls-failed', 'ECONNRESET')
  }

  expire(): void {
    const { handshakeSeconds } = this.#core.options.limits
    if (this.#bytes.length > 0) this.#strike('tls-timeout', null, handshakeSeconds)
    else if (!this.#over) {
      this.#over = true
      const trouble = { cause: 'tls-timeout', code: 'no-bytes', hello: null, answered: null } as const
      this.#core.flood(this.#facts, trouble, (count) => stalled(count, handshakeSeconds))
      this.#socket.destroy()
    }
  }

  #strike(kind: 'tls-failed' | 'tls-timeout', code: string | null, seconds = 0): void {
    if (this.#over) return
    this.#over = true
    const summary = `The TLS handshake was not finished within ${String(seconds)} seconds.`
    const trouble: ConnectionTrouble =
      kind === 'tls-timeout'
        ? { cause: kind, code, summary, hello: this.#hello, answered: null }
        : tlsTrouble(code ?? '', this.#hello, this.#core.names)
    this.#core.handshakeFailed(this.#facts, trouble, this.#bytes)
    this.#socket.destroy()
  }

  wind(): void {
    if (this.#bytes.length === 0) this.destroy()
  }

  destroy(): void {
    if (this.#bytes.length > 0) this.#strike('tls-failed', 'listener-stopped')
    this.#socket.destroy()
  }

  #closed(): void {
    this.#core.members.delete(this)
    if (this.#over) return
    if (this.#bytes.length > 0) return this.#strike('tls-failed', 'ECONNRESET')
    this.#over = true
    this.#core.countSilent()
  }
}

function stalled(count: number, seconds: number): string {
  const what = `did not begin the TLS handshake within ${String(seconds)} seconds`
  return count === 1 ? `A client connected, but ${what}.` : `${String(count)} clients connected, but ${what}.`
}
