import type { CheckItemId } from './items.ts'

/**
 * How a finding of the endpoint check weighs. `unknown`: it cannot be told from this machine. `note`: worth knowing, decides
 * nothing. The verdict is the worst of `fail`, `warn`, else pass.
 */
export type CheckWeight = 'warn' | 'fail' | 'unknown' | 'note'

/** One row of the catalogue of the endpoint check. */
export interface CheckEntry {
  /** The item of the checklist that it belongs to. */
  readonly item: CheckItemId
  readonly weight: CheckWeight
  readonly summary: string
  /** What it means for callbacks. */
  readonly explanation: string
  /** What to do. */
  readonly advice: string
  /** The sentence of the bank's documents, or of the standard, that the rule rests on. */
  readonly source: string
}

/** A row of the catalogue, written as a table. */
export const row = (
  item: CheckItemId,
  weight: CheckWeight,
  summary: string,
  explanation: string,
  advice: string,
  source: string,
): CheckEntry => ({ item, weight, summary, explanation, advice, source })
