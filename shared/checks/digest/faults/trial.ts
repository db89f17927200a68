import type { Allowance } from './allowance.ts'
import { digestOf, textOf } from './recipe.ts'
import { fitOf, nearlyFits } from './received.ts'
import type { Fit, FormFault } from './received.ts'
import type { Fault, FaultHash, Recipe } from './types.ts'
import type { Typo } from './typos.ts'

/** Characters that cost as much as one hash does anyway. */
export const UNIT = 512

/** Faults that together give the digest that came; `form`: what is wrong with the digest itself besides. */
export interface Found {
  readonly faults: readonly Fault[]
  readonly form: FormFault | null
}

/** Hashes candidates, counts them, and keeps what fits. */
export class Trial {
  readonly found: Found[] = []
  readonly allowance: Allowance
  tried = 0
  readonly #hash: FaultHash
  readonly #core: string
  readonly #known = new Map<string, Found | null>()
  constructor(hash: FaultHash, core: string, allowance: Allowance) {
    this.#hash = hash
    this.#core = core
    this.allowance = allowance
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
    this.allowance.spend(1 + text.length / UNIT)
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
