import { FRAUD_RESULTS } from '../../../facts/events.ts'
import type { DigestFaultCode } from '../../../facts/digest-faults.ts'
import { withPieces } from './recipe.ts'
import type { Cost, Fault, Piece, Recipe } from './types.ts'

/* Faults of the list of parameters: which values, in which order, and another identifier in the place of one. */

/** A value by its name. */
export interface Named {
  readonly name: string
  readonly value: string
}

/** What a list fault may choose from. */
export interface ListMaterial {
  /** In the order in which they are checked. */
  readonly values: readonly Named[]
  /** Further parameters that the request carries. */
  readonly others: readonly Named[]
  /** Published lists of the event. */
  readonly lists: readonly (readonly string[])[]
  readonly eventType: string | null
  /** Further identifiers that the user entered. */
  readonly identifiers: readonly string[]
}

/** Lists of up to so many values are tried in every order and selection. */
const EVERY_ORDER = 4
const MOST_OTHERS = 8
const SHOWN = 200

/** Puts other values into a recipe; salts stay behind them. */
function withValues(recipe: Recipe, values: readonly Named[]): Recipe {
  const pieces: Piece[] = values.map(({ name, value }) => ({ kind: 'value', name, text: value }))
  return withPieces(recipe, [...pieces, ...recipe.pieces.filter(({ kind }) => kind === 'salt')])
}

const namesOf = (values: readonly Named[]): readonly string[] => values.map(({ name }) => name)
const spoken = (values: readonly Named[]): string => namesOf(values).join(', ')

/** What kind of list this is, beside the one that is checked. */
function codeOf(from: readonly Named[], to: readonly Named[]): DigestFaultCode {
  const has = (list: readonly Named[], one: Named): boolean => list.some(({ name }) => name === one.name)
  const fewer = from.some((one) => !has(to, one))
  const more = to.some((one) => !has(from, one))
  if (fewer && more) return 'other-parameters'
  if (more) return 'parameter-list-too-short'
  return fewer ? 'parameter-list-too-long' : 'parameter-order'
}

const SENTENCES: Partial<Record<DigestFaultCode, (list: string) => string>> = {
  'parameter-order': (list) => `The parameters were joined in another order: ${list}.`,
  'parameter-list-too-long': (list) => `The list of digest parameters is too long: the digest covers ${list} only.`,
  'parameter-list-too-short': (list) => `The list of digest parameters is too short: the digest covers ${list}.`,
  'other-parameters': (list) => `The digest was made over other parameters: ${list}.`,
}

function listFault(from: readonly Named[], to: readonly Named[], cost: Cost, code = codeOf(from, to)): Fault {
  const summary = SENTENCES[code]?.(spoken(to)) ?? ''
  return {
    code,
    cost,
    stage: 'list',
    family: 'list',
    subject: '',
    summary,
    evidence: { checked: namesOf(from), hashed: namesOf(to), values: to.map(({ value }) => value.slice(0, SHOWN)) },
    apply: (recipe) => withValues(recipe, to),
  }
}

function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length < 2) return yield items
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest]
  }
  return undefined
}

/** Every selection that keeps the order, but the whole and nothing. */
function* selections<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let mask = 1; mask < 2 ** items.length - 1; mask++) yield items.filter((_, at) => (mask & (1 << at)) !== 0)
}

/** A few orders of a long list: reversed, rotated, neighbours exchanged, sorted. */
function* someOrders(values: readonly Named[]): Generator<readonly Named[]> {
  yield values.toReversed()
  for (let at = 1; at < values.length; at++) yield [...values.slice(at), ...values.slice(0, at)]
  for (let at = 1; at < values.length; at++) {
    yield values.map((value, index) => (index === at ? values[at - 1] : index === at - 1 ? values[at] : value) ?? value)
  }
  yield values.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  yield values.toSorted((a, b) => (a.value < b.value ? -1 : 1))
}

function* someSelections(values: readonly Named[]): Generator<readonly Named[]> {
  for (const [at] of values.entries()) yield values.toSpliced(at, 1)
  for (let length = 1; length < values.length - 1; length++) yield values.slice(0, length)
  for (const value of values) yield [value]
}

/** Longer lists than this would have too many orders: 120 is still few. */
const LONG_ORDER = 5

function* orders({ values }: ListMaterial): Generator<Fault> {
  if (values.length < 2) return
  const few = values.length <= EVERY_ORDER
  const cost = values.length < 3 ? 1 : 2
  for (const order of few ? permutations(values) : someOrders(values)) {
    if (order.some((value, at) => value !== values[at])) yield listFault(values, order, cost)
  }
  for (const chosen of few ? selections(values) : someSelections(values)) {
    yield listFault(values, chosen, chosen.length === values.length - 1 ? 1 : 2)
  }
  if (values.length !== LONG_ORDER) return
  for (const order of permutations(values)) yield listFault(values, order, 4)
  for (const chosen of selections(values)) yield listFault(values, chosen, 4)
}

function* publishedLists({ values, others, lists }: ListMaterial): Generator<Fault> {
  const all = [...values, ...others]
  for (const names of lists) {
    const found = names.flatMap((name) => all.find((one) => one.name === name) ?? [])
    const same = namesOf(found).join('\n') === namesOf(values).join('\n')
    if (found.length === names.length && !same) yield listFault(values, found, 1)
  }
}

function* longerLists({ values, others }: ListMaterial): Generator<Fault> {
  const few = others.slice(0, MOST_OTHERS)
  for (const other of few) {
    yield listFault(values, [...values, other], 1)
    yield listFault(values, [other, ...values], 2)
    yield listFault(values, [other], 3)
    const rest = values.slice(1)
    if (rest.length > 0) yield listFault(values, [other, ...rest], 3)
  }
  if (few.length > 1) yield listFault(values, [...values, ...few], 3)
}

/** AUTOMATIC_FRAUD_CONTROL knows two results: the digest may be for the other one. */
function* changedResults({ values }: ListMaterial): Generator<Fault> {
  const at = values.findIndex(({ name, value }) => name === 'result' && FRAUD_RESULTS.some((one) => one === value))
  const received = values[at]?.value
  for (const result of FRAUD_RESULTS) {
    if (received === undefined || result === received) continue
    const fault = listFault(values, values.with(at, { name: 'result', value: result }), 1, 'value-changed')
    const summary = `The digest is for the result ${result}, but ${received} came: the value was changed on the way.`
    yield { ...fault, summary, evidence: { parameter: 'result', received, hashed: result } }
  }
}

/** Values that are known without being sent: AUTOMATIC_FRAUD_CONTROL knows two results only. */
function* guessedResults({ values, others }: ListMaterial): Generator<Fault> {
  const names = namesOf([...values, ...others])
  if (names.includes('result') || !names.includes('paymentId')) return
  for (const value of FRAUD_RESULTS) yield listFault(values, [...values, { name: 'result', value }], 2)
}

function* moreHashed({ values, eventType }: ListMaterial): Generator<Fault> {
  if (values.length > 0) {
    yield {
      ...listFault(values, [...values, ...values], 3, 'value-repeated'),
      summary: 'The values were hashed twice, one after the other.',
    }
    const none = listFault(values, [], 3, 'parameter-list-too-long')
    yield { ...none, summary: 'The list of digest parameters is too long: the digest covers no value at all.' }
  }
  if (eventType === null) return
  const event = { name: 'event type', value: eventType }
  const summary = `The event type (${eventType}) was hashed too.`
  yield { ...listFault(values, [event, ...values], 3, 'more-hashed'), summary }
  yield { ...listFault(values, [...values, event], 3, 'more-hashed'), summary }
}

/** Every list that is worth a try, beside the one that is checked. */
export function* listFaults(material: ListMaterial): Generator<Fault> {
  yield* publishedLists(material)
  yield* orders(material)
  yield* longerLists(material)
  yield* guessedResults(material)
  yield* changedResults(material)
  yield* moreHashed(material)
}

function identifierFault(parameter: Named, identifier: string, cost: Cost): Fault {
  return {
    code: 'other-identifier',
    cost,
    stage: 'identifier',
    family: 'identifier',
    subject: parameter.name,
    summary: `The digest fits the identifier ${identifier.slice(0, SHOWN)}, not the ${parameter.name} received.`,
    evidence: {
      parameter: parameter.name,
      received: parameter.value.slice(0, SHOWN),
      hashed: identifier.slice(0, SHOWN),
    },
    apply: (recipe) => {
      const at = recipe.pieces.findIndex(({ kind, name }) => kind === 'value' && name === parameter.name)
      if (at < 0 || recipe.pieces[at]?.text === identifier) return null
      return withPieces(recipe, recipe.pieces.with(at, { kind: 'value', name: parameter.name, text: identifier }))
    },
  }
}

/** Each further identifier in the place of each value; other values of the request in the place of the first (domain.md §6 no. 20). */
export function* identifierFaults({ values, others, identifiers }: ListMaterial): Generator<Fault> {
  for (const identifier of identifiers) {
    for (const [index, value] of values.entries()) yield identifierFault(value, identifier, index === 0 ? 1 : 2)
  }
  const first = values[0]
  if (first === undefined) return
  for (const { value } of others.slice(0, MOST_OTHERS)) yield identifierFault(first, value, 2)
}
