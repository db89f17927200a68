import type { DigestFaultCode } from '../../../facts/digest-faults.ts'
import type { Fault, Piece, Recipe } from './types.ts'

/* The salt with one place wrong, and the salt cut off anywhere. */

/** Longer salts are not searched for single wrong characters. */
const TYPO_LENGTH = 64

/** One wrong salt: the recipe with it, and the fault, made only when it is asked for. */
export interface SaltTypo {
  readonly recipe: Recipe
  readonly fault: () => Fault
}

/** Signs that are taken for one another when a salt is typed off. */
const ALIKE = ['0Oo', '1lI|', '5S', '8B', '2Z', 'uv', 'rn', 'gq9', '6b', "'´`’", '-–_', 'vy', 'ij'] as const
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Texts that differ from the salt in one place: what typing off makes of it. */
function* typos(salt: string): Generator<readonly [text: string, words: string]> {
  for (let at = 0; at < salt.length; at++) {
    const place = `character ${String(at + 1)}`
    const char = salt.charAt(at)
    const put = (text: string): string => salt.slice(0, at) + text + salt.slice(at + 1)
    yield [put(''), `${place} is missing`]
    yield [put(char + char), `${place} is doubled`]
    if (at > 0) yield [salt.slice(0, at - 1) + char + salt.charAt(at - 1) + salt.slice(at + 1), `${place} is exchanged`]
    for (const group of ALIKE) {
      if (group.includes(char)) for (const other of group) yield [put(other), `${place} is taken for another`]
    }
    const other = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()
    yield [put(other), `${place} is in other letter case`]
  }
  for (let at = 0; at < salt.length; at++) {
    for (const letter of LETTERS)
      yield [salt.slice(0, at) + letter + salt.slice(at + 1), `character ${String(at + 1)} is another`]
  }
}

function* cuts(salt: string): Generator<readonly [text: string, summary: string]> {
  for (let length = 1; length < salt.length; length++) {
    const many = `${String(length)} of its ${String(salt.length)} characters`
    yield [salt.slice(0, length), `The salt is cut off: the first ${many} were hashed.`]
    yield [salt.slice(salt.length - length), `The salt is cut off: the last ${many} were hashed.`]
  }
}

function typoFault(code: DigestFaultCode, summary: string, recipe: Recipe): Fault {
  const common = { stage: 'salt-text', family: 'typo', subject: 'salt', evidence: {} } as const
  return { ...common, code, cost: 4, summary, apply: () => recipe }
}

/** Every recipe whose salt is cut off or differs in one place; none for salts that are very long or not there. */
export function* saltTypos(base: Recipe): Generator<SaltTypo> {
  const at = base.pieces.findIndex(({ kind }) => kind === 'salt')
  const salt = base.pieces[at]?.text ?? ''
  if (salt.length < 2 || salt.length > TYPO_LENGTH) return
  const made = (text: string, code: DigestFaultCode, summary: string): SaltTypo => {
    const piece: Piece = { kind: 'salt', name: 'salt', text }
    const recipe = { ...base, pieces: base.pieces.with(at, piece) }
    return { recipe, fault: () => typoFault(code, summary, recipe) }
  }
  for (const [text, summary] of cuts(salt)) yield made(text, 'salt-cut', summary)
  for (const [text, words] of typos(salt)) {
    if (text !== salt) yield made(text, 'salt-typo', `The salt differs in one place: ${words}.`)
  }
}
