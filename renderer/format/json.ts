import { createScanner, parse, printParseErrorCode } from 'jsonc-parser'
import type { ParseError } from 'jsonc-parser'

/** Beyond this many characters a body is shown as sent: laying it out would hold up the window. */
export const LONGEST_PRETTY = 4_000_000

/** Deeper levels are not indented further: a hundred thousand brackets would become gigabytes of spaces. */
const DEEPEST_INDENT = 40
/** Still deeper they stay on their line: a hundred thousand lines of nothing but a bracket say less, and hold up the window. */
const DEEPEST_BROKEN = 1000

// jsonc-parser's SyntaxKind is an ambient const enum, which cannot be imported from separately compiled modules.
const OPENS: readonly number[] = [1, 3]
const CLOSES: readonly number[] = [2, 4]
const COMMA = 5
const COLON = 6
const START = 0
const END = 17

/**
 * Takes JSON text, gives it with new line breaks and indents; every token stays as it was sent, so that `3000.00`,
 * `\/`, long integers and repeated members keep their spelling. Text that is no JSON is laid out as far as its tokens go, and as it is
 * when its first character is no token's.
 */
export function prettyJson(text: string): string {
  if (text.length > LONGEST_PRETTY || !/^\s*[[{"\w-]/.test(text)) return text
  // jsonc-parser's own format() indents without bound, and its applyEdits() copies the whole text once per edit.
  const scanner = createScanner(text, true)
  const parts: string[] = []
  let depth = 0
  let before: number = START
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const outer = Math.max(0, depth - 1)
    // A closing bracket stands where the line of its opening one did.
    const broken = depth <= DEEPEST_BROKEN
    if (CLOSES.includes(kind)) depth = outer
    parts.push(
      spaceBetween(before, kind, broken ? depth : null),
      text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength()),
    )
    if (OPENS.includes(kind)) depth += 1
    before = kind
  }
  return parts.join('')
}

/** The white space between two tokens; depth null: they stay on their line. */
function spaceBetween(before: number, kind: number, depth: number | null): string {
  if (before === START) return ''
  if (before === COLON) return ' '
  if (kind === COMMA || kind === COLON) return ''
  const opened = OPENS.includes(before)
  if (opened && CLOSES.includes(kind)) return ''
  if (depth === null) return ''
  const breaks = opened || CLOSES.includes(kind) || before === COMMA
  return breaks ? `\n${'  '.repeat(Math.min(depth, DEEPEST_INDENT))}` : ' '
}

export interface JsonDefect {
  readonly line: number
  readonly column: number
  readonly what: string
}

/** Takes text, gives the place of the first defect when it is not JSON; null when it is. Lines and columns from 1. */
export function firstDefect(text: string): JsonDefect | null {
  const errors: ParseError[] = []
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch {
    // Nested deeper than the stack: the engine's own reader says so in a finding.
    return { line: 1, column: 1, what: 'nested too deeply to be checked' }
  }
  const first = errors[0]
  if (first === undefined) return null
  const before = text.slice(0, first.offset).split('\n')
  const words = printParseErrorCode(first.error).replace(/([a-z])([A-Z])/g, '$1 $2')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, what: words.toLowerCase() }
}

/** Whether a body looks like JSON: by its media type, else by its first character. */
export function looksLikeJson(contentType: string | null, text: string): boolean {
  if (contentType !== null && /[/+]json\b/i.test(contentType)) return true
  return /^\s*[[{]/.test(text)
}
