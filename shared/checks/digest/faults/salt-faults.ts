import { changed, editFaults, textFault, wordFaults } from './edit-faults.ts'
import { withPieces } from './recipe.ts'
import type { Cost, Fault, FaultHash, Piece, Recipe } from './types.ts'

/* Faults of the salt: which one, whether at all, where it stands, how it reads. */

const SALT = { kind: 'salt' } as const
const SALTS_AT_MOST = 50

const isSalt = ({ kind }: Piece): boolean => kind === 'salt'
const saltOf = (recipe: Recipe): Piece | undefined => recipe.pieces.find(isSalt)
const valuesOf = (recipe: Recipe): readonly Piece[] => recipe.pieces.filter(({ kind }) => kind === 'value')

function fault(
  code: Fault['code'],
  cost: Cost,
  summary: string,
  apply: Fault['apply'],
  more: Partial<Fault> = {},
): Fault {
  return { code, cost, stage: 'place', family: 'place', subject: '', summary, evidence: {}, apply, ...more }
}

/** Pieces that depend on the salt and the values; null when there is no salt (or too few values). */
const placed =
  (place: (salt: Piece, values: readonly Piece[]) => readonly Piece[] | null) =>
  (recipe: Recipe): Recipe | null => {
    const salt = saltOf(recipe)
    const pieces = salt === undefined ? null : place(salt, valuesOf(recipe))
    return pieces === null ? null : withPieces(recipe, pieces)
  }

const between =
  (at: number) =>
  (salt: Piece, values: readonly Piece[]): readonly Piece[] | null =>
    at < values.length ? values.toSpliced(at, 0, salt) : null

/** Where the salt stands, or that it does not. */
export function* placeFaults(values: number): Generator<Fault> {
  yield fault(
    'salt-missing',
    1,
    'The digest was made without the salt.',
    placed((_, others) => others),
  )
  yield fault(
    'salt-first',
    1,
    'The salt stands before the values, not behind them.',
    placed((salt, others) => (others.length === 0 ? null : [salt, ...others])),
  )
  for (let at = 1; at < Math.min(values, 8); at++) {
    const summary = `The salt stands between the values, after the first${at === 1 ? '' : ` ${String(at)}`}.`
    yield fault('salt-between', 1, summary, placed(between(at)), { evidence: { after: at } })
  }
  const doubled = 'The salt was added twice'
  const rows = [
    [`${doubled} at the end.`, (salt: Piece, others: readonly Piece[]) => [...others, salt, salt]],
    [
      `${doubled}: before the values and behind them.`,
      (salt: Piece, others: readonly Piece[]) => [salt, ...others, salt],
    ],
    [`${doubled} before the values.`, (salt: Piece, others: readonly Piece[]) => [salt, salt, ...others]],
  ] as const
  for (const [summary, place] of rows) yield fault('salt-doubled', 1, summary, placed(place))
  if (values < 2) return
  yield fault(
    'salt-doubled',
    2,
    'The salt was added after every value.',
    placed((salt, others) => (others.length < 2 ? null : others.flatMap((value) => [value, salt]))),
  )
  yield fault(
    'salt-doubled',
    3,
    'The salt was added between the values and at the end.',
    placed((salt, others) => (others.length < 3 ? null : [...others.slice(0, 1), salt, ...others.slice(1), salt])),
  )
}

/** A salt that is not the one checked, with the words that name it. */
export interface OtherSalt {
  readonly salt: string
  readonly label: string
  /** It belongs to another event or profile, so that it is less likely than one of the history. */
  readonly far?: boolean
}

/** Every other salt that is known: of the history, of other events, typed in by the user. */
export function* otherSaltFaults(others: readonly OtherSalt[]): Generator<Fault> {
  const seen = new Set<string>()
  for (const { salt, label, far = false } of others.slice(0, SALTS_AT_MOST)) {
    if (seen.has(salt)) continue
    seen.add(salt)
    const apply = (recipe: Recipe): Recipe | null => {
      if (saltOf(recipe) !== undefined) return changed(recipe, SALT, () => salt)
      return withPieces(recipe, [...recipe.pieces, { kind: 'salt', name: 'salt', text: salt }])
    }
    const more = { stage: 'salt', family: 'other-salt', evidence: { salt: label } } as const
    yield fault('other-salt', far ? 2 : 1, `The digest was made with another salt: ${label}.`, apply, more)
  }
}

function* hashedSalts(samples: readonly Piece[], hash: FaultHash): Generator<Fault> {
  for (const name of ['MD5', 'SHA1'] as const) {
    for (const lower of [true, false]) {
      const words = `with ${name === 'MD5' ? 'MD5' : 'SHA-1'}, in ${lower ? 'lower' : 'upper'} case`
      const what = {
        code: 'salt-hashed',
        cost: 4,
        family: 'salt-hashed',
        summary: `The salt was hashed before it was added (${words}).`,
      } as const
      yield textFault(SALT, samples, what, (text) => {
        const hex = hash(name, text, 'utf8')
        return lower ? hex : hex.toUpperCase()
      })
    }
  }
}

/** Everything that may have happened to the text of the salt. */
export function* saltTextFaults(samples: readonly Piece[], hash: FaultHash): Generator<Fault> {
  yield* editFaults(SALT, samples)
  if (samples.some(isSalt)) yield* wordFaults(SALT, samples)
  if (samples.some(isSalt)) yield* hashedSalts(samples, hash)
}
