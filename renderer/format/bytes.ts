/* The bytes of a text, as they are hashed. */

/** Hexadecimal digits of bytes, two for each, with blanks between: `31 30`. */
const spaced = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')

/** The bytes of a text in UTF-8, as hexadecimal digits. */
export const utf8Hex = (text: string): string => spaced(new TextEncoder().encode(text))

/** The bytes of a text in Latin-1; null when it has characters that Latin-1 cannot write. */
export function latin1Hex(text: string): string | null {
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0)
  return codes.every((code) => code < 0x100) ? spaced(codes) : null
}

/** True for a text whose bytes are the same in UTF-8 and Latin-1. */
export const isAscii = (text: string): boolean => !/[^\u0000-\u007f]/.test(text)
