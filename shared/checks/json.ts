/** Longer texts are parsed only when they are few long values: parsing many small ones holds up everything else. */
const LONGEST_JSON = 2_000_000
/** No text is longer than this: the largest body that is taken by default is shorter. */
const LONGEST_SIMPLE_JSON = 16_000_000
const MOST_MARKS = 200_000

export type JsonObject = Readonly<Record<string, unknown>>

/** True for an object that is no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member, or undefined: never something inherited (`__proto__`, `constructor`). */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** An own member when it is a text, else null. */
export function textMember(value: unknown, name: string): string | null {
  const found = member(value, name)
  return typeof found === 'string' ? found : null
}

/** Each of which may begin a value. Inside strings they count as well: the guard need not be exact. */
const MARKS = ['{', '[', ',', ':']

/** How often a mark stands in a text, at most `most` times. Searching is the runtime's: ten megabytes without one take no time. */
function occurrences(text: string, mark: string, most: number): number {
  let found = 0
  for (let at = text.indexOf(mark); at >= 0 && found < most; at = text.indexOf(mark, at + 1)) found++
  return found
}

/**
 * True when parsing would take too long. A long token is one value and parsed in no time; ten megabytes of `[{},{},…` would hold
 * everything up for seconds.
 */
export function isTooLongToParse(text: string): boolean {
  if (text.length <= LONGEST_JSON) return false
  if (text.length > LONGEST_SIMPLE_JSON) return true
  let marks = 0
  for (const mark of MARKS) marks += occurrences(text, mark, MOST_MARKS + 1 - marks)
  return marks > MOST_MARKS
}

/** What JSON may begin with (RFC 8259 §2 and §3); looking at one character spares looking through megabytes of something else. */
const BEGINS_JSON = /^[ \t\n\r]*[[{"\-0-9tfn]/

/** Parses JSON; undefined when it is none, or too long. Engines parse without recursion, so depth does no harm. */
export function parseJson(text: string): unknown {
  if (!BEGINS_JSON.test(text) || isTooLongToParse(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const QUOTE = 0x22
const MOST_NAMED = 10

/** Index of the quote that ends the string which begins at `from`. */
function stringEnd(text: string, from: number): number {
  let at = from + 1
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return text.length
    let backslashes = 0
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++
    if (backslashes % 2 === 0) return quote
    at = quote + 1
  }
  return text.length
}

function unescaped(quoted: string): string {
  const value = quoted.includes('\\') ? parseJson(quoted) : quoted.slice(1, -1)
  return typeof value === 'string' ? value : quoted
}

/**
 * Names of members that occur twice in one object, at most ten. Takes text that has been parsed as JSON before; keeps its own
 * stack, so that nesting does no harm.
 */
export function duplicateMembers(text: string): readonly string[] {
  const found = new Set<string>()
  const stack: (Set<string> | null)[] = []
  let names: Set<string> | null = null
  let key = false
  for (let at = 0; at < text.length && found.size < MOST_NAMED; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = stringEnd(text, at)
      if (key && names !== null) {
        const name = unescaped(text.slice(at, end + 1))
        if (names.has(name)) found.add(name)
        names.add(name)
      }
      key = false
      at = end
    } else if (code === 0x7b || code === 0x5b) {
      stack.push(names)
      names = code === 0x7b ? new Set() : null
      key = code === 0x7b
    } else if (code === 0x7d || code === 0x5d) names = stack.pop() ?? null
    else if (code === 0x2c) key = names !== null
  }
  return [...found]
}
