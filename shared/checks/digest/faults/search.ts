import { DIGEST_FAULTS } from '../../../facts/digest-faults.ts'
import type { DigestFaultCode } from '../../../facts/digest-faults.ts'
import type { DigestAlgorithm } from '../../../model/profile.ts'
import type { Evidence } from '../../../model/verdict.ts'
import { allFaults } from './all-faults.ts'
import type { FaultMaterial } from './all-faults.ts'
import { compatible, eitherWay, isReversed } from './pairs.ts'
import { baseRecipe, digestOf, textOf } from './recipe.ts'
import { fitOf, nearlyFits, readReceived } from './received.ts'
import type { Fit, FormFault, ReceivedForm } from './received.ts'
import type { Fault, FaultHash, Recipe } from './types.ts'
import { allTypos } from './typos.ts'
import type { Typo } from './typos.ts'

/** What is known of a digest that does not match. */
export interface SearchInput extends FaultMaterial {
  readonly received: string
  readonly algorithm: DigestAlgorithm
  /** The salt as it is checked; null: none. */
  readonly salt: string | null
}

/** One thing that went wrong. */
export interface Cause {
  readonly code: DigestFaultCode
  readonly summary: string
  readonly advice: string
  /** Never holds a salt. */
  readonly evidence: Evidence
  /** Causes of one number belong together: all of them happened. The best explanation is number 1. */
  readonly explanation: number
}

export interface SearchResult {
  /** The digest is the expected one, letter by letter. */
  readonly matches: boolean
  /** What should have come. */
  readonly expected: string
  /** Best explanation first; empty when nothing that was tried gives this digest. */
  readonly causes: readonly Cause[]
  /** Texts that were hashed and compared. */
  readonly tried: number
  /** False: the texts are so long, or the faults so many, that not every pair could be tried. */
  readonly complete: boolean
}

/**
 * Candidates at most, in units of about two microseconds: one hash of a short text. Long texts cost more. A number and not a clock,
 * so that the same question has the same answer on every machine; the whole search stays far below 50 ms.
 */
const BUDGET = 5_000
/** Characters that cost as much as one hash does anyway. */
const UNIT = 512
/** Share of a unit that a pair costs besides. */
const VAIN = 0.1
/** Explanations that are told at most. */
const MOST = 5
const COSTS = [1, 2, 3, 4] as const

interface Found {
  readonly faults: readonly Fault[]
  readonly form: FormFault | null
}

/** Hashes candidates, counts them, and keeps what fits. */
class Trial {
  readonly found: Found[] = []
  tried = 0
  left = BUDGET
  readonly #hash: FaultHash
  readonly #core: string
  readonly #known = new Map<string, Found | null>()
  constructor(hash: FaultHash, core: string) {
    this.#hash = hash
    this.#core = core
  }

  /** One fault, or none. A digest that is right but for a digit or two counts as well. */
  single(recipe: Recipe, faults: readonly Fault[]): void {
    const text = textOf(recipe)
    const key = keyOf(recipe, text)
    const known = this.#known.get(key)
    if (known === undefined) {
      const expected = this.#digest(recipe, text)
      const fit = fitOf(this.#core, expected) ?? nearlyFits(this.#core, expected)
      this.#known.set(key, this.#keep(fit, faults))
    } else if (known !== null) {
      // Another way to the same text explains it as well.
      this.found.push({ faults, form: known.form })
    }
  }

  /** Two faults. Different pairs may give the same text: finding that out would cost as much as the hash. */
  pair(recipe: Recipe, first: Fault, second: Fault): void {
    const fit = fitOf(this.#core, this.#digest(recipe, textOf(recipe)))
    if (fit !== null) this.#keep(fit, [first, second])
  }

  typo(base: Recipe, { whole, fault }: Typo): void {
    const fit = fitOf(this.#core, this.#digest(base, whole))
    if (fit !== null) this.#keep(fit, [fault()])
  }

  #digest(recipe: Recipe, text: string): string {
    this.tried++
    this.left -= 1 + text.length / UNIT
    return digestOf(this.#hash, recipe, text)
  }

  #keep(fit: Fit | null, faults: readonly Fault[]): Found | null {
    if (fit === null) return null
    const found = { faults, form: fit === 'exact' ? null : fit }
    this.found.push(found)
    return found
  }
}

/** Equal for recipes that hash the same. */
function keyOf({ algorithm, characters, wrap, pieces }: Recipe, text: string): string {
  const salt = wrap === 'hmac' ? (pieces.find(({ kind }) => kind === 'salt')?.text ?? '') : ''
  return `${algorithm}${characters}${wrap}${salt}\n${text}`
}

/** A fault with what it makes of the recipe that is checked; null: nothing. */
interface Tried {
  readonly fault: Fault
  readonly alone: Recipe | null
}

/** Two faults at once, the likeliest pairs first; stops with the first sum of costs that explains the digest. */
function pairs(trial: Trial, tried: readonly Tried[]): void {
  const byCost = COSTS.map((cost) => tried.filter(({ fault }) => fault.cost === cost))
  for (let sum = 2; sum <= 8 && trial.found.length === 0; sum++) {
    for (const cost of COSTS) {
      const other = sum - cost
      if (other < cost || other > 4) continue
      pairsOf(trial, byCost[cost - 1] ?? [], byCost[other - 1] ?? [], cost === other)
      if (trial.left <= 0) return
    }
  }
}

function pairsOf(trial: Trial, some: readonly Tried[], others: readonly Tried[], same: boolean): void {
  for (const [index, one] of some.entries()) {
    for (let at = same ? index + 1 : 0; at < others.length; at++) {
      const other = others[at]
      if (other === undefined || !compatible(one.fault, other.fault)) continue
      if (trial.left <= 0) return
      trial.left -= VAIN
      const reversed = isReversed(one.fault, other.fault)
      pair(trial, reversed ? other : one, reversed ? one : other)
      if (eitherWay(one.fault, other.fault)) pair(trial, other, one)
    }
  }
}

function pair(trial: Trial, first: Tried, second: Tried): void {
  const recipe = first.alone === null ? null : second.fault.apply(first.alone)
  if (recipe !== null) trial.pair(recipe, first.fault, second.fault)
}

const causeOf = ({ code, summary }: FormFault, evidence: Evidence, explanation: number): Cause => ({
  code,
  summary,
  advice: DIGEST_FAULTS[code].advice,
  evidence,
  explanation,
})

const costOf = ({ faults }: Found): number => faults.reduce((sum, { cost }) => sum + cost, 0)

/** The causes of everything found, cheapest first; explanations that say the same once. */
function causesOf(found: readonly Found[], form: ReceivedForm): readonly Cause[] {
  const seen = new Set<string>()
  const best = found
    .toSorted((a, b) => costOf(a) - costOf(b))
    .filter(({ faults }) => {
      const key = faults
        .map(({ code, subject }) => `${code} ${subject}`)
        .toSorted()
        .join()
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
    .slice(0, MOST)
  return best.flatMap(({ faults, form: fit }, index) => {
    const ofDigest = fit === null ? form.faults : [fit, ...form.faults]
    return [
      ...faults.map((fault) => causeOf(fault, fault.evidence, index + 1)),
      ...ofDigest.map((one) => causeOf(one, {}, index + 1)),
    ]
  })
}

/** What can be seen without hashing: a placeholder in a value, a name that begins with `amp;`. */
function observed({ values, others, ampNames }: SearchInput, from: number): readonly Cause[] {
  const causes: Cause[] = []
  for (const { name, value } of [...values, ...others]) {
    if (!/^(?:\{+|%7B)[^{}]*(?:\}+|%7D)$/i.test(value)) continue
    const summary = `The placeholder of ${name} was not filled: ${value.slice(0, 100)} arrived.`
    const evidence = { parameter: name, received: value.slice(0, 100) }
    causes.push(causeOf({ code: 'placeholder-not-filled', summary }, evidence, from + causes.length))
  }
  if (ampNames.length > 0) {
    const { summary } = DIGEST_FAULTS['amp-names']
    causes.push(causeOf({ code: 'amp-names', summary }, { names: ampNames.slice(0, 10) }, from + causes.length))
  }
  return causes
}

/** A value whose name begins with `amp;` is not found by its name: then the digest covers fewer values for that reason. */
function ampFirst(causes: readonly Cause[]): readonly Cause[] {
  const amp = causes.find(({ code }) => code === 'amp-names')
  const first = causes[0]
  if (amp === undefined || first?.code !== 'parameter-list-too-long') return causes
  return [{ ...amp, explanation: 1 }, ...causes.filter((cause) => cause !== amp)]
}

/**
 * Says why a digest is not the expected one, by making it: every known mistake alone, then two at a time, the likeliest first. What
 * is named was proven, since nothing else gives the same hash. Deterministic and bounded (see BUDGET); never throws.
 * @param hash the engine's hash, MD5 and SHA-1 at least
 */
export function searchFaults(input: SearchInput, hash: FaultHash): SearchResult {
  const base = baseRecipe(input.algorithm, input.values, input.salt)
  const text = textOf(base)
  const expected = digestOf(hash, base, text).toUpperCase()
  const form = readReceived(input.received)
  if (form.hopeless !== null) {
    const causes = [causeOf(form.hopeless, {}, 1), ...observed(input, 2)]
    return { matches: false, expected, causes, tried: 1, complete: true }
  }
  const trial = new Trial(hash, form.core)
  trial.single(base, [])
  if (trial.found.length === 0) explore(trial, base, input, hash, form.core.length, text.length)
  const causes = causesOf(trial.found, form)
  const more = observed(input, 1 + (causes.at(-1)?.explanation ?? 0))
  const told = more.filter(({ code }) => !causes.some((cause) => cause.code === code))
  return {
    matches: input.received === expected,
    expected,
    causes: ampFirst([...causes, ...told]),
    tried: trial.tried,
    complete: trial.left > 0 || trial.found.length > 0,
  }
}

function explore(
  trial: Trial,
  base: Recipe,
  input: SearchInput,
  hash: FaultHash,
  digits: number,
  length: number,
): void {
  const weight = length / UNIT
  const tried: Tried[] = []
  for (const fault of allFaults(base, input, hash, digits)) {
    // Making a fault of a long text costs as well, and so does applying it.
    trial.left -= 2 * weight
    if (trial.left <= 0) break
    const alone = fault.apply(base)
    tried.push({ fault, alone })
    if (alone !== null) trial.single(alone, [fault])
  }
  if (trial.found.length === 0) typos(trial, base)
  if (trial.found.length === 0) pairs(trial, tried)
}

/** A text with one place wrong: looked for alone, since there are so many. */
function typos(trial: Trial, base: Recipe): void {
  for (const typo of allTypos(base)) {
    if (trial.left <= 0) return
    trial.typo(base, typo)
  }
}
