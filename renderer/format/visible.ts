/* Captured text is text: what could hide or reorder it is made visible before it is shown. */

/** A stretch of text; `special` stretches stand for characters that would be invisible or would move their neighbours. */
export interface Stretch {
  readonly text: string
  readonly special: boolean
  /** What a special stretch stands for, e.g. `U+202E`. */
  readonly name: string
}

// C0 and C1 controls, soft hyphen, zero-width and bidi controls, separators, tags, lone surrogates, byte order mark.
const SPECIAL =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}|[\u{e0000}-\u{e007f}]/gu

const code = (char: string): string => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t' }

/**
 * One special character as a visible sign: `\r`, `\x00` for controls, its code point for the rest. Not the pictures of
 * Unicode (U+2400 …): few fonts have them.
 */
export function visibleSign(char: string): string {
  const point = char.codePointAt(0) ?? 0
  if (point < 0x20 || point === 0x7f) return NAMED[char] ?? `\\x${point.toString(16).padStart(2, '0')}`
  return `[${code(char)}]`
}

function signs(char: string, count: number): Stretch {
  const name = count === 1 ? code(char) : `${code(char)}, ${String(count)} times`
  return { text: visibleSign(char).repeat(count), special: true, name }
}

/** Takes captured text, gives its stretches in order; plain text comes back as one stretch, and so does a run of one sign. */
export function stretches(text: string): readonly Stretch[] {
  const out: Stretch[] = []
  let from = 0
  for (const match of text.matchAll(SPECIAL)) {
    const { index } = match
    const [char] = match
    if (index < from) continue
    if (index > from) out.push({ text: text.slice(from, index), special: false, name: '' })
    from = index + char.length
    // Ten thousand NULs are one stretch, not ten thousand elements.
    let count = 1
    for (; text.startsWith(char, from); from += char.length) count += 1
    out.push(signs(char, count))
  }
  if (from < text.length) out.push({ text: text.slice(from), special: false, name: '' })
  return out
}

/** The same as one string, for titles and spoken names. */
export function visibleText(text: string): string {
  return stretches(text)
    .map((part) => part.text)
    .join('')
}
