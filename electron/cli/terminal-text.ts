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

/** Ranges in which every character lies that `jsonLine` escapes; beyond the first plane by the surrogates. */
const SUSPECT =
  /[\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]/

/** JSON on one line, in which nothing can move a cursor: the characters of `plain` beyond ASCII stand as \u escapes. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value)
  // Nearly every line has none of them, and the Unicode classes are slow to ask.
  if (!SUSPECT.test(text)) return text
  return text.replace(/[\u007f-\u009f]|[\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
