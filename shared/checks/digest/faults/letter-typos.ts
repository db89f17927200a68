import type { Recipe } from './types.ts'
import { saltPlace } from './typos.ts'
import type { SaltPlace, Typo } from './typos.ts'

/* A salt with one character that is any other one, or with one that is missing: thousands of texts, tried last and in one budget. */

const DIGITS = '0123456789'
const SMALL = 'abcdefghijklmnopqrstuvwxyz'
const CAPITALS = SMALL.toUpperCase()
const SIGNS = '-_!.@#$%&*+=?/:,;~^ ()[]{}<>|\\"\'`'
const NORDIC = 'åäöÅÄÖæøÆØéüÜß§£€'

/** A salt of one of these forms was made by a program: what was lost from it is most likely of the same form. */
const FORMS: readonly (readonly [form: RegExp, letters: string])[] = [
  [/^[0-9]+$/, DIGITS],
  [/^[0-9a-f]+$/, `${DIGITS}abcdef`],
  [/^[0-9A-F]+$/, `${DIGITS}ABCDEF`],
  [/^[0-9a-z]+$/, `${DIGITS}${SMALL}`],
  [/^[0-9A-Z]+$/, `${DIGITS}${CAPITALS}`],
]

/** What may stand in a salt, in groups, the likeliest first; no character twice. */
function groupsFor(salt: string): readonly (readonly string[])[] {
  const any = `${DIGITS}${SMALL}${CAPITALS}`
  const own = FORMS.find(([form]) => form.test(salt))?.[1] ?? any
  const seen = new Set<string>()
  return [own, any, SIGNS, NORDIC].map((group) =>
    Array.from(group).filter((letter) => !seen.has(letter) && seen.add(letter)),
  )
}

/** Between two UTF-16 halves of one character nothing was ever typed. */
const isInside = (text: string, at: number): boolean => /^[\udc00-\udfff]/.test(text.slice(at))

const missing = (at: number, length: number): string =>
  at === length
    ? 'The salt differs in one place: at its end a character is missing.'
    : `The salt differs in one place: before character ${String(at + 1)} one is missing.`

function* withLetters({ salt, typo }: SaltPlace, letters: readonly string[]): Generator<Typo> {
  for (let at = 0; at <= salt.length; at++) {
    if (isInside(salt, at)) continue
    const [before, behind, rest] = [salt.slice(0, at), salt.slice(at), salt.slice(at + 1)]
    for (const letter of letters) {
      yield typo(before + letter + behind, 'salt-typo', () => missing(at, salt.length))
      if (at === salt.length || letter === salt.charAt(at)) continue
      const words = (): string => `The salt differs in one place: character ${String(at + 1)} is another.`
      yield typo(before + letter + rest, 'salt-typo', words)
    }
  }
}

/** Texts to try, and how many they are at most. */
export interface LetterTypos {
  readonly texts: Iterable<Typo>
  readonly count: number
}

/**
 * The salt with any character put in at any place, or put in the place of another one: what is left when a long salt was typed off or
 * copied with a mistake. One too many, doubled, exchanged or alike ones are found before (typos.ts).
 * @returns first with the letters that such a salt is made of, then with all others
 */
export function letterTypos(base: Recipe): readonly LetterTypos[] {
  const place = saltPlace(base)
  if (place === null) return []
  const count = ({ length }: readonly string[]): number => length * (2 * place.salt.length + 1)
  const [likely = [], ...others] = groupsFor(place.salt)
  const rest = others.flat()
  return [likely, rest].map((letters) => ({ texts: withLetters(place, letters), count: count(letters) }))
}
