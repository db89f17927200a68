import type { NamedValue } from '../model/recognition.ts'
import { decodeUtf8 } from './utf8.ts'

/** A request target, taken apart. `*` and authority form have an empty query and their text as path. */
export interface ParsedTarget {
  readonly form: 'origin' | 'absolute' | 'authority' | 'asterisk'
  /** Host of an absolute target, else null. */
  readonly host: string | null
  /** Still percent-encoded, exactly as sent. */
  readonly path: string
  /** In order, with duplicates; names and values decoded, `raw` as sent. */
  readonly query: readonly NamedValue[]
  /** Names (as sent) of query parts whose percent-encoding or UTF-8 is broken. */
  readonly broken: readonly string[]
}

/** A host as hosts are compared: in lower case and without port. */
export const plainHost = (host: string): string => host.toLowerCase().replace(/:\d*$/, '')

const NEEDS_WORK = /[%+\u0080-\uffff]/
const HEX = /^[0-9A-Fa-f]{2}$/

/** The bytes that a text with percent-escapes stands for; `broken` when a "%" has no two hexadecimal digits behind it. */
function escapedBytes(raw: string, plusIsBlank: boolean): { bytes: Uint8Array; broken: boolean } {
  const bytes = new Uint8Array(raw.length)
  let length = 0
  let broken = false
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at)
    const digits = code === 0x25 ? raw.slice(at + 1, at + 3) : ''
    if (code === 0x25 && HEX.test(digits)) {
      bytes[length++] = Number.parseInt(digits, 16)
      at += 2
    } else {
      broken ||= code === 0x25
      bytes[length++] = code === 0x2b && plusIsBlank ? 0x20 : code & 0xff
    }
  }
  return { bytes: bytes.subarray(0, length), broken }
}

/**
 * Decodes a part of a target: percent-escapes as UTF-8, and `+` as a blank in queries. What is broken stays as it stands; bytes that
 * are no UTF-8 are read as Latin-1. Never throws.
 */
export function decodePart(raw: string, plusIsBlank: boolean): { value: string; broken: boolean } {
  if (!NEEDS_WORK.test(raw)) return { value: raw, broken: false }
  const { bytes, broken } = escapedBytes(raw, plusIsBlank)
  const decoded = decodeUtf8(bytes)
  if (decoded.invalidAt === null) return { value: decoded.text, broken }
  let value = ''
  for (const byte of bytes) value += String.fromCharCode(byte)
  return { value, broken: true }
}

/** Takes the part behind the first `?`, gives its pairs in order; empty pairs (`&&`) are left out. */
function parseQuery(text: string): Pick<ParsedTarget, 'query' | 'broken'> {
  const query: NamedValue[] = []
  const broken: string[] = []
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const rawName = equals < 0 ? pair : pair.slice(0, equals)
    const raw = equals < 0 ? '' : pair.slice(equals + 1)
    const name = decodePart(rawName, true)
    const value = decodePart(raw, true)
    if (name.broken || value.broken) broken.push(rawName)
    query.push({ name: name.value, value: value.value, raw })
  }
  return { query, broken }
}

function splitQuery(text: string): { path: string } & Pick<ParsedTarget, 'query' | 'broken'> {
  const mark = text.indexOf('?')
  if (mark < 0) return { path: text, query: [], broken: [] }
  return { path: text.slice(0, mark), ...parseQuery(text.slice(mark + 1)) }
}

/** Takes a request target exactly as sent (RFC 9112 §3.2), gives its parts. Linear, never throws, no limit of parameters. */
export function parseTarget(target: string): ParsedTarget {
  if (target === '*') return { form: 'asterisk', host: null, path: '*', query: [], broken: [] }
  if (target.startsWith('/')) return { form: 'origin', host: null, ...splitQuery(target) }
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(target)
  if (scheme === null) return { form: 'authority', host: null, ...splitQuery(target) }
  const rest = target.slice(scheme[0].length)
  const end = rest.search(/[/?#]/)
  const host = end < 0 ? rest : rest.slice(0, end)
  const tail = end < 0 ? '' : rest.slice(end)
  return { form: 'absolute', host, ...splitQuery(tail.startsWith('/') ? tail : `/${tail}`) }
}
