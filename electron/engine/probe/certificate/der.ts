/* DER, as far as OCSP and name constraints need it: read with bounds, write short. Everything else is left to libraries. */

/** One element. `raw` with its header, `content` without. */
export interface Der {
  readonly tag: number
  readonly content: Buffer
  readonly raw: Buffer
}

/** Reads the element at `at`; null when it is cut, or its length is not sensible. */
function readAt(bytes: Buffer, at: number): Der | null {
  const tag = bytes[at]
  let length = bytes[at + 1]
  if (tag === undefined || length === undefined || (tag & 31) === 31) return null
  let start = at + 2
  if (length > 127) {
    const size = length & 127
    if (size === 0 || size > 4 || start + size > bytes.length) return null
    length = bytes.readUIntBE(start, size)
    start += size
  }
  if (start + length > bytes.length) return null
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) }
}

/** The first element; null when there is none. */
export const readDer = (bytes: Buffer): Der | null => readAt(bytes, 0)

/** The elements inside of a constructed one; stops at the first that is broken. */
export function children(of: Der | null | undefined): Der[] {
  const found: Der[] = []
  let at = 0
  while (of != null && at < of.content.length) {
    const element = readAt(of.content, at)
    if (element === null) break
    found.push(element)
    at += element.raw.length
  }
  return found
}

/** The dotted form of an object identifier. */
export function oidText(content: Buffer): string {
  let value = 0
  const numbers: number[] = []
  for (const byte of content) {
    value = value * 128 + (byte & 127)
    if (byte < 128) {
      numbers.push(value)
      value = 0
    }
  }
  const [first = 0, ...rest] = numbers
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - 40 * top, ...rest].join('.')
}

/** GeneralizedTime or UTCTime in ms since 1970; NaN when it is none. */
export function timeOf({ tag, content }: Der): number {
  const text = content.toString('latin1')
  const full = tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(full)?.slice(1).map(Number)
  if (parts === undefined) return Number.NaN
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** Writes one element. */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
