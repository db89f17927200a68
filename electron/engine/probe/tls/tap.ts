import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'

/** How much of what the server sends is kept for reading its flight. */
const KEPT = 400_000

/** A connection that keeps a copy of what the server sends, for as long as it is asked to. */
export class Tap extends Duplex {
  readonly #socket: Socket
  #kept: Buffer[] | null = []
  #size = 0

  constructor(socket: Socket) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#keep(chunk)
      if (!this.push(chunk)) socket.pause()
    })
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  #keep(chunk: Buffer): void {
    if (this.#kept === null || this.#size > KEPT) return
    this.#size += chunk.length
    this.#kept.push(chunk)
  }

  /** The server's bytes up to now; nothing is kept from here on. */
  untap(): Buffer {
    const kept = Buffer.concat(this.#kept ?? [])
    this.#kept = null
    return kept
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}
