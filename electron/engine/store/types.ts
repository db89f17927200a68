import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import type { RunEnd } from '../../../shared/model/delivery.ts'
import type { InboxFilter, InboxRow, InboxSort } from '../../../shared/model/inbox.ts'
import type { Retention } from '../../../shared/model/settings.ts'
import type { EntryFacts, StoredEntry } from '../../../shared/model/stored.ts'
import type { UpstreamAnswer } from '../../../shared/model/upstream.ts'
import type { ArchiveStatus } from '../../../shared/protocol/views.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import type { LightName } from '../../../shared/model/verdict.ts'
import type { ArchiveDeliveries } from '../deliveries/archive-deliveries.ts'
import type { LegacyBatch, LightsChange, LitRow } from './light-changes.ts'

/** One arrival on its way into the archive. */
export interface Arrival {
  readonly receivedAt: number
  readonly raw: Uint8Array
  readonly facts: EntryFacts
}

/** Called once per arrival, after the commit (fsync) or its failure. */
export type AppendDone = (result: { readonly sequence: number } | { readonly problem: Problem }) => void

/** What judging adds to an arrival: its row for lists, and the text that the search index takes. */
export interface IndexEntry {
  readonly row: InboxRow
  /** Decoded body text for the search index (bounded by the caller); '' when it is not text. */
  readonly searchText: string
  /** What grouping looks at; null or absent: it belongs to no delivery. */
  readonly grouping?: GroupRequest | null
  /** Outcome of the answer, when known. */
  readonly outcome: StoredEntry['outcome']
}

/** A selection of the archive in one order, addressed by position. */
export interface ArchiveView {
  readonly total: () => number
  readonly rows: (from: number, count: number) => readonly InboxRow[]
  readonly position: (sequence: number) => number | null
  /** True when this row belongs into the view. */
  readonly admits: (row: InboxRow) => boolean
  /** Rows that belong into it and have come since it was sorted; absent: it follows the archive. */
  readonly waiting?: () => number
  readonly close: () => void
}

/** What a change of the archive means for views: told after it is durable. */
export type ArchiveChange =
  | { readonly kind: 'indexed'; readonly rows: readonly InboxRow[]; readonly fresh: boolean }
  | { readonly kind: 'deleted'; readonly count: number }
  /** Many rows have other lights than before, all else is as it was. */
  | { readonly kind: 'relit' }

export interface ArchiveOptions {
  readonly file: string
  readonly readOnly?: boolean
  /** Connections that could still deliver right now: the committer stops waiting when all have. */
  readonly expecting: () => number
  /** Those of them that have not delivered yet: they came to do so. Nobody unless given. */
  readonly arriving?: () => number
  readonly retention: () => Retention
  readonly wall: () => number
  /**
   * Why a run of the simulator makes no further attempt (null: it goes on), by its id and the number of the last request that it is
   * known by. Unless given, all go on.
   */
  readonly runEnd?: (run: string, last: number) => RunEnd | null
  /** Banners: a problem under a key, or null when it has passed. */
  readonly notice: (key: string, problem: Problem | null) => void
}

/**
 * The database with everything captured. One writer. Opening gives a Result with a coded problem; reading throws a
 * ProblemError when the file cannot be read, and gives nothing once it is closed.
 */
export interface Archive {
  readonly id: string
  readonly status: () => ArchiveStatus
  readonly append: (arrival: Arrival, done: AppendDone) => void
  /** Commits what waits, now. */
  readonly flush: () => void
  /** Arrivals that wait for their commit or its sync. */
  readonly waiting: () => number
  /**
   * Writes rows of the index in one transaction; replaces rows that are there (`fresh` false: judged again), and tells
   * of those that are new or changed, which it gives. Throws a ProblemError when nothing could be written: try again later.
   */
  readonly index: (entries: readonly IndexEntry[], fresh: boolean) => readonly InboxRow[]
  /**
   * Does a small piece of what indexing left to do, or (`whole`) all of it; true when a further piece is left. To be called after
   * `index`, when answers have gone out. What cannot be written now is done later.
   */
  readonly upkeep: (whole: boolean) => boolean
  /** Entries without an index row, oldest first, above a sequence (after a crash, at start). */
  readonly unindexed: (above: number, limit: number) => readonly StoredEntry[]
  readonly entry: (sequence: number) => StoredEntry | null
  /** Entries from a sequence up, oldest first: for export and judging again. */
  readonly entries: (above: number, limit: number) => readonly StoredEntry[]
  /** The same from below a sequence down, newest first. */
  readonly entriesBelow: (below: number, limit: number) => readonly StoredEntry[]
  readonly row: (sequence: number) => InboxRow | null
  /** The little that judging digests again needs of legacy callbacks below a sequence, newest first; null: there are none. */
  readonly legacyBatch: (below: number, limit: number, heads: boolean) => LegacyBatch | null
  /** How many callbacks have a light that says anything but `not-applicable`. */
  readonly countLit: (name: LightName) => number
  /** They themselves below a sequence, newest first. */
  readonly lit: (name: LightName, below: number, limit: number) => readonly LitRow[]
  /** Callbacks by their numbers, with the lights that they show; without those that are gone. */
  readonly litOf: (sequences: readonly number[]) => readonly LitRow[]
  /** Entries by their numbers; without those that are gone. */
  readonly entriesOf: (sequences: readonly number[]) => readonly StoredEntry[]
  /** Writes other lights into rows, in one transaction, telling nobody. Throws a ProblemError when it cannot. */
  readonly relight: (changes: readonly LightsChange[]) => void
  /** Tells the open views what `relight` did since the last time. */
  readonly relit: () => void
  /** A short word kept beside the rows (which salts and keys they were judged with); null when it was never set. */
  readonly mark: (name: string) => string | null
  /** Sets it. A failure becomes a notice. */
  readonly setMark: (name: string, value: string) => void
  /** What an upstream answered to a callback that a rule passed on; null when there is nothing. */
  readonly upstream: (sequence: number) => UpstreamAnswer | null
  /** Keeps it. A failure becomes a notice. */
  readonly keepUpstream: (sequence: number, answer: UpstreamAnswer) => void
  /** The highest sequence number given out so far; 0 before the first. */
  readonly lastSequence: () => number
  /** Newest first (also when `sort` is left out) it follows the archive; in another order it stands as it was opened. */
  readonly open: (filter: InboxFilter, sort?: InboxSort) => ArchiveView
  /** Requests grouped into deliveries; kept as rows are indexed. */
  readonly deliveries: ArchiveDeliveries
  readonly onChange: (handler: (change: ArchiveChange) => void) => void
  readonly remove: (sequences: readonly number[]) => number
  readonly clear: () => number
  /** Applies count, age and size limits; called by the engine after batches and on a slow timer. Gives rows removed. */
  readonly retain: () => number
  readonly close: () => void
}
