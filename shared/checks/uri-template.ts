import { DIGEST_LENGTHS } from '../facts/digest.ts'
import { FRAUD_RESULTS } from '../facts/events.ts'
import type { NamedValue } from '../model/recognition.ts'
import { oncePer } from './once-per.ts'
import type { ParsedTarget } from './target.ts'
import { decodePart, plainHost } from './target.ts'

/** A piece of a template: fixed text, or a placeholder by name. */
type Piece = { readonly text: string } | { readonly placeholder: string }
type Pieces = readonly Piece[]

/** A registered URI template, made ready for matching. Scheme and host are not part of it. */
export interface UriTemplate {
  readonly text: string
  /** What the path must begin with: all before its first placeholder. Most templates are ruled out by it alone. */
  readonly start: string
  /** Host of a full URL, in lower case and without port; null for a path. It decides between templates that fit equally well. */
  readonly host: string | null
  readonly path: readonly Pieces[]
  readonly query: readonly { readonly name: string; readonly pieces: Pieces }[]
  /** True when `&amp;` stood where `&` belongs. */
  readonly repaired: boolean
  readonly hasDigest: boolean
}

/** What a request gave for a template. */
export interface TemplateMatch {
  readonly values: readonly NamedValue[]
  /** How specific the match is: more fixed parts, then more placeholders, win. */
  readonly fixed: number
}

/** Splits `pre{name}post` into pieces; braces that do not close are plain text. */
function pieces(text: string): Pieces {
  const found: Piece[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    const close = open < 0 ? -1 : text.indexOf('}', open)
    if (close < 0) break
    if (open > at) found.push({ text: text.slice(at, open) })
    found.push({ placeholder: text.slice(open + 1, close) })
    at = close + 1
  }
  if (at < text.length) found.push({ text: text.slice(at) })
  return found
}

function withoutOrigin(text: string): string {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text)
  const rest = scheme === null ? text : text.slice(scheme[0].length)
  if (scheme === null) return rest
  const end = rest.search(/[/?#]/)
  return end < 0 ? '/' : rest.slice(end)
}

/** Takes a template as registered (full URL or path), gives it ready for matching. */
export function compileTemplate(text: string): UriTemplate {
  const repaired = text.includes('&amp;')
  const [plain = ''] = withoutOrigin(text.trim()).replaceAll('&amp;', '&').split('#', 1)
  const mark = plain.indexOf('?')
  const path = mark < 0 ? plain : plain.slice(0, mark)
  const parts = mark < 0 ? [] : plain.slice(mark + 1).split('&')
  const query = parts.filter(Boolean).map((part) => {
    const equals = part.indexOf('=')
    const name = decodePart(equals < 0 ? part : part.slice(0, equals), true).value
    return { name, pieces: equals < 0 ? [] : pieces(part.slice(equals + 1)) }
  })
  const slashed = path.startsWith('/') ? path : `/${path}`
  const origin = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(text.trim())?.[1]
  const host = origin === undefined ? null : plainHost(origin)
  const brace = slashed.search(/\{[^}]*\}/)
  const start = brace < 0 ? slashed : slashed.slice(0, brace)
  return {
    text,
    start,
    host,
    path: slashed.split('/').map(pieces),
    query,
    repaired,
    hasDigest: /\{digest\}/.test(plain),
  }
}

/** How the bank writes some values; they find their place also where the text between two placeholders occurs in a value. */
const FORMS: ReadonlyMap<string, string> = new Map([
  [
    'digest',
    Object.values(DIGEST_LENGTHS)
      .map((length) => `[0-9A-Fa-f]{${String(length)}}`)
      .join('|'),
  ],
  ['result', FRAUD_RESULTS.join('|')],
])
/** Longer values are divided at the first place only. */
const LONGEST_NARROWED = 1_000

/** The form of a part with several placeholders, one of which the bank writes in a known way; null for every other part. */
const narrowed = oncePer((parts: Pieces): RegExp | null => {
  const names = parts.flatMap((piece) => ('placeholder' in piece ? [piece.placeholder] : []))
  const known = names.length > 1 && names.some((name) => FORMS.has(name))
  const texts = parts.map((piece) =>
    'placeholder' in piece
      ? `(${FORMS.get(piece.placeholder) ?? '.+?'})`
      : piece.text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  )
  return known ? new RegExp(`^${texts.join('')}$`, 's') : null
})

/** The values of a part by the forms in which the bank writes them; null where these do not tell. */
function fitNarrowed(parts: Pieces, raw: string, plusIsBlank: boolean): NamedValue[] | null {
  const form = parts.length > 1 && raw.length <= LONGEST_NARROWED ? narrowed(parts) : null
  const found = form?.exec(raw)?.slice(1)
  if (found === undefined) return null
  const names = parts.flatMap((piece) => ('placeholder' in piece ? [piece.placeholder] : []))
  return names.map((name, index) => {
    const taken = found[index] ?? ''
    return { name, value: decodePart(taken, plusIsBlank).value, raw: taken }
  })
}

/** Values of the placeholders when `raw` fits the pieces, else null. Each fixed text is looked for once: linear. */
function fit(parts: Pieces, raw: string, plusIsBlank: boolean): NamedValue[] | null {
  return fitNarrowed(parts, raw, plusIsBlank) ?? fitInOrder(parts, raw, plusIsBlank)
}

function fitInOrder(parts: Pieces, raw: string, plusIsBlank: boolean): NamedValue[] | null {
  const values: NamedValue[] = []
  let at = 0
  let open: string | null = null
  const put = (to: number) => {
    if (open === null) return to === at
    const taken = raw.slice(at, to)
    values.push({ name: open, value: decodePart(taken, plusIsBlank).value, raw: taken })
    open = null
    return true
  }
  for (const [index, piece] of parts.entries()) {
    if ('placeholder' in piece) {
      if (!put(at)) return null
      open = piece.placeholder
      continue
    }
    const last = index === parts.length - 1
    const found =
      open === null
        ? raw.startsWith(piece.text, at)
          ? at
          : -1
        : last
          ? raw.length - piece.text.length
          : raw.indexOf(piece.text, at)
    if (found < at || !raw.startsWith(piece.text, found) || !put(found)) return null
    at = found + piece.text.length
  }
  return put(raw.length) ? values : null
}

function fitPath(template: UriTemplate, path: string): { values: NamedValue[]; fixed: number } | null {
  const segments = path.split('/')
  if (segments.length !== template.path.length) return null
  const values: NamedValue[] = []
  let fixed = 0
  for (const [index, parts] of template.path.entries()) {
    const segment = segments[index] ?? ''
    const found = fit(parts, segment, false)
    if (found === null || found.some(({ raw }) => raw === '')) return null
    values.push(...found)
    if (found.length === 0) fixed++
  }
  return { values, fixed }
}

const isFixed = (parts: Pieces) => parts.every((piece) => 'text' in piece)
const onlyDigest = (parts: Pieces) =>
  parts.length === 1 && parts[0] !== undefined && 'placeholder' in parts[0] && parts[0].placeholder === 'digest'

/**
 * Matches a target against a template: the path exactly (case, encoding and slashes count), each fixed query part with the same
 * decoded value, each query placeholder present (only `{digest}` may be missing, so that its absence can be named). Further query
 * parameters are tolerated; of repeated ones the first counts. Gives null when it does not fit. Linear, never throws.
 */
export function matchTemplate(template: UriTemplate, target: ParsedTarget): TemplateMatch | null {
  if (!target.path.startsWith(template.start)) return null
  const path = fitPath(template, target.path)
  if (path === null) return null
  const { values } = path
  let { fixed } = path
  for (const part of template.query) {
    const pair = target.query.find(({ name }) => name === part.name)
    if (pair === undefined && onlyDigest(part.pieces)) continue
    if (pair === undefined) return null
    if (isFixed(part.pieces)) {
      const [piece] = part.pieces
      const wanted = piece !== undefined && 'text' in piece ? decodePart(piece.text, true).value : ''
      if (!target.query.some(({ name, value }) => name === part.name && value === wanted)) return null
      fixed++
      continue
    }
    const found = fit(part.pieces, pair.raw, true)
    if (found === null) return null
    values.push(...found)
  }
  return { values, fixed }
}
