import type { Socket } from 'node:net'

/** Who has brought nothing after so long (ms) keeps connections in reserve, as load balancers and browsers do. */
const RESERVE_MS = 1_000

/** Open connections that have not brought a request yet, and will in a moment. */
export class Newcomers {
  /** When each was accepted (monotonic, ms), the oldest first. */
  readonly #since = new Map<Socket, number>()

  add(socket: Socket, now: number): void {
    this.#since.set(socket, now)
  }

  /** It has brought a request, or is gone. */
  delete(socket: Socket): void {
    this.#since.delete(socket)
  }

  count(now: number): number {
    for (const [socket, since] of this.#since) {
      if (now - since < RESERVE_MS) break
      this.#since.delete(socket)
    }
    return this.#since.size
  }
}
