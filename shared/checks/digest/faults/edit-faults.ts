import type { DigestFaultCode } from '../../../facts/digest-faults.ts'
import { CASE_EDITS, NUMBER_EDITS, SPACE_EDITS } from './edits/plain.ts'
import { CHARACTER_EDITS, CUT_EDITS } from './edits/characters.ts'
import { HTML_EDITS, PERCENT_EDITS, QUOTE_EDITS } from './edits/encoded.ts'
import { withPieces } from './recipe.ts'
import type { Cost, Edit, Fault, Piece, Recipe } from './types.ts'

/* Faults that change a text: the salt, one value, or every value. */

/** The likeliest first; equally likely ones in this order. */
const EDITS: readonly Edit[] = [
  ...SPACE_EDITS,
  ...CASE_EDITS,
  ...PERCENT_EDITS,
  ...HTML_EDITS,
  ...NUMBER_EDITS,
  ...QUOTE_EDITS,
  ...CHARACTER_EDITS,
  ...CUT_EDITS,
].toSorted((a, b) => a.cost - b.cost)

const SHOWN = 200

/** Whose text is changed: the salt, one value by its name, or every value (`*`). */
export type Subject = { readonly kind: 'salt' } | { readonly kind: 'value'; readonly name: string }

const concerns = (subject: Subject, piece: Piece): boolean =>
  piece.kind === subject.kind && (subject.kind === 'salt' || subject.name === '*' || subject.name === piece.name)

/** A recipe with the texts of a subject changed; null when that changes nothing. */
export function changed(
  recipe: Recipe,
  subject: Subject,
  apply: (text: string, piece: Piece) => string,
): Recipe | null {
  let pieces: Piece[] | null = null
  for (const [at, piece] of recipe.pieces.entries()) {
    if (!concerns(subject, piece)) continue
    const text = apply(piece.text, piece)
    if (text === piece.text) continue
    pieces ??= [...recipe.pieces]
    pieces[at] = { kind: piece.kind, name: piece.name, text }
  }
  return pieces === null ? null : withPieces(recipe, pieces)
}

const wordOf = (subject: Subject): string => {
  if (subject.kind === 'salt') return 'The salt'
  return subject.name === '*' ? 'Every value' : `The value of ${subject.name}`
}

interface TextFault {
  readonly code: DigestFaultCode
  readonly cost: Cost
  readonly family: string
  readonly summary: string
}

/** What the evidence shows: how the value reads, and how it was hashed. Nothing of a salt. */
function evidenceOf(subject: Subject, samples: readonly Piece[], apply: (text: string, piece: Piece) => string) {
  const sample = samples.find((piece) => concerns(subject, piece))
  if (subject.kind === 'salt' || sample === undefined) return {}
  const { name, text } = sample
  return { parameter: name, value: text.slice(0, SHOWN), hashed: apply(text, sample).slice(0, SHOWN) }
}

/** Makes a fault out of a change of texts. `samples` are the pieces of the recipe that is checked, for the evidence. */
export function textFault(
  subject: Subject,
  samples: readonly Piece[],
  what: TextFault,
  apply: (text: string, piece: Piece) => string,
): Fault {
  let evidence: Fault['evidence'] | null = null
  return {
    ...what,
    stage: subject.kind === 'salt' ? 'salt-text' : 'value-text',
    subject: subject.kind === 'salt' ? 'salt' : subject.name,
    // Made when somebody asks: hundreds of faults are tried, and few are told.
    get evidence() {
      evidence ??= evidenceOf(subject, samples, apply)
      return evidence
    },
    apply: (recipe) => changed(recipe, subject, apply),
  }
}

/** Remembers what an edit gave, since pairs of faults ask for the same text again and again. */
function remembered(apply: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    let result = known.get(text)
    if (result === undefined) known.set(text, (result = apply(text)))
    return result
  }
}

/** Every edit that changes the subject's text; `dearer`: looked for after the others. */
export function* editFaults(subject: Subject, samples: readonly Piece[], dearer = false): Generator<Fault> {
  const isSalt = subject.kind === 'salt'
  const texts = samples.filter((piece) => concerns(subject, piece)).map(({ text }) => text)
  const known = new Set<string>([texts.join('\n')])
  for (const edit of EDITS) {
    const apply = remembered(edit.apply)
    const results = texts.map(apply)
    // Of edits that come to the same here, the likeliest; what changes one value only is that value's own fault.
    const result = results.join('\n')
    if (known.has(result) || (texts.length > 1 && results.filter((text, at) => text !== texts[at]).length < 2)) continue
    known.add(result)
    const code = isSalt ? edit.codes.salt : edit.codes.value
    const summary = `${wordOf(subject)} was hashed ${edit.words}.`
    // White space at the end of a value is rarer than at the end of a salt that was copied from somewhere.
    const rarer = dearer || (!isSalt && edit.family === 'space' && edit.id !== 'trimmed')
    const cost = rarer && edit.cost < 4 ? ((edit.cost + 1) as Cost) : edit.cost
    yield textFault(subject, samples, { code, cost, family: edit.family, summary }, apply)
  }
}

/** What programs write for nothing. */
const NOTHING = ['null', 'undefined', 'NULL', 'None', 'nil', '(null)', 'NaN', 'false', '0'] as const

/** How placeholders look in templates; the first is the bank's. */
const PLACEHOLDERS: readonly ((name: string) => string)[] = [
  (name) => `{${name}}`,
  (name) => `%7B${name}%7D`,
  (name) => `%7b${name}%7d`,
  (name) => `{{${name}}}`,
  (name) => `\${${name}}`,
  (name) => `$${name}`,
  (name) => `:${name}`,
  (name) => `<${name}>`,
  (name) => `[${name}]`,
  (name) => `%${name}%`,
  (name) => name,
]

/** Words for nothing, and placeholders, in the place of a value. */
export function* wordFaults(subject: Subject, samples: readonly Piece[]): Generator<Fault> {
  const whose = wordOf(subject)
  if (subject.kind === 'salt') {
    const summary = 'The salt was hashed as an unfilled placeholder ({digestSalt}).'
    const what = { code: 'placeholder-not-filled', cost: 3, family: 'word', summary } as const
    yield textFault(subject, samples, what, () => '{digestSalt}')
  }
  for (const [index, write] of PLACEHOLDERS.entries()) {
    const cost = index === 0 ? 1 : 3
    const words = subject.kind === 'value' && subject.name !== '*' ? write(subject.name) : write('name')
    const summary = `${whose} was hashed as an unfilled placeholder (${words}).`
    const what = { code: 'placeholder-not-filled', cost, family: 'word', summary } as const
    yield textFault(subject, samples, what, (_, { name }) => write(name))
  }
  for (const word of NOTHING) {
    const code = subject.kind === 'salt' ? 'salt-word' : 'value-word'
    const what = { code, cost: 4, family: 'word', summary: `${whose} was hashed as the word ${word}.` } as const
    yield textFault(subject, samples, what, () => word)
  }
}
