/* Byte strings: text with one character (U+0000–U+00FF) per byte, as headers are kept. */

/** Takes any text, gives its UTF-8 bytes as a byte string. */
export function utf8Bytes(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** Takes a byte string, gives the text that it is as UTF-8; null when it is no UTF-8. */
export function utf8Text(bytes: string): string | null {
  if (!/[\u0080-\uffff]/.test(bytes)) return bytes
  const escaped = Array.from(bytes, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
  try {
    return decodeURIComponent(escaped.join(''))
  } catch {
    return null
  }
}

/**
 * True for text that a person can see and paste: no control, format (bidi, zero width), private or unassigned
 * characters; line feeds are kept by every shell inside quotes.
 */
export function isPlainText(text: string): boolean {
  return /^(?:\n|[^\p{C}\p{Zl}\p{Zp}])*$/u.test(text)
}

const octal = (byte: string): string => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`

/** For the format of printf(1): everything but letters, digits and a few signs as \ooo. */
const printfEscaped = (bytes: string): string => bytes.replace(/[^A-Za-z0-9 ,./:;=?@_+-]/g, octal)

/**
 * Takes a byte string, gives one word of POSIX sh that stands for exactly these bytes. Plain text becomes a quoted
 * string; other bytes go through printf, since `$'…'` is not known to every sh. NUL, which no argument can hold, and
 * line feeds at the end of otherwise unprintable bytes are lost: neither can stand in a header or a target.
 */
export function shellWord(bytes: string): string {
  const text = utf8Text(bytes)
  if (text === null || !isPlainText(text)) return `"$(printf '${printfEscaped(bytes)}')"`
  return /^[A-Za-z0-9./:=@_+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
