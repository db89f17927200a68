import type { Duplex } from 'node:stream'
import type { AnswerFacts } from '../../../shared/preflight/observations.ts'
import type { ProbeLimits } from './limits.ts'

/* One request and its answer over an open connection, read by hand: bounded in time and size, nothing followed, nothing inflated,
   no cookie kept. Library clients repair odd answers, or hide them behind codes that differ between versions. */

/** Clients commonly read this much of headers (Node 16 KiB, Java 8 KiB a line). */
const HEAD_LIMIT = 16_384
const BODY_LIMIT = 65_536
const SHOWN = 4_096
const STATUS_LINE = /^HTTP\/1\.[01] ([1-9]\d\d)(?: [^\r\n\0]*)?$/
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/

export interface Ask {
  readonly method: 'GET' | 'POST'
  /** Host header. */
  readonly host: string
  readonly target: string
  readonly userAgent: string
  readonly authorization: string | null
  /** Further headers: names and values of ours, never of somebody else. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
}

interface Head {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
}

function readHead(text: string): Head | string {
  const [first = '', ...lines] = text.split('\r\n')
  const status = STATUS_LINE.exec(first)
  if (status === null) return 'the first line is no HTTP/1.1 status line'
  const headers = new Map<string, string>()
  const lengths = new Set<string>()
  for (const line of lines) {
    const pair = HEADER_LINE.exec(line)
    if (pair === null) return 'a header line breaks the grammar'
    const name = (pair[1] ?? '').toLowerCase()
    const value = pair[2] ?? ''
    if (!headers.has(name)) headers.set(name, value)
    if (name === 'content-length') for (const one of value.split(',')) lengths.add(one.trim())
  }
  // RFC 9112 §6.3: without chunks the client then cannot tell where the answer ends, and must discard it.
  const ambiguous = lengths.size > 1 || [...lengths].some((one) => !/^\d+$/.test(one))
  if (ambiguous && !headers.has('transfer-encoding')) return 'its Content-Length is no single number'
  return { status: Number(status[1]), headers }
}

function requestBytes({ method, host, target, userAgent, authorization, headers = [] }: Ask): string {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, `User-Agent: ${userAgent}`, 'Accept: */*']
  if (authorization !== null) lines.push(`Authorization: ${authorization}`)
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  if (method === 'POST') lines.push('Content-Type: application/json', 'Content-Length: 2')
  return `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${method === 'POST' ? '{}' : ''}`
}

/** Grows with the answer; says when it is complete. */
class AnswerReader {
  head: Head | null = null
  headAt: number | null = null
  invalid: string | null = null
  interim = 0
  #bytes: Buffer = Buffer.alloc(0)
  #body: Buffer = Buffer.alloc(0)
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = ask
  }

  feed(chunk: Buffer, now: number): void {
    if (this.head !== null) return this.#more(chunk)
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    while (this.head === null && this.invalid === null) {
      const end = this.#bytes.indexOf('\r\n\r\n')
      if (end < 0) break
      this.#begin(end, now)
    }
    if (this.head !== null || this.invalid !== null) return
    if (this.#bytes.length > HEAD_LIMIT) this.invalid = `the headers are longer than ${String(HEAD_LIMIT)} bytes`
    else if (!'HTTP/1.'.startsWith(this.#bytes.subarray(0, 7).toString('latin1')))
      this.invalid = 'what came does not begin with HTTP/1'
  }

  #begin(end: number, now: number): void {
    const text = this.#bytes.subarray(0, end).toString('latin1')
    const rest = this.#bytes.subarray(end + 4)
    const head = end > HEAD_LIMIT ? `the headers are longer than ${String(HEAD_LIMIT)} bytes` : readHead(text)
    if (typeof head === 'string') this.invalid = head
    else if (head.status < 200) {
      this.interim++
      this.#bytes = rest
    } else {
      this.head = head
      this.headAt = now
      this.#more(rest)
    }
  }

  #more(chunk: Buffer): void {
    this.#body = Buffer.concat([this.#body, chunk]).subarray(0, BODY_LIMIT + 1)
  }

  /** The length that the head announces; null: until the end, or chunked. */
  #announced(): number | null {
    const status = this.head?.status ?? 0
    if (status === 204 || status === 304) return 0
    const length = this.head?.headers.get('content-length')
    return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null
  }

  get #chunked(): boolean {
    return /(?:^|,)\s*chunked\s*$/i.test(this.head?.headers.get('transfer-encoding') ?? '')
  }

  /** Whether nothing more needs to be read. */
  complete(): boolean {
    if (this.head === null) return this.invalid !== null
    if (this.#body.length > BODY_LIMIT) return true
    if (this.#chunked) return /(?:^|\r\n)0+(?:;[^\r\n]*)?\r\n(?:[^\r\n]+\r\n)*\r\n$/.test(this.#tail())
    const announced = this.#announced()
    return announced !== null && this.#body.length >= announced
  }

  #tail(): string {
    return this.#body.subarray(-1024).toString('latin1')
  }

  #bodyState(ended: boolean): AnswerFacts['body'] {
    if (this.complete()) return this.#body.length > BODY_LIMIT ? 'limited' : 'complete'
    if (!ended) return 'limited'
    return this.#chunked || this.#announced() !== null ? 'cut' : 'complete'
  }

  #text(): string {
    if (this.head?.headers.has('content-encoding') === true) return ''
    const type = this.head?.headers.get('content-type') ?? ''
    if (type !== '' && !/^text\/|json|xml|html/i.test(type)) return ''
    return this.#body.subarray(0, SHOWN).toString('utf8')
  }

  /** The facts when the connection has ended (`ended`), or was left. */
  facts(how: 'closed' | 'timeout', ended: boolean, ms: number): AnswerFacts {
    const { head, invalid, interim } = this
    const header = (name: string) => head?.headers.get(name) ?? null
    const partial = ended && head === null && invalid === null && this.#bytes.length > 0
    const reason = invalid ?? (partial ? 'the answer ended inside of its headers' : null)
    return {
      method: this.#ask.method,
      outcome: head !== null ? 'answer' : reason !== null ? 'invalid' : how,
      reason,
      status: head?.status ?? null,
      location: header('location'),
      challenge: header('www-authenticate'),
      contentType: header('content-type'),
      ms: Math.round(this.headAt ?? ms),
      body: head === null ? 'complete' : this.#bodyState(ended),
      bodyStart: head === null ? '' : this.#text(),
      interim,
    }
  }
}

/**
 * Sends one request and reads the answer: the head within `limits.answer`, the body within `limits.body` after it, at most 16 and
 * 64 KiB. The connection is closed in the end. Never rejects.
 */
export function exchange(
  connection: Duplex,
  ask: Ask,
  limits: ProbeLimits,
  monotonic: () => number,
  signal: AbortSignal,
): Promise<AnswerFacts> {
  const reader = new AnswerReader(ask)
  const began = monotonic()
  const passed = () => monotonic() - began
  return new Promise((resolve) => {
    let error: string | null = null
    const finish = (how: 'closed' | 'timeout', ended: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', late)
      connection.destroy()
      const facts = reader.facts(how, ended, passed())
      resolve(facts.reason === null && facts.outcome === 'closed' ? { ...facts, reason: error } : facts)
    }
    const late = () => finish('timeout', false)
    let timer = setTimeout(late, limits.answer)
    signal.addEventListener('abort', late, { once: true })
    connection.on('data', (chunk: Buffer) => {
      const waiting = reader.head === null
      reader.feed(chunk, passed())
      if (reader.complete()) return finish('closed', false)
      if (waiting && reader.head !== null) {
        clearTimeout(timer)
        timer = setTimeout(late, limits.body)
      }
      return undefined
    })
    connection.on('error', (thrown: NodeJS.ErrnoException) => (error = thrown.code ?? thrown.message))
    // Only 100 Continue, and then nothing: that is an answer that never came.
    connection.on('close', () => finish(reader.interim > 0 ? 'timeout' : 'closed', true))
    connection.on('end', () => finish(reader.interim > 0 ? 'timeout' : 'closed', true))
    connection.write(requestBytes(ask))
    connection.resume()
  })
}
