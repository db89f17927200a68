/* A terminal obeys escape sequences in what it prints (CVE-2021-25743): captured text must never reach it raw. */

const escaped = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return `\\u{${code.toString(16)}}`
}

/**
 * Makes control, format (bidi, zero width), private and unassigned characters, line and paragraph separators and lone
 * surrogates visible; a long text is cut at `limit` characters, and says so with an ellipsis.
 */
export function plain(text: string, limit = 400): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text
  return cut.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped)
}

const BEYOND_ASCII = /[\u007f-\uffff]/

/** JSON on one line, in which nothing can move a cursor: the characters of `plain` beyond ASCII stand as \u escapes. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value)
  // Nearly every line is plain ASCII, for which the Unicode classes need not be asked.
  if (!BEYOND_ASCII.test(text)) return text
  return text.replace(/[\u007f-\u009f]|[\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
