import { createScanner } from 'jsonc-parser'

/** A member of a JSON object, its value as it was written. */
export interface Member {
  readonly name: string
  readonly value: string
}

// jsonc-parser's SyntaxKind is an ambient const enum, which cannot be imported from separately compiled modules.
const OPENS: readonly number[] = [1, 3]
const CLOSES: readonly number[] = [2, 4]
const COMMA = 5
const COLON = 6
const STRING = 10
const END = 17

/**
 * The members of a JSON object, in their order and as written; at most `most`. Text that is no object gives none; text that was cut
 * gives those that are whole.
 */
export function membersOf(text: string, most: number): readonly Member[] {
  const scanner = createScanner(text, true)
  if (!OPENS.includes(scanner.scan()) || text.trimStart()[0] !== '{') return []
  const found: Member[] = []
  let depth = 1
  let name: string | null = null
  let from = -1
  for (let kind: number = scanner.scan(); kind !== END && found.length < most; kind = scanner.scan()) {
    if (CLOSES.includes(kind)) depth -= 1
    const closed = depth === 0 || (depth === 1 && kind === COMMA)
    if (closed && name !== null && from >= 0) {
      found.push({ name, value: text.slice(from, scanner.getTokenOffset()).trim() })
      name = null
      from = -1
    }
    if (depth === 0) break
    if (depth === 1 && kind === STRING && name === null) name = scanner.getTokenValue()
    else if (depth === 1 && kind === COLON && name !== null && from < 0) from = scanner.getTokenOffset() + 1
    if (OPENS.includes(kind)) depth += 1
  }
  return found
}
