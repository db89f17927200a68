import type { Framing } from '../../../../shared/model/callback.ts'
import { asBuffer } from './bytes.ts'
import { ChunkScanner } from './chunked.ts'
import { HeadScanner } from './head-scanner.ts'
import { REFUSALS, type RefusalCode } from './refusals.ts'

/** How much of something refused is kept for the user to look at, bytes. */
export const KEPT_BYTES = 65536
const EMPTY: Buffer = Buffer.alloc(0)
const SMALLEST_STORE = 4096

export interface ParserLimits {
  readonly headerBytes: number
  readonly bodyBytes: number
}

/** `more`: feed again. `complete`: one request stands in the fields. `refused`: `refusal` says why; the parser stays there. */
export type Step = 'more' | 'complete' | 'refused'

/**
 * A strict HTTP/1.x request parser over the exact bytes, used instead of node:http: llhttp 8 (Electron 33) and 9 (Node 24) drop
 * and accept different things, and neither gives the bytes. Ours behaves alike everywhere, names each refusal, and hands out the
 * bytes without a copy when a request came in one piece.
 *
 * Use: `feed` bytes, then call `step` until it says `more`. After `complete`, `raw`, `headLength`, `framing`, `keepAlive`, … hold
 * the request until the next `step`.
 */
export class RequestParser {
  raw: Buffer = EMPTY
  headLength = 0
  framing: Framing = 'none'
  refusal: RefusalCode | null = null
  readonly head = new HeadScanner()
  readonly #chunks = new ChunkScanner()
  readonly #limits: ParserLimits
  readonly #demoToken: string | null
  #buffer: Buffer = EMPTY
  #start = 0
  #end = 0
  /** True when the buffer is ours to append to. */
  #owned = false
  #fresh = true
  #bodyAt = 0
  #afterLength = false

  constructor(limits: ParserLimits, demoToken: string | null = null) {
    this.#limits = limits
    this.#demoToken = demoToken
  }

  /** The request is of our own sender: it knows the token. */
  get demo(): boolean {
    return this.head.own !== null && this.head.own === this.#demoToken
  }

  /** Bytes that wait: the part of a request that has come so far. */
  get waiting(): number {
    return this.#end - this.#start
  }

  /** True when the head of the request that is coming is complete. */
  get headDone(): boolean {
    return this.headLength > 0 && !this.#fresh
  }

  /** The waiting bytes, at most `limit` of them; valid until the next `feed`. */
  peek(limit: number = KEPT_BYTES): Buffer {
    return this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + limit))
  }

  feed(bytes: Uint8Array): void {
    const chunk = asBuffer(bytes)
    if (this.#start === this.#end) {
      this.#move(chunk, 0, chunk.length, false)
      return
    }
    const waiting = this.waiting
    if (!this.#owned || this.#end + chunk.length > this.#buffer.length) {
      const store = Buffer.allocUnsafe(this.#capacity(waiting + chunk.length))
      this.#buffer.copy(store, 0, this.#start, this.#end)
      this.#move(store, 0, waiting, true)
    }
    chunk.copy(this.#buffer, this.#end)
    this.#end += chunk.length
  }

  /** Room for what is needed now, doubled, but never beyond what the request can still become. */
  #capacity(needed: number): number {
    const wanted = Math.max(SMALLEST_STORE, needed * 2)
    const { contentLength } = this.head
    if (!this.headDone || contentLength < 0) return wanted
    return Math.max(needed, Math.min(wanted, this.headLength + contentLength))
  }

  #move(buffer: Buffer, start: number, end: number, owned: boolean): void {
    const by = this.#start - start
    if (!this.#fresh) this.head.shift(by)
    this.#bodyAt -= by
    this.#buffer = buffer
    this.#start = start
    this.#end = end
    this.#owned = owned
  }

  step(): Step {
    if (this.refusal !== null) return 'refused'
    if (this.#start === this.#end) return 'more'
    if (this.#fresh) {
      this.#fresh = false
      this.headLength = 0
      this.head.reset(this.#start)
    }
    if (this.headLength === 0 && !this.#readHead()) return this.refusal === null ? 'more' : 'refused'
    return this.#readBody()
  }

  /** A head beyond the limit is read on a little, so that its row shows all of it and its length. */
  #readHead(): boolean {
    const { head } = this
    const { headerBytes } = this.#limits
    const bound = this.#start + Math.max(headerBytes, KEPT_BYTES)
    head.scan(this.#buffer, Math.min(this.#end, bound))
    const length = head.at - this.#start
    if (head.refused !== null) this.#refuse(head.refused)
    else if (head.done ? length > headerBytes : head.at >= bound) this.#refuse('header-too-large')
    if (!head.done || this.refusal !== null) return false
    this.headLength = length
    this.framing = head.framing
    this.#bodyAt = head.at
    if (this.framing === 'chunked') this.#chunks.reset(this.#limits.bodyBytes)
    return true
  }

  #readBody(): Step {
    if (this.framing === 'none') return this.#complete(this.#bodyAt)
    if (this.framing === 'chunked') return this.#readChunks()
    const { contentLength } = this.head
    if (contentLength <= this.#limits.bodyBytes) {
      const bodyEnd = this.#bodyAt + contentLength
      return this.#end >= bodyEnd ? this.#complete(bodyEnd) : 'more'
    }
    // Refused by what the head announces: nothing of such a body is waited for, so that the sender hears of it at once.
    return this.#refuse('body-too-large')
  }

  /** For chunked bodies the limit counts bytes on the wire, framing included: that is what must be held. */
  #readChunks(): Step {
    const chunks = this.#chunks
    this.#bodyAt = chunks.scan(this.#buffer, this.#bodyAt, this.#end)
    if (chunks.refused !== null) return this.#refuse(chunks.refused)
    return chunks.done ? this.#complete(this.#bodyAt) : 'more'
  }

  #complete(end: number): Step {
    const whole = this.#start === 0 && end === this.#buffer.length
    this.raw = whole ? this.#buffer : this.#buffer.subarray(this.#start, end)
    this.#start = end
    this.#fresh = true
    this.#afterLength = this.framing === 'length'
    if (this.#start === this.#end) this.#move(EMPTY, 0, 0, false)
    return 'complete'
  }

  /** What cannot be a request, right after a body with Content-Length, is most likely the rest of that body. */
  #refuse(code: RefusalCode): Step {
    const surplus = this.#afterLength && this.headLength === 0 && this.head.inRequestLine && code !== 'header-too-large'
    this.refusal = surplus ? 'body-longer-than-content-length' : code
    return 'refused'
  }

  /** Status and sentence of the refusal, with the limit where one struck. */
  get refusalText(): { readonly status: number; readonly reason: string } {
    const { status, reason } = REFUSALS[this.refusal ?? 'unknown-protocol']
    if (this.refusal === 'header-too-large')
      return { status, reason: `${reason.slice(0, -1)} of ${String(this.#limits.headerBytes)} bytes.` }
    if (this.refusal !== 'body-too-large') return { status, reason }
    const announced = this.framing === 'length' ? ` It announces ${String(this.head.contentLength)} bytes;` : ''
    return { status, reason: `${reason}${announced} the limit is ${String(this.#limits.bodyBytes)} bytes.` }
  }
}
