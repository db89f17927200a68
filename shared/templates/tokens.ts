/** Where a stretch of a template stands. */
export type TemplatePart = 'scheme' | 'user-info' | 'host' | 'port' | 'path' | 'query-name' | 'query-value' | 'fragment'

/** A stretch of a template; `start` and `end` count UTF-16 units from 0, `end` is the first one behind it. */
export interface Span {
  readonly start: number
  readonly end: number
}
export interface Segment extends Span {
  readonly part: TemplatePart
  readonly text: string
}

/** A piece of a template as it reads: fixed text, a placeholder by name, or a brace without its partner. */
export interface Token extends Span {
  readonly kind: 'text' | 'placeholder' | 'open' | 'closed'
  readonly text: string
  /** Name between the braces, as written; '' for everything else. */
  readonly name: string
}

/**
 * Splits a template at its braces. A placeholder is `{name}` without a brace, a blank line or one of `/?&=#` in its name: such a
 * "{" was never closed. Linear, never throws.
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let from = 0
  const put = (kind: Token['kind'], start: number, end: number) => {
    const piece = text.slice(start, end)
    tokens.push({ kind, start, end, text: piece, name: kind === 'placeholder' ? piece.slice(1, -1) : '' })
    from = end
  }
  for (const { 0: found, index } of text.matchAll(/\{[^{}/?&=#\r\n]*\}|[{}]/g)) {
    if (index > from) put('text', from, index)
    put(found.length > 1 ? 'placeholder' : found === '{' ? 'open' : 'closed', index, index + found.length)
  }
  if (from < text.length) put('text', from, text.length)
  return tokens
}

/** The origin of a template; every span is null where nothing stands. */
export interface TemplateOrigin {
  /** In lower case, without "://"; null for a template that is only a path. */
  readonly scheme: string | null
  readonly userInfo: Span | null
  /** As written. */
  readonly host: string
  readonly hostSpan: Span
  readonly port: string | null
  readonly portSpan: Span
}

const NOWHERE: Span = { start: 0, end: 0 }
const NO_ORIGIN: TemplateOrigin = {
  scheme: null,
  userInfo: null,
  host: '',
  hostSpan: NOWHERE,
  port: null,
  portSpan: NOWHERE,
}

/** Offset of the first of some characters at or behind `from`, else the end of the text. */
function firstOf(text: string, pattern: RegExp, from: number): number {
  const found = text.slice(from).search(pattern)
  return found < 0 ? text.length : from + found
}

/** Takes the text behind "://" up to the path. */
function authorityOf(text: string, start: number, end: number, scheme: string): TemplateOrigin {
  const at = text.lastIndexOf('@', end - 1)
  const hasUser = at >= start
  const hostStart = hasUser ? at + 1 : start
  const rest = text.slice(hostStart, end)
  const port = /:([^:\]]*)$/.exec(rest)
  const hostEnd = port === null ? end : hostStart + port.index
  return {
    scheme,
    userInfo: hasUser ? { start, end: at } : null,
    host: text.slice(hostStart, hostEnd),
    hostSpan: { start: hostStart, end: hostEnd },
    port: port?.[1] ?? null,
    portSpan: { start: port === null ? end : hostEnd + 1, end },
  }
}

function querySegments(text: string, start: number, end: number): readonly Segment[] {
  const found: Segment[] = []
  let at = start
  for (const part of text.slice(start, end).split(/&(?:amp;)?/)) {
    const equals = part.indexOf('=')
    const name = equals < 0 ? part.length : equals
    found.push({ part: 'query-name', start: at, end: at + name, text: part.slice(0, name) })
    if (equals >= 0) {
      found.push({ part: 'query-value', start: at + name + 1, end: at + part.length, text: part.slice(name + 1) })
    }
    at += part.length
    at += text.startsWith('&amp;', at) ? 5 : 1
  }
  return found
}

/** A template taken apart: what stands where. */
export interface TemplateAnatomy {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly origin: TemplateOrigin
  /** In the order of the text; separators (`://`, `?`, `&`, `=`) belong to none. */
  readonly segments: readonly Segment[]
}

/** Takes a template as typed, says what stands where. Linear, never throws. */
export function dissect(text: string): TemplateAnatomy {
  const segments: Segment[] = []
  const put = (part: TemplatePart, { start, end }: Span) => {
    if (end > start) segments.push({ part, start, end, text: text.slice(start, end) })
  }
  const scheme = /^\s*([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)
  const authority = scheme === null ? 0 : scheme[0].length
  const path = scheme === null ? 0 : firstOf(text, /[/?#\\]/, authority)
  const origin = scheme === null ? NO_ORIGIN : authorityOf(text, authority, path, (scheme[1] ?? '').toLowerCase())
  if (scheme !== null) put('scheme', { start: 0, end: authority - 3 })
  if (origin.userInfo !== null) put('user-info', origin.userInfo)
  put('host', origin.hostSpan)
  put('port', origin.portSpan)
  const fragment = firstOf(text, /#/, path)
  const query = Math.min(firstOf(text, /\?/, path), fragment)
  put('path', { start: path, end: query })
  if (query < fragment) segments.push(...querySegments(text, query + 1, fragment))
  if (fragment < text.length) put('fragment', { start: fragment, end: text.length })
  return { text, tokens: tokensOf(text), origin, segments }
}

/** The part that a place belongs to; null for a separator. */
export function partAt({ segments }: TemplateAnatomy, at: number): TemplatePart | null {
  return segments.find(({ start, end }) => at >= start && at < end)?.part ?? null
}
