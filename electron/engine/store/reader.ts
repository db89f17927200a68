import type { StoredEntry } from '../../../shared/model/stored.ts'
import type { Ledger } from './ledger.ts'
import { storedEntry } from './row-codec.ts'
import type { Sqlite } from './sqlite.ts'

const ENTRY = `SELECT arrival.sequence, arrival.received_at, facts, raw, sent, after_ms, status
  FROM arrival LEFT JOIN entry_index ON entry_index.sequence = arrival.sequence`

/** One entry by its number, or null. */
export function readEntry(sqlite: Sqlite, sequence: number): StoredEntry | null {
  const row = sqlite.get(`${ENTRY} WHERE arrival.sequence = ?`, sequence)
  return row === undefined ? null : storedEntry(row)
}

/** Entries above a number, oldest first. */
export function readEntries(sqlite: Sqlite, above: number, limit: number): StoredEntry[] {
  return sqlite
    .all(`${ENTRY} WHERE arrival.sequence > ? ORDER BY arrival.sequence LIMIT ?`, above, limit)
    .map(storedEntry)
}

/** Entries below a number that have an index row, newest first. */
export function readEntriesBelow(sqlite: Sqlite, below: number, limit: number): StoredEntry[] {
  const text = `${ENTRY.replace('LEFT JOIN', 'JOIN')} WHERE arrival.sequence < ? ORDER BY arrival.sequence DESC LIMIT ?`
  return sqlite.all(text, below, limit).map(storedEntry)
}

/** Numbers that are asked for with one statement. */
const TOGETHER = 64

/** Entries by their numbers, in the order of their numbers in each 64; without those that are gone. */
export function readEntriesOf(sqlite: Sqlite, sequences: readonly number[]): StoredEntry[] {
  const text = `${ENTRY} WHERE arrival.sequence IN (${Array.from({ length: TOGETHER }, () => '?').join(',')})`
  const found: StoredEntry[] = []
  for (let at = 0; at < sequences.length; at += TOGETHER) {
    const asked = sequences.slice(at, at + TOGETHER)
    const padded = Array.from({ length: TOGETHER }, (_, index) => asked[index] ?? 0)
    found.push(...sqlite.all(text, ...padded).map(storedEntry))
  }
  return found
}

/** Entries above a number that have no index row, oldest first: only the gaps between the two sets are read. */
export function readUnindexed(sqlite: Sqlite, ledger: Ledger, above: number, limit: number): StoredEntry[] {
  const found: StoredEntry[] = []
  for (const [first, last] of ledger.present.missingIn(ledger.indexed, above)) {
    const range = `${ENTRY} WHERE arrival.sequence BETWEEN ? AND ? ORDER BY arrival.sequence LIMIT ?`
    for (const row of sqlite.all(range, first, last, limit - found.length)) found.push(storedEntry(row))
    if (found.length >= limit) break
  }
  return found
}
