import type { ParseError } from 'jsonc-parser'
import { parse, printParseErrorCode, visit } from 'jsonc-parser'

/** Where in a text something is, both from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

export type Json =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly place: Place; readonly why: string }

const REASONS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no JSON value',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'a name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing } is expected',
  CloseBracketExpected: 'a closing ] is expected',
  EndOfFileExpected: 'the file should end',
  InvalidCommentToken: 'JSON knows no comments',
  UnexpectedEndOfComment: 'the comment does not end',
  UnexpectedEndOfString: 'the text in quotes does not end',
  UnexpectedEndOfNumber: 'the number does not end',
  InvalidUnicode: 'this is no \\u escape',
  InvalidEscapeCharacter: 'this character cannot be escaped',
  InvalidCharacter: 'a control character stands inside quotes',
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

function reasonOf(error: ParseError): string {
  const code = printParseErrorCode(error.error)
  return REASONS[code] ?? code
}

/**
 * Reads JSON text strictly (no comments, no trailing commas; a byte order mark is let through).
 * Out: the value, or the line and column of the first fault with its reason. JSON.parse gives no place in many cases,
 * so it decides, and jsonc-parser points.
 */
export function readJson(text: string): Json {
  const clean = text.startsWith('\ufeff') ? text.slice(1) : text
  try {
    const value: unknown = JSON.parse(clean)
    return { ok: true, value }
  } catch {
    const errors: ParseError[] = []
    try {
      parse(clean, errors, { disallowComments: true, allowTrailingComma: false })
    } catch {
      // jsonc-parser goes one call deeper for each bracket: only such a text exhausts the stack.
      return { ok: false, place: placeOf(clean, 0), why: 'it is nested too deeply' }
    }
    const first = errors[0]
    if (first === undefined) return { ok: false, place: placeOf(clean, clean.length), why: 'this is not JSON' }
    return { ok: false, place: placeOf(clean, first.offset), why: reasonOf(first) }
  }
}

/**
 * The first member that stands twice in one object, with its place: readers of JSON silently take the last one, and a person
 * who looks at the first believes that it holds. null when there is none.
 */
export function doubledMember(text: string): { readonly name: string; readonly place: Place } | null {
  const open: Set<string>[] = []
  let found: { name: string; offset: number } | null = null
  const clean = text.startsWith('\ufeff') ? text.slice(1) : text
  try {
    visit(clean, {
      onObjectBegin: () => void open.push(new Set()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty: (name, offset) => {
        const names = open.at(-1)
        if (names?.has(name) === true) found ??= { name, offset }
        names?.add(name)
      },
    })
  } catch {
    // Nested so deeply that the visitor gives up: whoever reads the value refuses it too.
    return null
  }
  const first = found as { name: string; offset: number } | null
  return first === null ? null : { name: first.name, place: placeOf(clean, first.offset) }
}
