import type { RequestParser } from '../engine/listener/wire/request-parser.ts'

/*
 * What editors, logs and shells make of a request that is kept as text: LF alone ends its lines, a byte order mark stands before it,
 * Content-Length is gone. Only for files and standard input: on a socket bytes are what they are.
 */

const CR = 13
const LF = 10
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf])
const UTF16_MARK = Buffer.from([0xff, 0xfe])

/** The input without the byte order mark that an editor or a shell put before it, and a sentence when there was one. */
export function withoutMark(input: Buffer): { readonly bytes: Buffer; readonly remark: string | null } {
  if (input.subarray(0, 3).equals(UTF8_MARK)) {
    return { bytes: input.subarray(3), remark: 'the byte order mark at the beginning was left out.' }
  }
  if (!input.subarray(0, 2).equals(UTF16_MARK)) return { bytes: input, remark: null }
  const bytes = Buffer.from(input.subarray(2).toString('utf16le'), 'utf8')
  return { bytes, remark: 'the text is in UTF-16 (as PowerShell writes it); read as UTF-8.' }
}

/** What follows empty lines, as editors leave them around requests. */
export function withoutBlankLines(bytes: Buffer): Buffer {
  let at = 0
  while (bytes[at] === CR || bytes[at] === LF) at += 1
  return bytes.subarray(at)
}

/** Length of a head whose lines end in LF alone (with its empty line, or to the end of the input); null when a CR stands in it. */
function bareHead(bytes: Buffer): number | null {
  // A strict head shows itself in its first line; the input behind it may be long.
  const firstEnd = bytes.indexOf(LF)
  if (firstEnd > 0 && bytes[firstEnd - 1] === CR) return null
  const empty = bytes.indexOf('\n\n')
  const head = bytes.subarray(0, empty === -1 ? bytes.length : empty + 2)
  return head.length === 0 || head.includes(CR) ? null : head.length
}

/** Puts CR LF into a head that was copied as text: editors and logs keep only the LF. */
export function withLineEnds(bytes: Buffer): { readonly bytes: Buffer; readonly pasted: boolean } {
  const length = bareHead(bytes)
  const [firstLine = ''] = bytes
    .subarray(0, length ?? 0)
    .toString('latin1')
    .split('\n', 1)
  if (length === null || !/^\S+ \S.* HTTP\/1\.[01]$/.test(firstLine)) return { bytes, pasted: false }
  const lines = bytes.subarray(0, length).toString('latin1').replace(/\n*$/, '').split('\n')
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return { bytes: Buffer.concat([head, bytes.subarray(length)]), pasted: true }
}

/** Methods whose requests usually have a body. */
const WITH_BODY = /^(?:POST|PUT|PATCH) /
const REQUEST_LINE = /^[A-Z]{1,20} \S+ HTTP\/1\.[01]\r?$/
const LONGEST_LINE = 65_536

/** Where the next request line stands, or the end; looks at each line once. */
function nextRequest(bytes: Buffer): number {
  let at = 0
  while (at < bytes.length) {
    const found = bytes.indexOf(LF, at)
    const end = found === -1 ? bytes.length : found
    const isShort = end - at <= LONGEST_LINE
    if (isShort && REQUEST_LINE.test(bytes.subarray(at, end).toString('latin1'))) return at
    at = end + 1
  }
  return bytes.length
}

/** Length of the text up to the next request; the line ends behind it are the editor's. */
function bodyLength(rest: Buffer): number {
  let end = nextRequest(rest)
  while (end > 0 && (rest[end - 1] === CR || rest[end - 1] === LF)) end -= 1
  return end
}

/** A body that is taken although its head does not say that it ends there. */
export interface TakenBody {
  /** Bytes behind the head. */
  readonly length: number
  readonly remark: string
}

/** The body of a request that the parser has read without one: it announces none, but text follows that is no further request. */
export function unannouncedBody({ raw, framing }: RequestParser, rest: Buffer): TakenBody | null {
  if (framing !== 'none' || !WITH_BODY.test(raw.subarray(0, 6).toString('latin1'))) return null
  const length = bodyLength(rest)
  return length === 0
    ? null
    : { length, remark: 'no Content-Length; what follows the empty line was taken for the body.' }
}

/** Whether a body that is as long as announced holds the beginning of the next request: line ends were lost, and the length is too great. */
export function holdsNext({ raw, headLength, framing }: RequestParser, bytes: Buffer): boolean {
  return framing === 'length' && nextRequest(bytes.subarray(headLength)) < raw.length - headLength
}

/** The first line of a body in chunks: a size, and extensions. */
const CHUNK_SIZE = /^[0-9A-Fa-f]+[ \t]*(?:;.*)?\r?$/

/**
 * The body of pasted text that the parser could not read to its end: line ends were lost, so that the announced length is too great, or
 * a tool showed a chunked body without its chunks.
 */
export function misannouncedBody({ headLength, framing, refusal }: RequestParser, bytes: Buffer): TakenBody | null {
  const rest = bytes.subarray(headLength)
  const length = headLength === 0 ? 0 : bodyLength(rest)
  if (length === 0) return null
  if (framing === 'length' && refusal === null) {
    return { length, remark: 'Content-Length announces more than follows; what follows was taken for the body.' }
  }
  const [firstLine = ''] = rest.subarray(0, LONGEST_LINE).toString('latin1').split('\n', 1)
  if (framing !== 'chunked' || refusal !== 'bad-chunk-size' || CHUNK_SIZE.test(firstLine)) return null
  return { length, remark: 'Transfer-Encoding says chunked, but the body stands there whole; it was taken as it is.' }
}
