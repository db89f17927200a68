import type { InboxRow } from '../../../shared/model/inbox.ts'
import type { Keeper } from '../deliveries/keeper.ts'
import { groupEntries } from './grouping.ts'
import type { Ledger } from './ledger.ts'
import { ROW_COLUMNS, WHOLE_ROW, inboxRow, packLights, rowValues } from './row-codec.ts'
import { oweMerging } from './search-merging.ts'
import type { Sqlite } from './sqlite.ts'
import type { IndexEntry } from './types.ts'

const COLUMNS = `${ROW_COLUMNS}, sent, after_ms`
const INSERT = `INSERT INTO entry_index (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`
// The outcome of an answer, once known, is not forgotten when a row is judged again without it.
const REPLACE = `${INSERT} ON CONFLICT (sequence) DO UPDATE SET ${COLUMNS.split(', ')
  .slice(1)
  .map((name) =>
    name === 'sent' || name === 'after_ms'
      ? `${name} = coalesce(excluded.${name}, ${name})`
      : `${name} = excluded.${name}`,
  )
  .join(', ')}`
const SEARCH = 'INSERT INTO search (rowid, words) VALUES (?, ?)'
const SEARCH_AGAIN = 'INSERT OR REPLACE INTO search (rowid, words) VALUES (?, ?)'
const ONE_ROW = `SELECT ${WHOLE_ROW}, sent, after_ms FROM entry_index WHERE sequence = ?`
const LIGHTS = 'INSERT INTO light (sequence, lights) VALUES (?, ?)'
const LIGHTS_AGAIN = 'UPDATE light SET lights = ? WHERE sequence = ?'

/** The row of the inbox of one entry, or null when it is not indexed (or gone). */
export function readRow(sqlite: Sqlite, sequence: number): InboxRow | null {
  const row = sqlite.get(ONE_ROW, sequence)
  return row === undefined ? null : inboxRow(row)
}

/**
 * Writes rows, words and deliveries in one transaction and gives the rows that are new or changed, ascending. It does not sync:
 * the index can be made again from the arrivals, and the next commit of an arrival syncs it too. Throws the driver's
 * errors; then nothing was written.
 */
export function writeIndex(
  sqlite: Sqlite,
  ledger: Ledger,
  keeper: Keeper,
  entries: readonly IndexEntry[],
): IndexEntry[] {
  // What was removed in the meantime stays removed.
  const wanted = entries.filter((entry) => ledger.present.has(entry.row.sequence))
  wanted.sort((one, other) => one.row.sequence - other.row.sequence)
  if (wanted.length === 0) return []
  try {
    return sqlite.transaction(() => {
      const written = groupEntries(sqlite, ledger, keeper, wanted).filter((entry) => writeEntry(sqlite, ledger, entry))
      oweMerging(sqlite, written.length)
      return written
    })
  } catch (thrown) {
    keeper.forget()
    throw thrown
  }
}

/** True when something was written. */
function writeEntry(sqlite: Sqlite, ledger: Ledger, entry: IndexEntry): boolean {
  const { row, outcome } = entry
  const values = [...rowValues(row), outcome === null ? null : outcome.sent ? 1 : 0, outcome?.afterMs ?? null]
  const lights = packLights(row.lights)
  if (!ledger.indexed.has(row.sequence)) {
    sqlite.run(INSERT, ...values)
    sqlite.run(LIGHTS, row.sequence, lights)
    sqlite.run(SEARCH, row.sequence, wordsOf(entry))
    return true
  }
  const before = sqlite.get(ONE_ROW, row.sequence)
  const isRelit = before?.['lights'] !== lights
  if (isRelit) sqlite.run(LIGHTS_AGAIN, lights, row.sequence)
  const names = COLUMNS.split(', ')
  const changed = names.filter((name, index) => before?.[name] !== values[index])
  if (changed.every((name) => values[names.indexOf(name)] === null && (name === 'sent' || name === 'after_ms')))
    return isRelit
  sqlite.run(REPLACE, ...values)
  // The body is what it was: only these can change the words.
  if (changed.some((name) => ['event_type', 'reference', 'target'].includes(name))) {
    sqlite.run(SEARCH_AGAIN, row.sequence, wordsOf(entry))
  }
  return true
}

/** What the search looks at in one entry. */
export function wordsOf({ row, searchText }: IndexEntry): string {
  const words = `${row.reference ?? ''} ${row.eventType ?? ''} ${row.target} ${searchText}`
  return words.includes('\0') ? words.replaceAll('\0', ' ') : words
}
