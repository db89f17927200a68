import { editFaults, textFault, wordFaults } from './edit-faults.ts'
import type { Subject } from './edit-faults.ts'
import { hashFaults } from './hash-faults.ts'
import { joiningFaults } from './joining-faults.ts'
import { identifierFaults, listFaults } from './list-faults.ts'
import type { ListMaterial } from './list-faults.ts'
import { withPieces } from './recipe.ts'
import { otherSaltFaults, placeFaults, saltTextFaults } from './salt-faults.ts'
import type { OtherSalt } from './salt-faults.ts'
import type { Fault, FaultHash, Piece, Recipe } from './types.ts'

/** What the faults are made of, beside the recipe. */
export interface FaultMaterial extends ListMaterial {
  /** In the order in which they are checked, with the text as it stood in the URL where that is known. */
  readonly values: readonly { readonly name: string; readonly value: string; readonly raw?: string }[]
  /** Every other salt that is known, with the words that name it. */
  readonly otherSalts: readonly OtherSalt[]
  /** Whole texts that may have been hashed in place of the values: the URL, its query. */
  readonly texts: readonly { readonly label: string; readonly text: string }[]
  /** Names of the URL that begin with `amp;`. */
  readonly ampNames: readonly string[]
}

/** Up to so many values each is changed on its own; of more, only all together. */
const EACH = 8

function* valueFaults(base: Recipe, { values }: FaultMaterial): Generator<Fault> {
  const subjects: Subject[] = values.slice(0, EACH).map(({ name }) => ({ kind: 'value', name }))
  const many = subjects.length > 3
  for (const subject of subjects) {
    yield* editFaults(subject, base.pieces, many)
    yield* wordFaults(subject, base.pieces)
  }
  if (values.length < 2) return
  const every = { kind: 'value', name: '*' } as const
  yield* editFaults(every, base.pieces)
  yield* wordFaults(every, base.pieces)
}

/** The values as they stood in the URL. */
function* rawFaults(base: Recipe, { values }: FaultMaterial): Generator<Fault> {
  for (const { name, value, raw } of values) {
    if (raw === undefined || raw === value) continue
    const summary = `The value of ${name} was hashed percent-encoded, as it stands in the URL.`
    const what = { code: 'value-percent-encoded', cost: 1, family: 'percent', summary } as const
    yield textFault({ kind: 'value', name }, base.pieces, what, (text) => (text === value ? raw : text))
  }
}

/** Whole texts in the place of the values. */
function* textFaults({ texts }: FaultMaterial): Generator<Fault> {
  for (const { label, text } of texts) {
    if (text === '') continue
    const piece: Piece = { kind: 'value', name: label, text }
    yield {
      code: 'url-hashed',
      cost: 3,
      stage: 'list',
      family: 'list',
      subject: '',
      summary: `${label} was hashed in place of the values.`,
      evidence: { hashed: text.slice(0, 300) },
      apply: (recipe) => withPieces(recipe, [piece, ...recipe.pieces.filter(({ kind }) => kind === 'salt')]),
    }
  }
}

/** Every fault that can be looked for, in the order in which equally likely ones are tried. Lazy: texts may be long. */
export function* allFaults(base: Recipe, material: FaultMaterial, hash: FaultHash, digits: number): Generator<Fault> {
  const values = material.values.length
  const salted = base.pieces.some(({ kind }) => kind === 'salt')
  yield* otherSaltFaults(material.otherSalts)
  yield* listFaults(material)
  yield* identifierFaults(material)
  yield* placeFaults(salted ? values : 0)
  yield* hashFaults(base, digits)
  yield* rawFaults(base, material)
  yield* saltTextFaults(base.pieces, hash)
  yield* joiningFaults(values, salted)
  yield* valueFaults(base, material)
  yield* textFaults(material)
}
