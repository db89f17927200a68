import { FAMILIES } from '../../../shared/model/callback.ts'
import { isNewestFirst } from '../../../shared/model/inbox.ts'
import type { InboxFilter, InboxRow, InboxSort } from '../../../shared/model/inbox.ts'
import { LIGHT_NAMES } from '../../../shared/model/verdict.ts'
import { readRow } from './indexer.ts'
import type { Ledger } from './ledger.ts'
import { WHOLE_ROW, inboxRow, packedWith, textColumn } from './row-codec.ts'
import { searchQuery, understood } from './search-query.ts'
import type { SearchQuery } from './search-query.ts'
import { searchAll, searchBatch, sequencesLit, sequencesWhere, takes } from './search.ts'
import { SequenceList, intersect, subtract } from './sequences.ts'
import { FrozenOrder, sortedSequences } from './sorted.ts'
import type { Sqlite, SqlValue } from './sqlite.ts'
import type { ArchiveView, IndexEntry } from './types.ts'

/** The open views of one archive; told of every change, so that positions are right at any time. */
export interface Views {
  readonly open: (filter: InboxFilter, sort: InboxSort) => ArchiveView
  /** Rows that were written to the index (ascending), new ones and judged again. */
  readonly indexed: (entries: readonly IndexEntry[]) => void
  readonly removed: (first: number, last: number) => void
  /** Lights of many rows are other ones: views that ask for a light are selected anew. */
  readonly relit: () => void
}

interface LiveView {
  readonly list: SequenceList
  readonly query: SearchQuery | null
  readonly fits: (row: InboxRow) => boolean
  /** The numbers of it as they are now; null when lights do not matter to it. */
  readonly renew: (() => Float64Array) | null
}

/** A view that follows the archive, newest first. */
interface LivingView extends ArchiveView {
  /** Every number of it, ascending; a copy. */
  readonly all: () => Float64Array
}

/** Most rows given at once. */
const PAGE = 10_000

/** `reading` gives failures their coded problem, and no rows once the archive is closed. */
export function makeViews(sqlite: Sqlite, ledger: Ledger, reading: (work: () => InboxRow[]) => InboxRow[]): Views {
  const live = new Set<LiveView>()
  const frozen = new Set<FrozenOrder>()
  const rowsOf = (sequences: readonly number[]): InboxRow[] => reading(() => readRows(sqlite, sequences))
  const newestFirst = (filter: InboxFilter): LivingView => {
    const { text, ...rest } = filter
    const query = text === undefined ? null : understood(searchQuery(text), (match) => takes(sqlite, match))
    const searches = query !== null && (query.match !== null || query.pieces.length > 0)
    if (!searches && Object.values(rest).every((value) => value === undefined)) return wholeView(ledger, rowsOf)
    const view = {
      list: new SequenceList(select(sqlite, ledger, rest, query)),
      query: searches ? query : null,
      fits: fitter(rest),
      renew: rest.light === undefined ? null : () => select(sqlite, ledger, rest, query),
    }
    live.add(view)
    return {
      total: () => view.list.length,
      rows: (from, count) => rowsOf(view.list.slice(from, Math.min(count, PAGE))),
      position: (sequence) => view.list.position(sequence),
      // Words of bodies are known to the index alone, and the list has been kept current by it.
      admits: (row) => (view.query === null ? view.fits(row) : view.list.has(row.sequence)),
      all: () => view.list.ascending(),
      close: () => void live.delete(view),
    }
  }
  const sorted = (filter: InboxFilter, sort: InboxSort): ArchiveView => {
    const living = newestFirst(filter)
    const order = new FrozenOrder(sortedSequences(sqlite, living.all(), sort))
    frozen.add(order)
    const read = (from: number, count: number) => reading(() => order.rows(sqlite, from, count))
    return frozenView(order, living, read, () => void frozen.delete(order))
  }
  return {
    open: (filter, sort) => (isNewestFirst(sort) ? newestFirst(filter) : sorted(filter, sort)),
    indexed: (entries) => {
      const batch = [...live].some((view) => view.query !== null) ? searchBatch(sqlite, entries) : null
      for (const view of live) update(view, entries, view.query === null ? null : (batch?.(view.query) ?? null))
    },
    relit: () => {
      for (const { list, renew } of live) if (renew !== null) list.reset(renew())
    },
    removed: (first, last) => {
      for (const view of live) view.list.removeRange(first, last)
      for (const order of frozen) order.removeRange(first, last)
    },
  }
}

/** A view in another order beside a living one, which tells how many rows have come since. */
function frozenView(
  order: FrozenOrder,
  living: LivingView,
  read: (from: number, count: number) => InboxRow[],
  forget: () => void,
): ArchiveView {
  return {
    total: () => order.length,
    rows: (from, count) => read(from, Math.min(count, PAGE)),
    position: (sequence) => order.position(sequence),
    admits: (row) => living.admits(row),
    waiting: () => Math.max(0, living.total() - order.length),
    close: () => {
      forget()
      living.close()
    },
  }
}

/** The view of everything holds no numbers of its own: positions are computed over runs. */
function wholeView(ledger: Ledger, rowsOf: (sequences: readonly number[]) => InboxRow[]): LivingView {
  return {
    total: () => ledger.indexed.count,
    rows: (from, count) => rowsOf(ledger.indexed.slice(from, Math.min(count, PAGE))),
    position: (sequence) => ledger.indexed.position(sequence),
    admits: () => true,
    all: () => everything(ledger),
    close: () => undefined,
  }
}

/** Rows by their keys, in the order given (descending); a page without gaps is one range of the table. */
function readRows(sqlite: Sqlite, sequences: readonly number[]): InboxRow[] {
  const newest = sequences[0]
  const oldest = sequences.at(-1)
  if (newest === undefined || oldest === undefined) return []
  if (newest - oldest + 1 === sequences.length) {
    const range = `SELECT ${WHOLE_ROW} FROM entry_index WHERE sequence BETWEEN ? AND ? ORDER BY sequence DESC`
    return sqlite.all(range, oldest, newest).map(inboxRow)
  }
  return sequences.map((sequence) => readRow(sqlite, sequence)).filter((row) => row !== null)
}

type Criteria = Omit<InboxFilter, 'text'>

/** What a filter asks of one row, apart from its words. */
function fitter({ kind, family, eventType, light }: Criteria): (row: InboxRow) => boolean {
  const place = light === undefined ? -1 : LIGHT_NAMES.indexOf(light.name)
  return (row) =>
    (kind === undefined || row.kind === kind) &&
    (family === undefined || row.family === family) &&
    (eventType === undefined || row.eventType === eventType) &&
    (light === undefined || row.lights[place] === light.state)
}

function update(view: LiveView, entries: readonly IndexEntry[], matching: ReadonlySet<number> | null): void {
  const added: number[] = []
  const removed = new Set<number>()
  for (const { row } of entries) {
    if (view.fits(row) && (matching === null || matching.has(row.sequence))) added.push(row.sequence)
    else if (view.list.has(row.sequence)) removed.add(row.sequence)
  }
  view.list.change(added, removed)
}

/** All numbers that a filter lets through: one list per condition, each from its own covering index, then cut. */
function select(sqlite: Sqlite, ledger: Ledger, criteria: Criteria, query: SearchQuery | null): Float64Array {
  const { kind, family, eventType, light } = criteria
  const lists: Float64Array[] = []
  const ask = (condition: string, ...values: SqlValue[]): void =>
    void lists.push(sequencesWhere(sqlite, condition, values))
  if (query !== null && (query.match !== null || query.pieces.length > 0)) {
    lists.push(searchAll(sqlite, query))
  }
  if (eventType !== undefined) ask('event_type = ?', textColumn(eventType))
  if (light !== undefined) lists.push(sequencesLit(sqlite, packedWith(light.name, light.state)))
  if (family !== undefined) ask('family = ?', FAMILIES.indexOf(family))
  if (kind === 'connection') ask('kind = 1')
  if (lists.length === 0) lists.push(everything(ledger))
  const cut = lists.reduce(intersect)
  return kind === 'callback' ? subtract(cut, sequencesWhere(sqlite, 'kind = 1', [])) : cut
}

function everything(ledger: Ledger): Float64Array {
  const all = new Float64Array(ledger.indexed.count)
  let length = 0
  for (const [first, last] of ledger.indexed.runs()) {
    for (let sequence = first; sequence <= last; sequence += 1) all[length++] = sequence
  }
  return all
}
