import type { Framing } from '../../../../shared/model/callback.ts'
import { COLON, CR, equalsFolded, HT, LF, SP, TARGET, TOKEN, VALUE } from './bytes.ts'
import type { RefusalCode } from './refusals.ts'

const LEADING = 0
const METHOD = 1
const TARGET_PART = 2
const VERSION = 3
const VERSION_JUNK = 4
const LINE_LF = 5
const HEADER_START = 6
const HEADER_NAME = 7
const HEADER_VALUE = 8
const VALUE_LF = 9
const HEAD_LF = 10

const MAX_METHOD = 255
/** Empty lines before a request line that are passed over, in bytes (RFC 9112 §2.2); they stay part of the raw bytes. */
const MAX_LEADING = 4
const VERSION_START = 'HTTP/1.'

/**
 * Reads the head of one request (RFC 9112 §2–§6) as a state machine over single bytes: the outcome depends on the bytes alone and
 * never on how they were split. `at` is the next byte to look at; all indexes are relative to the buffer handed to `scan`, and
 * `shift` moves them when the caller moves its bytes.
 */
export class HeadScanner {
  at = 0
  done = false
  refused: RefusalCode | null = null
  http10 = false
  isHead = false
  isConnect = false
  keepAlive = true
  expectContinue = false
  /** What the header of our own sender holds; not yet believed. */
  own: string | null = null
  contentLength = -1
  #chunkedSeen = 0
  #state = LEADING
  #start = 0
  #methodStart = 0
  #lineStart = 0
  #nameEnd = 0

  reset(start: number): void {
    this.at = this.#start = start
    this.done = this.http10 = this.isHead = this.isConnect = this.expectContinue = false
    this.keepAlive = true
    this.refused = this.own = null
    this.contentLength = -1
    this.#chunkedSeen = 0
    this.#state = LEADING
  }

  shift(by: number): void {
    this.at -= by
    this.#start -= by
    this.#methodStart -= by
    this.#lineStart -= by
    this.#nameEnd -= by
  }

  get framing(): Framing {
    if (this.#chunkedSeen > 0) return 'chunked'
    return this.contentLength >= 0 ? 'length' : 'none'
  }

  /** True while no more than the request line was read: what is refused here may not be HTTP at all. */
  get inRequestLine(): boolean {
    return this.#state <= LINE_LF
  }

  /** Looks at the bytes up to `end`; afterwards `done`, `refused`, or neither (more bytes are needed). */
  scan(buffer: Buffer, end: number): void {
    if (this.#state <= LINE_LF) this.#requestLine(buffer, end)
    if (this.#state > LINE_LF && this.refused === null) this.#headerLines(buffer, end)
  }

  #requestLine(buffer: Buffer, end: number): void {
    while (this.at < end && this.refused === null && this.#state <= LINE_LF) {
      if (this.#state === TARGET_PART) this.#target(buffer, end)
      else if (this.#state === METHOD) this.#method(buffer, end)
      else this.#edge(buffer, buffer[this.at] ?? 0)
    }
  }

  /** The few bytes of a request line that are not method or target. */
  #edge(buffer: Buffer, byte: number): void {
    if (this.#state === LEADING) return this.#leading(byte)
    this.at++
    if (this.#state === LINE_LF) {
      if (byte !== LF) this.refused = 'bare-cr'
      this.#state = HEADER_START
    } else if (byte === LF) this.refused = 'bare-lf'
    else if (this.#state === VERSION) this.#version(buffer, byte)
    else if (byte === CR) this.refused = this.#junkCode(buffer)
    else if (VALUE[byte] === 0) this.refused = 'bad-version'
  }

  #leading(byte: number): void {
    const passed = this.at - this.#start
    if (TOKEN[byte] === 1 && passed % 2 === 0) {
      this.#methodStart = this.at
      this.#state = METHOD
      return
    }
    if (passed < MAX_LEADING && byte === (passed % 2 === 0 ? CR : LF)) this.at++
    else if (passed === 0 && byte === 0x16) this.refused = 'tls-client-hello'
    else if (passed === MAX_LEADING && byte === 0) this.refused = 'proxy-protocol-v2'
    else if (byte === LF) this.refused = 'bare-lf'
    else this.refused = passed % 2 === 1 ? 'bare-cr' : 'unknown-protocol'
  }

  #method(buffer: Buffer, end: number): void {
    let at = this.at
    const last = Math.min(end, this.#methodStart + MAX_METHOD + 1)
    while (at < last && TOKEN[buffer[at] as number] === 1) at++
    this.at = at
    if (at === end) {
      if (at - this.#methodStart > MAX_METHOD) this.refused = 'bad-method'
      return
    }
    const length = at - this.#methodStart
    const byte = buffer[at]
    if (byte === SP && length <= MAX_METHOD) {
      this.isHead = length === 4 && this.#begins(buffer, 'HEAD')
      this.isConnect = length === 7 && this.#begins(buffer, 'CONNECT')
      this.#lineStart = this.at = at + 1
      this.#state = TARGET_PART
    } else if (this.#begins(buffer, 'SSH-')) this.refused = 'ssh-banner'
    else if (byte === LF) this.refused = 'bare-lf'
    else this.refused = byte === CR ? 'missing-target' : 'bad-method'
  }

  #begins(buffer: Buffer, text: string): boolean {
    for (let i = 0; i < text.length; i++) if (buffer[this.#methodStart + i] !== text.charCodeAt(i)) return false
    return true
  }

  #target(buffer: Buffer, end: number): void {
    let at = this.at
    while (at < end && TARGET[buffer[at] as number] === 1) at++
    this.at = at
    if (at === end) return
    const byte = buffer[at]
    if (at === this.#lineStart) this.refused = byte === CR || byte === SP ? 'missing-target' : 'control-in-target'
    else if (byte === SP) {
      this.#lineStart = this.at = at + 1
      this.#state = VERSION
    } else if (byte === LF) this.refused = 'bare-lf'
    else if (byte === CR) this.refused = this.#stranger(buffer) ?? 'missing-version'
    else this.refused = 'control-in-target'
  }

  #version(buffer: Buffer, byte: number): void {
    const index = this.at - 1 - this.#lineStart
    if (index < VERSION_START.length && byte === VERSION_START.charCodeAt(index)) return
    if (index === VERSION_START.length && (byte === 0x30 || byte === 0x31)) {
      this.http10 = byte === 0x30
      this.keepAlive = byte === 0x31
    } else if (index === VERSION_START.length + 1 && byte === CR) this.#state = LINE_LF
    else if (byte === CR) this.refused = this.#junkCode(buffer)
    else if (VALUE[byte] === 0) this.refused = 'bad-version'
    else this.#state = VERSION_JUNK
  }

  /** Peers that are known by their first line, else null. */
  #stranger(buffer: Buffer): RefusalCode | null {
    if (this.#begins(buffer, 'SSH-')) return 'ssh-banner'
    return this.#begins(buffer, 'PROXY ') ? 'proxy-protocol-v1' : null
  }

  /** Names what stands where the version should: decided at the end of the line, so that the whole of it is known. */
  #junkCode(buffer: Buffer): RefusalCode {
    const rest = buffer.toString('latin1', this.#lineStart, this.at - 1)
    const stranger = this.#stranger(buffer)
    if (stranger !== null) return stranger
    if (rest === 'HTTP/2.0' && this.#begins(buffer, 'PRI ')) return 'http2-preface'
    return / HTTP\/\d/.test(rest) ? 'space-in-target' : 'bad-version'
  }

  #headerLines(buffer: Buffer, end: number): void {
    while (this.at < end && this.refused === null && !this.done) {
      if (this.#state === HEADER_NAME) this.#name(buffer, end)
      else if (this.#state === HEADER_VALUE) this.#value(buffer, end)
      else this.#headerEdge(buffer, buffer[this.at] as number)
    }
  }

  #name(buffer: Buffer, end: number): void {
    let at = this.at
    while (at < end && TOKEN[buffer[at] as number] === 1) at++
    this.at = at
    if (at === end) return
    const byte = buffer[at]
    if (byte === COLON) {
      this.#nameEnd = at
      this.at = at + 1
      this.#state = HEADER_VALUE
    } else if (byte === LF) this.refused = 'bare-lf'
    else this.refused = byte === CR ? 'missing-colon' : 'bad-header-name'
  }

  #value(buffer: Buffer, end: number): void {
    let at = this.at
    while (at < end && VALUE[buffer[at] as number] === 1) at++
    this.at = at
    if (at === end) return
    const byte = buffer[at]
    if (byte === CR) {
      this.at = at + 1
      this.#state = VALUE_LF
    } else this.refused = byte === LF ? 'bare-lf' : 'control-in-value'
  }

  #headerEdge(buffer: Buffer, byte: number): void {
    if (this.#state === HEADER_START) {
      if (TOKEN[byte] === 1) {
        this.#lineStart = this.at
        this.#state = HEADER_NAME
        return
      }
      this.at++
      if (byte === CR) this.#state = HEAD_LF
      else if (byte === LF) this.refused = 'bare-lf'
      else if (byte === COLON) this.refused = 'empty-header-name'
      else this.refused = byte === SP || byte === HT ? 'line-folding' : 'bad-header-name'
      return
    }
    this.at++
    if (byte !== LF) this.refused = 'bare-cr'
    else if (this.#state === HEAD_LF) this.#finish()
    else {
      this.#state = HEADER_START
      this.#header(buffer)
    }
  }

  /** One header line is complete: the few names that decide framing and connection are told apart by their length first. */
  #header(buffer: Buffer): void {
    const from = this.#lineStart
    const length = this.#nameEnd - from
    if (length === 14) {
      if (equalsFolded(buffer, from, this.#nameEnd, 'content-length')) this.#length(this.#text(buffer))
    } else if (length === 17) {
      if (equalsFolded(buffer, from, this.#nameEnd, 'transfer-encoding')) this.#coding(this.#text(buffer))
    } else if (length === 10) {
      if (equalsFolded(buffer, from, this.#nameEnd, 'connection')) this.#connection(this.#text(buffer))
    } else if (length === 6) {
      if (equalsFolded(buffer, from, this.#nameEnd, 'expect'))
        this.expectContinue = this.#text(buffer).toLowerCase() === '100-continue'
    } else if (length === 25 && equalsFolded(buffer, from, this.#nameEnd, 'x-callback-inspector-demo')) {
      this.own = this.#text(buffer)
    }
  }

  /** The value of the line just read, without blanks around it. */
  #text(buffer: Buffer): string {
    let from = this.#nameEnd + 1
    let to = this.at - 2
    while (from < to && (buffer[from] === SP || buffer[from] === HT)) from++
    while (to > from && (buffer[to - 1] === SP || buffer[to - 1] === HT)) to--
    return buffer.toString('latin1', from, to)
  }

  #length(text: string): void {
    const length = /^\d+$/.test(text) ? Number(text) : NaN
    if (!Number.isSafeInteger(length)) {
      this.refused = 'bad-content-length'
      return
    }
    if (this.contentLength >= 0 && this.contentLength !== length) this.refused = 'content-length-differs'
    this.contentLength = length
  }

  #coding(text: string): void {
    this.#chunkedSeen++
    if (text.toLowerCase() !== 'chunked' || this.#chunkedSeen > 1) this.refused = 'bad-transfer-encoding'
  }

  #connection(text: string): void {
    for (const option of text.toLowerCase().split(',')) {
      const name = option.trim()
      if (name === 'close') this.keepAlive = false
      else if (name === 'keep-alive' && this.http10) this.keepAlive = true
    }
  }

  #finish(): void {
    if (this.#chunkedSeen > 0 && this.contentLength >= 0) this.refused = 'length-and-chunked'
    else if (this.#chunkedSeen > 0 && this.http10) this.refused = 'chunked-in-http10'
    else this.done = true
  }
}
