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

/** Other lights for rows, packed. */
export interface LightChanges {
  /** All legacy callbacks of first..last that are not simulated and whose lights are `from`: one statement for as many as share the change. */
  readonly ranges: readonly {
    readonly first: number
    readonly last: number
    readonly from: number
    readonly to: number
  }[]
  /** Single rows, written after the ranges. One whose lights are not `from` by then was judged meanwhile, and is left alone. */
  readonly rows: readonly RowChange[]
}

export interface RowChange {
  readonly sequence: number
  readonly from: number
  readonly to: number
}
