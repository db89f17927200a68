import { createHmac, timingSafeEqual } from 'node:crypto'
import type { PublicArrival } from '../../../shared/model/public-arrival.ts'

/* A request that goes out to a public name may end anywhere, so it carries no secret: a number that is used once, and the proof that
   it was made by somebody who knows the token of this engine. */

/** A mark counts for this long, ms. */
const HOLDS_MS = 60_000
const MOST_KEPT = 256
const FORM = /^public (\d{1,15}-[0-9a-f]{16}) ([0-9a-f]{64})$/

const proof = (token: string, nonce: string): string =>
  createHmac('sha256', token).update(`public ${nonce}`).digest('hex')

/**
 * Makes the mark of one request through a public name: the value of TOKEN_HEADER.
 * @param nonce from `publicNonce`
 */
export function publicMark(token: string, nonce: string): string {
  return `public ${nonce} ${proof(token, nonce)}`
}

/** A number to use once. `now` in ms since 1970; `random`: 16 hex digits. */
export function publicNonce(now: number, random: string): string {
  return `${String(Math.round(now))}-${random}`
}

/** The marked requests that arrived, the latest MOST_KEPT; one register for all listeners of an engine. */
export class PublicArrivals {
  readonly #token: string
  readonly #arrived = new Map<string, PublicArrival>()

  constructor(token: string) {
    this.#token = token
  }

  /**
   * Takes the mark of a request: true when it is ours, fresh, and here for the first time. A repeat is a request like any other:
   * who heard a mark on the way cannot hide callbacks with it.
   */
  take(mark: string, arrival: PublicArrival): boolean {
    const [, nonce = '', given = ''] = FORM.exec(mark) ?? []
    if (nonce === '' || this.#arrived.has(nonce)) return false
    if (!timingSafeEqual(Buffer.from(proof(this.#token, nonce)), Buffer.from(given))) return false
    if (Math.abs(arrival.at - Number.parseInt(nonce, 10)) > HOLDS_MS) return false
    this.#arrived.set(nonce, arrival)
    for (const old of this.#arrived.keys()) {
      if (this.#arrived.size <= MOST_KEPT) break
      this.#arrived.delete(old)
    }
    return true
  }

  /** How the request with this number arrived; null when it did not. */
  find(nonce: string): PublicArrival | null {
    return this.#arrived.get(nonce) ?? null
  }
}
