import { DIGEST_FAULTS } from '../../../facts/digest-faults.ts'
import type { DigestFaultCode } from '../../../facts/digest-faults.ts'
import type { DigestAlgorithm } from '../../../model/profile.ts'
import type { Evidence } from '../../../model/verdict.ts'
import { Allowance } from './allowance.ts'
import type { SearchLimit } from './allowance.ts'
import { allFaults } from './all-faults.ts'
import type { FaultMaterial } from './all-faults.ts'
import { compatible, eitherWay, isReversed } from './pairs.ts'
import { baseRecipe, digestOf, textOf } from './recipe.ts'
import { readReceived } from './received.ts'
import type { FormFault, ReceivedForm } from './received.ts'
import { Trial, UNIT } from './trial.ts'
import type { Found } from './trial.ts'
import type { Fault, FaultHash, Recipe } from './types.ts'
import { letterTypos } from './letter-typos.ts'
import { allTypos, caseTypos, valueCuts } from './typos.ts'
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
  /** The deadline ended the search after `tried` candidates, and none had explained the digest. */
  readonly stopped: boolean
}

/**
 * Candidates at most, in units of about two microseconds: one hash of a short text. Long texts cost more. A number, so that without a
 * deadline the same question has the same answer on every machine.
 */
const BUDGET = 5_000
/** So much is tried whatever the clock says: every mistake alone, and the likeliest pairs. */
const SURE = 1_000
/** Beside it, for salts in other letter case. */
const FLIPS = 1_300
/** For values that were cut off: three of 64 characters at most. */
const CUTS = 400
/** For a salt with any one letter wrong or missing: letters such as it has, then all others. Half as dear as pairs, which make a recipe each. */
const LIKELY_LETTER = 4_500
const ANY_LETTER = 4_000
/** Share of a unit that a pair costs besides, and one that is passed over. */
const VAIN = 0.1
const PASSED = 0.02
/** Explanations that are told at most. */
const MOST = 5
const COSTS = [1, 2, 3, 4] as const

/** A fault with what it makes of the recipe that is checked; null: nothing. */
interface Tried {
  readonly fault: Fault
  readonly alone: Recipe | null
}

/** Two faults at once whose costs have a sum in this range, the likeliest first; stops with the first sum that explains the digest. */
function pairs(trial: Trial, tried: readonly Tried[], from: number, to: number): void {
  const byCost = COSTS.map((cost) => tried.filter(({ fault }) => fault.cost === cost))
  for (let sum = from; sum <= to && trial.found.length === 0; sum++) {
    for (const cost of COSTS) {
      const other = sum - cost
      if (other < cost || other > 4) continue
      pairsOf(trial, byCost[cost - 1] ?? [], byCost[other - 1] ?? [], cost === other)
      if (trial.allowance.over) return
    }
  }
}

function pairsOf(trial: Trial, some: readonly Tried[], others: readonly Tried[], same: boolean): void {
  const { allowance } = trial
  for (const [index, one] of some.entries()) {
    for (let at = same ? index + 1 : 0; at < others.length; at++) {
      const other = others[at]
      if (allowance.over) return
      allowance.spend(PASSED)
      if (other === undefined || !compatible(one.fault, other.fault)) continue
      allowance.spend(VAIN)
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
 * is named was proven, since nothing else gives the same hash. Bounded by a number of candidates (see BUDGET) and, where a limit is
 * given, by its deadline; without one deterministic. Never throws.
 * @param hash the engine's hash, MD5 and SHA-1 at least
 * @param limit when to end; null: when everything that is affordable was tried
 */
export function searchFaults(input: SearchInput, hash: FaultHash, limit: SearchLimit | null = null): SearchResult {
  const base = baseRecipe(input.algorithm, input.values, input.salt)
  const text = textOf(base)
  const expected = digestOf(hash, base, text).toUpperCase()
  const form = readReceived(input.received)
  if (form.hopeless !== null) {
    const causes = [causeOf(form.hopeless, {}, 1), ...observed(input, 2)]
    return { matches: false, expected, causes, tried: 1, complete: true, stopped: false }
  }
  const allowance = new Allowance(BUDGET, SURE, limit)
  const trial = new Trial(hash, form.core, allowance)
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
    complete: !(allowance.over || allowance.cut) || trial.found.length > 0,
    stopped: allowance.stopped && trial.found.length === 0,
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
  const { allowance, found } = trial
  const weight = length / UNIT
  const tried: Tried[] = []
  for (const fault of allFaults(base, input, hash, digits)) {
    // Making a fault of a long text costs as well, and so does applying it.
    allowance.spend(2 * weight)
    if (allowance.over) break
    const alone = fault.apply(base)
    tried.push({ fault, alone })
    if (alone !== null) trial.single(alone, [fault])
  }
  // The likeliest pairs before the many typing errors: they are within what is sure to be tried.
  if (found.length === 0) pairs(trial, tried, 2, 2)
  if (found.length === 0) typos(trial, base, allTypos(base))
  if (found.length === 0) pairs(trial, tried, 3, 3)
  if (found.length === 0) {
    allowance.extend(FLIPS)
    typos(trial, base, caseTypos(base))
  }
  if (found.length === 0) {
    allowance.extend(CUTS)
    typos(trial, base, valueCuts(base))
  }
  const [likely, others] = found.length === 0 ? letterTypos(base) : []
  if (likely !== undefined) {
    allowance.extend(Math.min(LIKELY_LETTER, likely.count * (1 + weight)))
    typos(trial, base, likely.texts)
  }
  if (found.length === 0) pairs(trial, tried, 4, 8)
  if (others !== undefined && found.length === 0) {
    allowance.grant(ANY_LETTER)
    typos(trial, base, others.texts)
  }
}

/** A text with one place wrong, or a salt in other letter case: looked for alone, since there are so many. */
function typos(trial: Trial, base: Recipe, some: Iterable<Typo>): void {
  for (const typo of some) {
    if (trial.allowance.over) return
    trial.typo(base, typo)
  }
}
