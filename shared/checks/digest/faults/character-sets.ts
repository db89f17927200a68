import type { CharacterSet } from './types.ts'

/** 0x80 to 0x9f of windows-1252 (WHATWG Encoding, index windows-1252); holes as the standard fills them. */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'
/** Letters of code page 850 (a Windows console in the Nordic countries) that occur in names and salts. */
const CP850: Readonly<Record<string, number>> = {
  å: 0x86,
  ä: 0x84,
  ö: 0x94,
  Å: 0x8f,
  Ä: 0x8e,
  Ö: 0x99,
  é: 0x82,
  É: 0x90,
  ü: 0x81,
  Ü: 0x9a,
  æ: 0x91,
  Æ: 0x92,
  ø: 0x9b,
  Ø: 0x9d,
  '§': 0xf5,
  '£': 0x9c,
  '½': 0xab,
  '¤': 0xcf,
}
const UNKNOWN = '?'

const utf8 = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )

const perCharacter = (text: string, byte: (char: string) => number | null): string =>
  text.replace(/[^\u0000-\u007f]/gu, (char) => {
    const code = byte(char)
    return code === null ? UNKNOWN : String.fromCharCode(code)
  })

const latin1 = (char: string): number | null => (char.charCodeAt(0) < 0x100 ? char.charCodeAt(0) : null)

function windows1252(char: string): number | null {
  const at = WINDOWS_1252.indexOf(char)
  if (at >= 0) return 0x80 + at
  const code = char.charCodeAt(0)
  return code >= 0xa0 && code < 0x100 ? code : null
}

function utf16(text: string, littleEndian: boolean): string {
  let bytes = ''
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const low = String.fromCharCode(code & 0xff)
    const high = String.fromCharCode(code >> 8)
    bytes += littleEndian ? low + high : high + low
  }
  return bytes
}

/** The bytes of a text in a character set, as a text with one byte per character. What the set does not have becomes "?". */
export function bytesOf(text: string, characters: CharacterSet): string {
  if (characters === 'utf-16le' || characters === 'utf-16be') return utf16(text, characters === 'utf-16le')
  if (!/[^\u0000-\u007f]/.test(text)) return text
  if (characters === 'utf8') return utf8(text)
  if (characters === 'latin1') return perCharacter(text, latin1)
  if (characters === 'windows-1252') return perCharacter(text, windows1252)
  return perCharacter(text, (char) => (characters === 'cp850' ? (CP850[char] ?? null) : null))
}
