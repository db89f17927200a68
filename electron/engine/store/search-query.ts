import { wellFormed } from './row-codec.ts'

/** What a search text asks for: all of it must hold. */
export interface SearchQuery {
  readonly words: readonly string[]
  /** An FTS5 expression, or null when the text has no word in it. */
  readonly match: string | null
  /** Pieces without a letter or digit (`→`, `%%`): looked for as they stand. */
  readonly pieces: readonly string[]
}

// The tokenizer unicode61 takes letters, numbers and private-use characters as parts of words, and drops diacritics.
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{M}\p{Co}]*/gu

/**
 * Takes what a person typed, gives the query: every word must occur, as a whole or as a beginning. Nothing of it is FTS5
 * syntax: words are cut out here and quoted, so that any characters are allowed.
 */
export function searchQuery(text: string): SearchQuery {
  const words = new Set<string>()
  const pieces: string[] = []
  for (const part of wellFormed(text).split(/[\s\0]+/u)) {
    const found = part.match(WORD)
    if (found !== null) for (const word of found) words.add(word)
    else if (part !== '') pieces.push(part)
  }
  // Beginnings of other words are implied by them; short ones are slow to look for.
  const needed = [...words].filter((word) => ![...words].some((other) => other !== word && other.startsWith(word)))
  return { words: needed, match: matchOf(needed), pieces }
}

const matchOf = (words: readonly string[]): string | null =>
  words.length === 0 ? null : words.map((word) => `"${word}"*`).join(' AND ')

// Letters that the tokenizer and this runtime have always agreed on.
const PLAIN = /^[\u0030-\u02ff\u0370-\u04ff]*$/

/**
 * SQLite's tables of characters are older than this runtime's: what is a letter here may be a gap there, and a word with a gap would be
 * an error. Such words are looked for as they stand. `works` tells whether the index takes an expression.
 */
export function understood(query: SearchQuery, works: (match: string) => boolean): SearchQuery {
  if (query.match === null || query.words.every((word) => PLAIN.test(word)) || works(query.match)) return query
  const words = query.words.filter((word) => works(matchOf([word]) ?? ''))
  const odd = query.words.filter((word) => !words.includes(word))
  return { words, match: matchOf(words), pieces: [...query.pieces, ...odd] }
}
