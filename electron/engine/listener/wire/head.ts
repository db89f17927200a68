import type { HeaderPair, RequestHead } from '../../../../shared/model/callback.ts'
import { asBuffer, CR, HT, LF, SP } from './bytes.ts'

/** One character per byte, so that nothing is lost or replaced. */
const text = (buffer: Buffer, from: number, to: number): string => buffer.toString('latin1', from, to)

function trimmed(buffer: Buffer, from: number, to: number): string {
  while (from < to && (buffer[from] === SP || buffer[from] === HT)) from++
  while (to > from && (buffer[to - 1] === SP || buffer[to - 1] === HT)) to--
  return text(buffer, from, to)
}

function headerPair(buffer: Buffer, from: number, to: number): HeaderPair {
  const colon = buffer.indexOf(0x3a, from)
  if (colon < 0 || colon >= to) return [text(buffer, from, to), '']
  return [text(buffer, from, colon), trimmed(buffer, colon + 1, to)]
}

function requestLine(line: string): { method: string; target: string; httpVersion: string } {
  const first = line.indexOf(' ')
  const last = line.lastIndexOf(' ')
  if (first < 0) return { method: line, target: '', httpVersion: '' }
  const version = last > first ? line.slice(last + 1) : ''
  const target = last > first ? line.slice(first + 1, last) : line.slice(first + 1)
  return { method: line.slice(0, first), target, httpVersion: version.replace(/^HTTP\//, '') }
}

/**
 * Takes the bytes of a request and the length of its head, gives method, target exactly as sent, version (`1.0`, `1.1`) and
 * headers in order and spelling, one character per byte (latin-1), values without the blanks around them (RFC 9112 §5.1).
 * Meant for bytes that the listener took; on others it gives its best reading and never throws.
 */
export function parseHead(raw: Uint8Array, headLength: number): RequestHead {
  const buffer = asBuffer(raw)
  const end = Math.min(headLength, buffer.length)
  let at = 0
  while (at < end && (buffer[at] === CR || buffer[at] === LF)) at++
  let line: ReturnType<typeof requestLine> | null = null
  const headers: HeaderPair[] = []
  while (at < end) {
    const found = buffer.indexOf(LF, at)
    const lineEnd = found < 0 || found >= end ? end : found
    const contentEnd = lineEnd > at && buffer[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd
    if (contentEnd === at && line !== null) break
    if (line === null) line = requestLine(text(buffer, at, contentEnd))
    else headers.push(headerPair(buffer, at, contentEnd))
    at = lineEnd + 1
  }
  return { ...(line ?? { method: '', target: '', httpVersion: '' }), headers }
}
