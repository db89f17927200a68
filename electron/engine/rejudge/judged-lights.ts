import type { LightsChange, LitRow } from '../store/light-changes.ts'
import type { TrustBase } from '../verify/types.ts'

/** What the thread is called where threads are listed (at most 15 characters). */
export const THREAD_NAME = 'judging again'

/** What a sweep judges with: plain values, since they go to another thread. */
export interface SweepTrust {
  /** What all rows were judged with so far. */
  readonly before: TrustBase
  readonly after: TrustBase
  /** What simulated callbacks are judged with: the simulator's salts and keys beside the others. */
  readonly simulated: TrustBase
  /** Bytes that a decompressed body may have at most. */
  readonly decodedBytes: number
}

/** Rows whose lights may be other ones now: by their targets, by their tokens, or by whatever their requests hold. */
export type LightsQuestion =
  | { readonly kind: 'digests'; readonly text: string }
  | { readonly kind: 'tokens' | 'requests'; readonly rows: readonly LitRow[] }

/** A row and its five lights as one number (row-codec.ts). */
export interface ShownLights {
  readonly sequence: number
  readonly lights: number
}

export interface JudgedLights {
  /** How many rows it was asked about. */
  readonly asked: number
  readonly changes: readonly LightsChange[]
  /** Digests: their targets do not tell enough. Requests: our own checks failed on them, and only the guarded judge knows what then holds. */
  readonly open: readonly ShownLights[]
}

/** Says which lights are other ones now, exactly as judging on arrival would. */
export type LightsJudge = (question: LightsQuestion) => Promise<JudgedLights>

/** Other lights for one row. */
export interface RowChange {
  readonly sequence: number
  readonly from: number
  readonly to: number
}

/** The same changes together, so that one statement writes all their rows: a statement for each takes most of the time. */
export function joined(changes: Iterable<LightsChange>): readonly LightsChange[] {
  const found = new Map<string, Omit<LightsChange, 'sequences'> & { readonly lists: string[] }>()
  for (const { from, to, sequences } of changes) {
    const name = `${String(from)} ${String(to)}`
    const known = found.get(name)
    const list = sequences.slice(1, -1)
    if (known === undefined) found.set(name, { from, to, lists: [list] })
    else known.lists.push(list)
  }
  return [...found.values()].map(({ from, to, lists }) => ({ from, to, sequences: `[${lists.join(',')}]` }))
}

/** What is other now of these rows. */
export const together = (rows: readonly RowChange[]): readonly LightsChange[] =>
  joined(
    rows.flatMap(({ sequence, from, to }) => (from === to ? [] : [{ from, to, sequences: `[${String(sequence)}]` }])),
  )
