/** How sure an attempt number is. */
export const CONFIDENCES = ['guess', 'likely', 'certain'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** What the bank makes of the answer to one request (domain.md §0 nos. 5 and 6). */
export const OUTCOMES = ['delivered', 'late', 'redirect', 'refused', 'unanswered', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A number as a row shows it: attempt 3 of 20. `of` is null where no schedule is known: then it counts what was seen. */
export interface AttemptNumber {
  readonly number: number
  readonly of: number | null
  readonly confidence: Confidence
}

/** Why a simulated run sends nothing more. `over`: it came to its end, or nothing is known of it any more. */
export const RUN_ENDS = ['stopped', 'interrupted', 'over'] as const
export type RunEnd = (typeof RUN_ENDS)[number]

/** From where a delay is counted: the documents do not say. `either`: the attempts were too short to tell. */
export const BASES = ['start', 'end', 'either'] as const
export type Basis = (typeof BASES)[number]
