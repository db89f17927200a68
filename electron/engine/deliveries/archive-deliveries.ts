import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import { FAMILIES } from '../../../shared/model/callback.ts'
import type { RunEnd } from '../../../shared/model/delivery.ts'
import type { DeliveryCounts, DeliveryFilter } from '../../../shared/model/delivery-filter.ts'
import type { InboxRow } from '../../../shared/model/inbox.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { SequenceList } from '../store/sequences.ts'
import type { Sqlite } from '../store/sqlite.ts'
import type { KeptDelivery } from './codec.ts'
import type { Keeper } from './keeper.ts'
import type { GroupKind } from './shelf.ts'
import { endEarlierRuns, endRuns } from './end-runs.ts'
import type { RunEndOf } from './run-end-of.ts'
import { admits, countGroups, readDeliveries, readPayment, selectIds } from './select.ts'
import type { DeliveryNews } from './writer.ts'

/** A list of deliveries, newest first, addressed by position. */
export interface DeliveryView {
  readonly total: () => number
  readonly rows: (from: number, count: number) => readonly Delivery[]
  readonly position: (id: number) => number | null
  /** Follows a change; says how many came in on top, or that positions moved in another way. */
  readonly follow: (change: DeliveryChange) => { readonly added: number; readonly moved: boolean }
}

/** Told after it is written. */
export interface DeliveryChange {
  readonly changed: readonly number[]
  readonly removed: readonly number[]
  readonly cleared: boolean
  /** Rows of earlier callbacks that have another number now. */
  readonly rows: readonly InboxRow[]
}

/** The deliveries of an archive, as clients see them. Reading throws a ProblemError when the file cannot be read. */
export interface ArchiveDeliveries {
  readonly open: (filter: DeliveryFilter) => DeliveryView
  readonly counts: () => DeliveryCounts
  readonly read: (id: number) => Delivery | null
  /** The latest deliveries of the kind of a request, the latest first; a few. */
  readonly latest: (kind: GroupKind) => readonly KeptDelivery[]
  /** All deliveries of one reference, the earliest first. */
  readonly payment: (reference: string) => readonly Delivery[]
  /** Makes a request the first one of a delivery of its own. Gives the number of that delivery. */
  readonly split: (sequence: number) => Result<number>
  /** Makes all requests of a delivery part of an earlier one. Gives the number of the latter. */
  readonly join: (id: number, into: number) => Result<number>
  /** Why the run that sent a delivery makes no further attempt; null: it goes on, or it was no run. */
  readonly runEnd: (delivery: Delivery) => RunEnd | null
  /** A run has ended since: what it sent does not wait any more. */
  readonly runsEnded: () => void
  /** Does the same for the runs of earlier processes, in the background. */
  readonly endEarlierRuns: () => void
  readonly onChange: (handler: (change: DeliveryChange) => void) => void
  /** Tells what grouping has changed; called after a transaction. */
  readonly tell: (news: DeliveryNews) => void
  /** Callbacks that an older version indexed without grouping them, above a number, ascending; none once all are grouped. */
  readonly ungrouped: (above: number, limit: number) => readonly number[]
}

export interface DeliveriesParts {
  readonly sqlite: Sqlite
  readonly keeper: Keeper
  readonly runEnd: RunEndOf
  readonly wall: () => number
  readonly reading: <T>(nothing: T, work: () => T) => T
  readonly writing: <T>(key: string, nothing: T, work: () => T) => T
  readonly row: (sequence: number) => InboxRow | null
}

/** Deliveries of one payment that are shown. */
const MOST_OF_PAYMENT = 500
/** Rows told with one change. */
const MOST_ROWS = 50
const NO_COUNTS: DeliveryCounts = { first: 0, later: 0, waiting: 0, lost: 0, open: 0 }

function openView({ sqlite, reading, wall }: DeliveriesParts, filter: DeliveryFilter): DeliveryView {
  const list = new SequenceList(reading(new Float64Array(), () => selectIds(sqlite, filter, wall())))
  return {
    total: () => list.length,
    rows: (from, count) => reading([], () => readDeliveries(sqlite, list.slice(from, count))),
    position: (id) => list.position(id),
    follow: ({ changed, removed, cleared }) => {
      if (cleared) list.removeRange(1, Number.MAX_SAFE_INTEGER - 1)
      const top = list.slice(0, 1)[0] ?? 0
      const fitting = reading([], () => changed.filter((id) => admits(sqlite, filter, wall(), id)))
      const fresh = fitting.filter((id) => !list.has(id)).toSorted((one, other) => one - other)
      const fits = new Set(fitting)
      const gone = new Set([...removed, ...changed.filter((id) => !fits.has(id))].filter((id) => list.has(id)))
      list.change(fresh, gone)
      return { added: fresh.length, moved: cleared || gone.size > 0 || fresh.some((id) => id < top) }
    },
  }
}

const NOT_THERE = 'This delivery has been deleted, or was grouped anew. Choose it again in the list.'

/** Keeps the choice of the user about a request and groups what it concerns anew. */
function choose(
  parts: DeliveriesParts,
  sequence: number,
  follows: number | null,
  key: number,
  ids: readonly number[],
): Result<number> {
  const { sqlite, keeper, writing } = parts
  const done = writing('archive-deliveries', false, () => {
    try {
      sqlite.transaction(() => {
        keeper.choices.set(sequence, { key, follows })
        keeper.regroup(ids)
      })
    } catch (thrown) {
      keeper.forget()
      throw thrown
    }
    return true
  })
  if (!done)
    return bad('archive-unreadable', 'The grouping could not be changed: the archive cannot be written just now.')
  const id = sqlite.number('SELECT delivery FROM entry_index WHERE sequence = ?', sequence)
  return good(id)
}

const sequencesOf = ({ attempts }: Delivery): readonly number[] =>
  attempts.flatMap(({ requests }) => requests.map(({ sequence }) => sequence))

function split(parts: DeliveriesParts, sequence: number): Result<number> {
  const { sqlite, keeper } = parts
  const id = sqlite.number('SELECT delivery FROM entry_index WHERE sequence = ?', sequence)
  const kept = keeper.read(id)
  if (kept === null) return bad('not-found', NOT_THERE)
  if (!sequencesOf(kept.delivery).includes(sequence)) {
    return bad(
      'not-found',
      'This request is one of many repetitions that are only counted, so it cannot begin a delivery.',
    )
  }
  if (kept.delivery.id === sequence) return good(id)
  return choose(parts, sequence, null, kept.delivery.key, [id])
}

function join(parts: DeliveriesParts, id: number, into: number): Result<number> {
  const { keeper } = parts
  const [earlier, later] = [Math.min(id, into), Math.max(id, into)]
  const target = keeper.read(earlier)
  const joined = keeper.read(later)
  if (target === null || joined === null || id === into) return bad('not-found', NOT_THERE)
  const first = Math.min(...sequencesOf(joined.delivery))
  const follows = sequencesOf(target.delivery).findLast((sequence) => sequence < first)
  if (follows === undefined)
    return bad('not-found', 'The first request of the later delivery came before the earlier one.')
  return choose(parts, first, follows, joined.delivery.key, [earlier, later])
}

function readUngrouped({ sqlite, writing }: DeliveriesParts, above: number, limit: number): readonly number[] {
  const last = sqlite.number("SELECT value FROM meta WHERE name = 'ungrouped'")
  if (above >= last) return []
  const sql = `SELECT sequence FROM entry_index WHERE sequence > ? AND sequence <= ? AND delivery IS NULL AND kind = 0
    AND family <> ? ORDER BY sequence LIMIT ?`
  const found = sqlite.all(sql, above, last, FAMILIES.indexOf('unknown'), limit).map((row) => Number(row['sequence']))
  if (found.length === 0) {
    writing('archive-deliveries', undefined, () => sqlite.run("UPDATE meta SET value = 0 WHERE name = 'ungrouped'"))
  }
  return found
}

/** Makes the view of an archive's deliveries that clients get. */
export function makeDeliveries(parts: DeliveriesParts): ArchiveDeliveries {
  const { sqlite, keeper, reading, wall } = parts
  const handlers = new Set<(change: DeliveryChange) => void>()
  const tell = ({ changed, removed, renumbered, cleared }: DeliveryNews): void => {
    if (!cleared && changed.length + removed.length + renumbered.length === 0) return
    const rows = renumbered.slice(-MOST_ROWS).flatMap((sequence) => parts.row(sequence) ?? [])
    for (const handler of handlers) handler({ changed, removed, cleared, rows })
  }
  const told = (result: Result<number>): Result<number> => {
    tell(keeper.news())
    return result
  }
  return {
    open: (filter) => openView(parts, filter),
    counts: () => reading(NO_COUNTS, () => countGroups(sqlite, wall())),
    read: (id) => reading(null, () => keeper.read(id)?.delivery ?? null),
    latest: (kind) => reading([], () => keeper.latest(kind)),
    payment: (reference) => reading([], () => readPayment(sqlite, reference, MOST_OF_PAYMENT)),
    split: (sequence) => told(split(parts, sequence)),
    join: (id, into) => told(join(parts, id, into)),
    runEnd: parts.runEnd,
    runsEnded: () => {
      endRuns(parts, keeper.running())
      tell(keeper.news())
    },
    endEarlierRuns: () => endEarlierRuns(parts, () => tell(keeper.news())),
    onChange: (handler) => void handlers.add(handler),
    tell,
    ungrouped: (above, limit) => reading([], () => readUngrouped(parts, above, limit)),
  }
}
