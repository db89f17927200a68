import type { SqlList } from './sqlite.ts'

/** Legacy callbacks for judging their digests again, as one text: a list costs most where it is made, and this one is read elsewhere. */
export interface LegacyBatch {
  /** JSON list of [sequence, lights, simulated, target (as a column, row-codec.ts)], and the first bytes in hexadecimal if asked for. */
  readonly text: string
  /** The lowest number in it: the next batch is below. */
  readonly last: number
}

/**
 * A callback with its whole request and the lights that its row shows, as columns: sequence, received_at, facts, raw, sent, after_ms,
 * status, lights. What reads it is another thread, so that nothing is made of it here.
 */
export type LitRow = SqlList

/** Other lights, packed, for rows that all show the same. A row whose lights are not `from` by then was judged meanwhile, and is left alone. */
export interface LightsChange {
  readonly from: number
  readonly to: number
  /** JSON list of numbers: just what the statement takes. */
  readonly sequences: string
}
