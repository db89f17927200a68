import type { Cost, Edit } from '../types.ts'

/* Changes of characters beyond ASCII, and cut-off texts. */

const utf8AsLatin1 = (text: string): string =>
  encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const isAscii = (text: string): boolean => !/[^\u0000-\u007f]/.test(text)
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text)

/** `å` as `Ã¥`: its bytes in UTF-8 taken for characters. */
const mistaken = (text: string): string => (isAscii(text) || !isWellFormed(text) ? text : utf8AsLatin1(text))

/** The reverse: `Ã¥` back to `å`. */
function recovered(text: string): string {
  if (isAscii(text) || /[^\u0000-\u00ff]/.test(text)) return text
  const escaped = text.replace(/[^\w]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
  try {
    return decodeURIComponent(escaped)
  } catch {
    return text
  }
}

const replaced = (sign: string) => (text: string) => text.replace(/[^\u0000-\u007f]/gu, sign)
/** Letters without their marks: `å` as `a`. */
const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ø', 'o')
    .replaceAll('Ø', 'O')
    .replaceAll('æ', 'ae')
    .replaceAll('Æ', 'AE')
const spelled = (text: string): string => text.replace(/[åäöüÅÄÖÜ]/g, (char) => SPELLED[char] ?? char)
const SPELLED: Readonly<Record<string, string>> = {
  å: 'aa',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Å: 'Aa',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
}
const jsonEscaped = (digits: (hex: string) => string) => (text: string) =>
  text.replace(/[^\u0000-\u007f]/g, (char) => `\\u${digits(char.charCodeAt(0).toString(16).padStart(4, '0'))}`)

const CHARACTERS = { value: 'value-characters', salt: 'salt-characters' } as const

type Row = readonly [id: string, cost: Cost, words: string, apply: (text: string) => string]
const characterRows: readonly Row[] = [
  ['mistaken', 2, 'with its bytes in UTF-8 taken for Latin-1', mistaken],
  ['recovered', 3, 'with its characters taken for bytes in UTF-8', recovered],
  ['questioned', 3, 'with a question mark for each character beyond ASCII', replaced('?')],
  ['replaced', 3, 'with the replacement character (U+FFFD) for each character beyond ASCII', replaced('\ufffd')],
  ['removed', 3, 'without its characters beyond ASCII', replaced('')],
  ['composed', 3, 'in composed form (NFC)', (text) => text.normalize('NFC')],
  ['decomposed', 3, 'in decomposed form (NFD)', (text) => text.normalize('NFD')],
  ['bare', 3, 'with letters without their marks', bare],
  ['spelled', 4, 'with aa, ae and oe for å, ä and ö', spelled],
  ['json', 3, 'with \\u escapes as JSON writes them', jsonEscaped((hex) => hex)],
  ['json-upper', 4, 'with \\u escapes in upper case', jsonEscaped((hex) => hex.toUpperCase())],
  ['dashes', 3, 'with plain hyphens for dashes', (text) => text.replace(/[\u2010-\u2015\u2212]/g, '-')],
  ['quotes', 3, 'with plain quotes for curly ones', plainQuotes],
  ['no-hyphens', 3, 'without its hyphens', (text) => text.replaceAll('-', '')],
  ['word-signs', 4, 'without anything but letters and digits', (text) => text.replace(/[^0-9A-Za-z]/g, '')],
  ['slashes-lost', 4, 'without its slashes', (text) => text.replace(/[/\\]/g, '')],
]

function plainQuotes(text: string): string {
  return text.replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"')
}

export const CHARACTER_EDITS: readonly Edit[] = characterRows.map(([id, cost, words, apply]) => ({
  id,
  family: 'characters',
  cost,
  codes: CHARACTERS,
  words,
  apply,
}))

const CUT = { value: 'value-cut', salt: 'salt-cut' } as const
/** Signs at which URLs, shells, forms and C strings end a text. */
const ENDS = ['&', '#', '?', '%', '+', ';', ' ', '=', '$', '<', '"', "'", '\0', '\n', ',', '/', ':', '|'] as const
const LENGTHS = [8, 10, 12, 16, 20, 24, 30, 32, 36, 40, 50, 64] as const

const before = (sign: string) => (text: string) => {
  const at = text.indexOf(sign)
  return at > 0 ? text.slice(0, at) : text
}

export const CUT_EDITS: readonly Edit[] = [
  ...ENDS.map((sign): Edit => ({
    id: `before-${sign}`,
    family: 'cut',
    cost: 3,
    codes: CUT,
    words: `cut off before its first ${JSON.stringify(sign)}`,
    apply: before(sign),
  })),
  ...LENGTHS.map((length): Edit => ({
    id: `first-${String(length)}`,
    family: 'cut',
    cost: 4,
    codes: CUT,
    words: `cut off after ${String(length)} characters`,
    apply: (text) => text.slice(0, length),
  })),
]
