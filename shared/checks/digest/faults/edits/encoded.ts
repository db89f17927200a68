import type { Cost, Edit } from '../types.ts'

/* Changes by URL encoding, HTML and quoting. Each function gives the text back when there is nothing to change. */

type Row = readonly [id: string, cost: Cost, words: string, apply: (text: string) => string]

const rows = (family: Edit['family'], codes: Edit['codes'], list: readonly Row[]): readonly Edit[] =>
  list.map(([id, cost, words, apply]) => ({ id, family, cost, codes, words, apply }))

/** encodeURIComponent throws at lone surrogates: such a text stays as it is. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text)
const encode = (text: string): string => (isWellFormed(text) ? encodeURIComponent(text) : text)
/** RFC 3986 §2.3: everything but the unreserved characters. */
const encodeStrict = (text: string): string =>
  encode(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
const encodeForm = (text: string): string => encodeStrict(text).replaceAll('%20', '+').replaceAll('%2A', '*')
const lowerHex = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
const encodeWhole = (text: string): string => (isWellFormed(text) ? encodeURI(text) : text)
/** Percent-encoded from Latin-1 (the `escape` of old scripts, and old servers). */
const encodeLatin1 = (text: string): string =>
  text.replace(/[^A-Za-z0-9_.~-]/g, (char) => {
    const code = char.charCodeAt(0)
    return code > 255 ? char : `%${code.toString(16).toUpperCase().padStart(2, '0')}`
  })

function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const decodeLatin1 = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

export const PERCENT_EDITS: readonly Edit[] = [
  ...rows('percent', { value: 'value-percent-encoded', salt: 'salt-percent-encoded' }, [
    ['percent', 1, 'percent-encoded', encode],
    ['percent-lower', 2, 'percent-encoded with lower-case hexadecimal digits', (text) => lowerHex(encode(text))],
    ['percent-strict', 3, 'percent-encoded after RFC 3986', encodeStrict],
    ['percent-form', 2, 'percent-encoded as a form', encodeForm],
    ['percent-form-lower', 3, 'percent-encoded as a form, in lower case', (text) => lowerHex(encodeForm(text))],
    ['percent-whole', 3, 'percent-encoded but for slashes and separators', encodeWhole],
    ['percent-latin1', 3, 'percent-encoded in Latin-1', encodeLatin1],
    ['percent-slash', 3, 'percent-encoded but for slashes', (text) => encode(text).replaceAll('%2F', '/')],
    ['percent-twice', 3, 'percent-encoded twice', (text) => encode(encode(text))],
  ]),
  ...rows('percent', { value: 'value-percent-decoded', salt: 'salt-percent-decoded' }, [
    ['decoded', 1, 'percent-decoded', decode],
    ['decoded-form', 2, 'decoded as a form', (text) => decode(text.replaceAll('+', ' '))],
    ['decoded-latin1', 3, 'percent-decoded as Latin-1', decodeLatin1],
    ['decoded-twice', 3, 'percent-decoded twice', (text) => decode(decode(text))],
  ]),
  ...rows('percent', { value: 'plus-as-space', salt: 'salt-plus' }, [
    ['plus-as-space', 1, 'with each plus read as a blank', (text) => text.replaceAll('+', ' ')],
    ['plus-encoded', 3, 'with each plus as %2B', (text) => text.replaceAll('+', '%2B')],
    ['plus-lost', 3, 'without its pluses', (text) => text.replaceAll('+', '')],
  ]),
  ...rows('percent', { value: 'space-as-plus', salt: 'salt-plus' }, [
    ['space-as-plus', 1, 'with each blank as a plus', (text) => text.replaceAll(' ', '+')],
    ['space-as-percent', 3, 'with each blank as %20', (text) => text.replaceAll(' ', '%20')],
  ]),
]

const BASIC: readonly (readonly [char: string, entity: string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]
/** How quotes are written differs from library to library. */
const QUOTED = [...BASIC, ['"', '&quot;'], ["'", '&#039;']] as const
const QUOTED_SHORT = [...BASIC, ['"', '&quot;'], ["'", '&#39;']] as const
const QUOTED_NAMED = [...BASIC, ['"', '&quot;'], ["'", '&apos;']] as const
const QUOTED_NUMBERED = [...BASIC, ['"', '&#34;'], ["'", '&#39;']] as const
const QUOTED_HEX = [...BASIC, ['"', '&quot;'], ["'", '&#x27;']] as const
const QUOTED_HEX_SLASH = [...QUOTED_HEX, ['/', '&#x2F;']] as const
const QUOTED_DOUBLE = [...BASIC, ['"', '&quot;']] as const
const LETTERS: Readonly<Record<string, string>> = {
  å: '&aring;',
  ä: '&auml;',
  ö: '&ouml;',
  Å: '&Aring;',
  Ä: '&Auml;',
  Ö: '&Ouml;',
  é: '&eacute;',
  É: '&Eacute;',
  ü: '&uuml;',
  Ü: '&Uuml;',
  æ: '&aelig;',
  Æ: '&AElig;',
  ø: '&oslash;',
  Ø: '&Oslash;',
  '§': '&sect;',
  '£': '&pound;',
  '€': '&euro;',
  '¤': '&curren;',
  '´': '&acute;',
  '¨': '&uml;',
  '½': '&frac12;',
  '\u00a0': '&nbsp;',
}

const escapeWith = (table: readonly (readonly [string, string])[]) => (text: string) =>
  table.reduce((escaped, [char, entity]) => escaped.replaceAll(char, entity), text)
const letters = (text: string): string =>
  escapeWith(QUOTED)(text).replace(/[^\u0000-\u007f]/g, (char) => LETTERS[char] ?? char)
const numbered = (text: string): string =>
  escapeWith(QUOTED)(text).replace(/[^\u0000-\u007f]/gu, (char) => `&#${String(char.codePointAt(0))};`)

const ENTITIES = new Map<string, string>([
  ...[...QUOTED, ...QUOTED_SHORT, ...QUOTED_NAMED, ...QUOTED_NUMBERED].map(([char, entity]) => [entity, char] as const),
  ...Object.entries(LETTERS).map(([char, entity]) => [entity, char] as const),
])

function pointOf(digits: string): string | null {
  const point = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10)
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : null
}

/** Resolves the entities that HTML escaping makes; whatever else begins with & stays. */
function resolveEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(x[0-9A-Fa-f]{1,6}|\d{1,7})|[A-Za-z][A-Za-z0-9]{1,9});/g, (entity, digits?: string) => {
    const named = ENTITIES.get(entity)
    return named ?? (digits === undefined ? null : pointOf(digits)) ?? entity
  })
}

export const HTML_EDITS: readonly Edit[] = [
  ...rows('html', { value: 'value-html-escaped', salt: 'salt-html-escaped' }, [
    ['html', 1, 'HTML-escaped', escapeWith(QUOTED)],
    ['html-basic', 1, 'HTML-escaped but for quotes', escapeWith(BASIC)],
    ['html-double', 3, 'HTML-escaped but for single quotes', escapeWith(QUOTED_DOUBLE)],
    ['html-short', 3, "HTML-escaped (&#39; for ')", escapeWith(QUOTED_SHORT)],
    ['html-named', 3, "HTML-escaped (&apos; for ')", escapeWith(QUOTED_NAMED)],
    ['html-numbered', 3, 'HTML-escaped (&#34; for ")', escapeWith(QUOTED_NUMBERED)],
    ['html-hex', 3, "HTML-escaped (&#x27; for ')", escapeWith(QUOTED_HEX)],
    ['html-hex-slash', 4, 'HTML-escaped, slashes as well', escapeWith(QUOTED_HEX_SLASH)],
    ['html-letters', 2, 'HTML-escaped, letters beyond ASCII as well', letters],
    ['html-points', 3, 'HTML-escaped, letters beyond ASCII as numbers', numbered],
    ['html-twice', 3, 'HTML-escaped twice', (text) => escapeWith(QUOTED)(escapeWith(QUOTED)(text))],
  ]),
  ...rows('html', { value: 'value-html-unescaped', salt: 'salt-html-unescaped' }, [
    ['html-resolved', 1, 'with its HTML entities resolved', resolveEntities],
    [
      'html-resolved-twice',
      2,
      'with its HTML entities resolved twice',
      (text) => resolveEntities(resolveEntities(text)),
    ],
  ]),
]

const quoteRows: readonly Row[] = [
  ['double-quoted', 3, 'within double quotes', (text) => `"${text}"`],
  ['single-quoted', 3, 'within single quotes', (text) => `'${text}'`],
  ['unquoted', 3, 'without the quotes around it', (text) => text.replace(/^(["'])(.*)\1$/s, '$2')],
  ['backslashed', 2, 'with backslashes before quotes', (text) => text.replace(/["'\\]/g, '\\$&')],
  ['backslashed-double', 3, 'with backslashes before double quotes', (text) => text.replace(/["\\]/g, '\\$&')],
  ['slash-escaped', 3, 'with slashes written as \\/', (text) => text.replaceAll('/', '\\/')],
  ['unbackslashed', 2, 'without its backslashes', (text) => text.replace(/\\(.?)/gs, '$1')],
  ['sql-quoted', 4, 'with single quotes doubled', (text) => text.replaceAll("'", "''")],
  ['dollars-lost', 3, 'cut at each dollar sign as a shell does', (text) => text.replace(/\$(?:\w+|\{\w+\})?/g, '')],
  ['bracketed', 4, 'within square brackets', (text) => `[${text}]`],
  ['braced', 4, 'within braces', (text) => `{${text}}`],
  ['base64', 3, 'in Base64', base64],
]

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 of a text in UTF-8 (RFC 4648 §4); texts that are not well-formed stay. */
function base64(text: string): string {
  if (!isWellFormed(text)) return text
  const bytes = Array.from(decodeLatin1(encodeStrict(text)), (char) => char.charCodeAt(0))
  let out = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3)
    const number = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(number >> shift) & 63] ?? '')
    out += digits
      .slice(0, c === undefined ? (b === undefined ? 2 : 3) : 4)
      .join('')
      .padEnd(4, '=')
  }
  return out
}

export const QUOTE_EDITS: readonly Edit[] = rows('quote', { value: 'value-quoted', salt: 'salt-quoted' }, quoteRows)
