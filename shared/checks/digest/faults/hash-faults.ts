import { HASH_NAMES } from '../../../model/algorithm-names.ts'
import type { CharacterSet, Cost, Fault, HashName, Recipe } from './types.ts'
import { textOf } from './recipe.ts'

/* Faults of hashing: another algorithm, another character set, an HMAC, a hash of the hash. */

/** Hexadecimal digits of each hash. */
export const HASH_LENGTHS: Readonly<Record<HashName, number>> = {
  MD5: 32,
  SHA1: 40,
  SHA256: 64,
  SHA384: 96,
  SHA512: 128,
}

/** The bank knows MD5 and SHA-1; the others are looked for where the digest has their length. */
function* algorithmFaults(base: HashName, digits: number): Generator<Fault> {
  for (const name of ['SHA1', 'MD5', 'SHA256', 'SHA384', 'SHA512'] as const) {
    const known = name === 'SHA1' || name === 'MD5'
    if (name === base || (!known && HASH_LENGTHS[name] !== digits)) continue
    const more = known ? '' : ', which the bank does not know'
    yield {
      code: 'other-algorithm',
      cost: 1,
      stage: 'hash',
      family: 'algorithm',
      subject: '',
      summary: `The digest was made with ${HASH_NAMES[name]}, not with ${HASH_NAMES[base]}${more}.`,
      evidence: { checked: base, used: name },
      apply: (recipe) => ({ ...recipe, algorithm: name }),
    }
  }
}

const SETS: readonly (readonly [set: CharacterSet, name: string, cost: Cost])[] = [
  ['latin1', 'Latin-1 (ISO 8859-1)', 1],
  ['windows-1252', 'windows-1252', 2],
  ['ascii', 'ASCII, with a question mark for what it does not have', 2],
  ['cp850', 'code page 850', 3],
  ['utf-16le', 'UTF-16 (little-endian)', 3],
  ['utf-16be', 'UTF-16 (big-endian)', 4],
]

/** UTF-16 differs for every text, the others only beyond ASCII. */
function* characterFaults(base: Recipe): Generator<Fault> {
  const plain = !/[^\u0000-\u007f]/.test(textOf(base))
  for (const [set, name, cost] of SETS) {
    if (plain && !set.startsWith('utf-16')) continue
    yield {
      code: 'character-encoding',
      cost,
      stage: 'hash',
      family: 'characters',
      subject: '',
      summary: `The text was hashed in ${name}, not in UTF-8.`,
      evidence: { checked: 'UTF-8', used: set },
      apply: (recipe) => ({ ...recipe, characters: set }),
    }
  }
}

function* wrapFaults(base: Recipe): Generator<Fault> {
  const common = { stage: 'hash', family: 'wrap', subject: '', evidence: {} } as const
  if (base.pieces.some(({ kind }) => kind === 'salt')) {
    const summary = 'The salt was used as the key of an HMAC, not joined to the values.'
    const apply = (recipe: Recipe): Recipe | null =>
      recipe.pieces.some(({ kind }) => kind === 'salt') ? { ...recipe, wrap: 'hmac' } : null
    yield { ...common, code: 'hmac', cost: 3, summary, apply }
  }
  for (const wrap of ['lower', 'upper', 'other-lower', 'other-upper'] as const) {
    const letters = wrap.endsWith('lower') ? 'lower' : 'upper'
    const other = wrap.startsWith('other') ? 'The hash of the other algorithm' : 'The hash'
    const summary = `${other} was hashed once more (its hexadecimal digits in ${letters} case).`
    const cost = wrap.startsWith('other') ? 4 : 3
    yield { ...common, code: 'hashed-twice', cost, summary, apply: (recipe) => ({ ...recipe, wrap }) }
  }
}

/** Every way of hashing that is worth a try. `digits`: how many hexadecimal digits came. */
export function* hashFaults(base: Recipe, digits: number): Generator<Fault> {
  yield* algorithmFaults(base.algorithm, digits)
  yield* characterFaults(base)
  yield* wrapFaults(base)
}
