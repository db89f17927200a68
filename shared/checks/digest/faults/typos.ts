import type { DigestFaultCode } from '../../../facts/digest-faults.ts'
import { caseFlips } from './case-flips.ts'
import { withPieces } from './recipe.ts'
import type { Fault, Piece, Recipe } from './types.ts'

/* A text with one place wrong, and the salt cut off anywhere: so many that each is looked for alone, and made only when it fits. */

/** Longer salts are not searched for single wrong characters. */
const TYPO_LENGTH = 64

/** Of longer ones first what is easily mistaken; every other letter in every place is looked for last (letter-typos.ts). */
const ANY_LETTER_LENGTH = 12
/** Values beyond this number are not searched. */
const VALUES = 3

/** One wrong text. Hundreds are tried for one that fits: so the fault is made only when it is asked for. */
export interface Typo {
  /** The whole text that is hashed. */
  readonly whole: string
  readonly fault: () => Fault
}

/** Signs that are taken for one another when a text is typed off. */
const ALIKE = ['0Oo', '1lI|', '5S', '8B', '2Z', 'uv', 'rn', 'gq9', '6b', "'´`’", '-–_', 'vy', 'ij'] as const
const OTHER_CASE = 'is in other letter case'
const DIGITS = '0123456789'
const LETTERS = `abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ${DIGITS}`

/** Texts that differ in one place: what typing off makes of one. `letters`: what may stand for a character. */
function* typos(text: string, letters: (char: string) => string): Generator<readonly [text: string, words: string]> {
  for (let at = 0; at < text.length; at++) {
    const place = `character ${String(at + 1)}`
    const char = text.charAt(at)
    const put = (instead: string): string => text.slice(0, at) + instead + text.slice(at + 1)
    yield [put(''), `${place} is missing`]
    yield [put(char + char), `${place} is doubled`]
    if (at > 0) yield [text.slice(0, at - 1) + char + text.charAt(at - 1) + text.slice(at + 1), `${place} is exchanged`]
    for (const group of ALIKE) {
      if (group.includes(char)) for (const other of group) yield [put(other), `${place} is taken for another`]
    }
    const other = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()
    yield [put(other), `${place} ${OTHER_CASE}`]
  }
  for (let at = 0; at < text.length; at++) {
    const words = `character ${String(at + 1)} is another`
    const [before, behind] = [text.slice(0, at), text.slice(at + 1)]
    for (const letter of letters(text.charAt(at))) yield [before + letter + behind, words]
  }
}

function* cuts(salt: string): Generator<readonly [text: string, summary: string]> {
  for (let length = 1; length < salt.length; length++) {
    const many = `${String(length)} of its ${String(salt.length)} characters`
    yield [salt.slice(0, length), `The salt is cut off: the first ${many} were hashed.`]
    yield [salt.slice(salt.length - length), `The salt is cut off: the last ${many} were hashed.`]
  }
}

/** What stands before and behind a piece. */
function around({ pieces }: Recipe, at: number): readonly [before: string, behind: string] {
  const join = (some: readonly Piece[]): string => some.map(({ text }) => text).join('')
  return [join(pieces.slice(0, at)), join(pieces.slice(at + 1))]
}

/** The salt, and what makes a wrong text in its place. */
export interface SaltPlace {
  readonly salt: string
  readonly typo: (text: string, code: DigestFaultCode, summary: () => string) => Typo
}

type What = Pick<Fault, 'code' | 'summary' | 'evidence'>

function faultOf(base: Recipe, at: number, text: string, what: What): Fault {
  const piece = base.pieces[at] ?? { kind: 'value', name: '' }
  const recipe = withPieces(base, base.pieces.with(at, { ...piece, text }))
  const stage = piece.kind === 'salt' ? 'salt-text' : 'value-text'
  return { ...what, stage, family: 'typo', subject: piece.name, cost: 4, apply: () => recipe }
}

/** What stands before and behind the salt, and how a wrong one is told; null where it is not searched for wrong characters. */
export function saltPlace(base: Recipe): SaltPlace | null {
  const at = base.pieces.findIndex(({ kind }) => kind === 'salt')
  const salt = base.pieces[at]?.text ?? ''
  if (salt === '' || salt.length > TYPO_LENGTH) return null
  const [before, behind] = around(base, at)
  const typo = (text: string, code: DigestFaultCode, summary: () => string): Typo => ({
    whole: before + text + behind,
    fault: () => faultOf(base, at, text, { code, summary: summary(), evidence: {} }),
  })
  return { salt, typo }
}

function* saltTypos(base: Recipe): Generator<Typo> {
  const place = saltPlace(base)
  if (place === null || place.salt.length < 2) return
  const { salt, typo } = place
  for (const [text, summary] of cuts(salt)) yield typo(text, 'salt-cut', () => summary)
  const letters = salt.length <= ANY_LETTER_LENGTH ? LETTERS : ''
  for (const [text, words] of typos(salt, () => letters)) {
    const code = words.endsWith(OTHER_CASE) ? 'salt-case' : 'salt-typo'
    if (text !== salt) yield typo(text, code, () => `The salt differs in one place: ${words}.`)
  }
}

function* valueTypos(base: Recipe): Generator<Typo> {
  for (const [at, { kind, name, text: value }] of base.pieces.slice(0, VALUES).entries()) {
    if (kind !== 'value' || value.length < 2 || value.length > TYPO_LENGTH) continue
    const [before, behind] = around(base, at)
    for (const [text, words] of typos(value, (char) => (DIGITS.includes(char) ? DIGITS : ''))) {
      const evidence = { parameter: name, received: value, hashed: text }
      const fault = (): Fault => {
        const summary = `The value of ${name} differs in one place: ${words}.`
        return faultOf(base, at, text, { code: 'value-changed', summary, evidence })
      }
      if (text !== value) yield { whole: before + text + behind, fault }
    }
  }
}

/** Values cut off anywhere: a shop's prefix of its order numbers left out, an id that was stored in a column too short for it. */
export function* valueCuts(base: Recipe): Generator<Typo> {
  for (const [at, { kind, name, text: value }] of base.pieces.slice(0, VALUES).entries()) {
    if (kind !== 'value' || value.length > TYPO_LENGTH) continue
    const [before, behind] = around(base, at)
    for (let length = 1; length < value.length; length++) {
      for (const [end, text] of [
        ['first', value.slice(0, length)],
        ['last', value.slice(-length)],
      ] as const) {
        const summary = `The value of ${name} is cut off: the ${end} ${String(length)} of its ${String(value.length)} characters were hashed.`
        const evidence = { parameter: name, received: value, hashed: text }
        const what = { code: 'value-cut', summary, evidence } as const
        yield { whole: before + text + behind, fault: () => faultOf(base, at, text, what) }
      }
    }
  }
}

/** The salt with several letters in other case. */
export function* caseTypos(base: Recipe): Generator<Typo> {
  const place = saltPlace(base)
  if (place === null) return
  for (const [text, places] of caseFlips(place.salt)) {
    const which = (): string => `${String(places.length)} of its letters (characters ${places.join(', ')})`
    yield place.typo(text, 'salt-case', () => `The salt is in other letter case, in ${which()}.`)
  }
}

/** Every text with a value or the salt wrong in one place, or the salt cut off; very long texts are left out. */
export function* allTypos(base: Recipe): Generator<Typo> {
  yield* valueTypos(base)
  yield* saltTypos(base)
}
