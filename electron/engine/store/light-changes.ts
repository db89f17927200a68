import type { StoredEntry } from '../../../shared/model/stored.ts'

/** The little of a row that judging its digest again needs. */
export interface LightRow {
  readonly sequence: number
  readonly target: string
  /** Five lights as one number (row-codec.ts). */
  readonly lights: number
  /** Judged with the simulator's salts and keys beside the others. */
  readonly simulated: boolean
  /** The beginning of the request, when it was asked for. */
  readonly head: Uint8Array | null
}

/** An entry (without the outcome of its answer) with the lights that its row shows. */
export interface LitEntry {
  readonly entry: StoredEntry
  readonly lights: number
}

/** Other lights for a row, packed. One whose lights are not `from` by then was judged meanwhile, and is left alone. */
export interface RowChange {
  readonly sequence: number
  readonly from: number
  readonly to: number
}
