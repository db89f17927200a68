import { wordsOf } from './indexer.ts'
import { textColumn } from './row-codec.ts'
import type { SearchQuery } from './search-query.ts'
import { intersect, parseSequences } from './sequences.ts'
import type { Sqlite, SqlValue } from './sqlite.ts'
import type { IndexEntry } from './types.ts'

const BATCH_TABLE = `CREATE VIRTUAL TABLE IF NOT EXISTS temp.batch USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61'
)`
// Pieces without a letter or digit are looked for in these, as they stand.
const PIECE = "instr(coalesce(reference, '') || ' ' || coalesce(event_type, '') || ' ' || target, ?) > 0"

/** Numbers of all index rows that fulfil a condition, ascending. */
export function sequencesWhere(sqlite: Sqlite, condition: string, values: readonly SqlValue[]): Float64Array {
  const row = sqlite.get(`SELECT group_concat(sequence) AS found FROM entry_index WHERE ${condition}`, ...values)
  return parseSequences(String(row?.['found'] ?? ''))
}

/** Numbers of all rows with one of these packed lights, ascending. */
export function sequencesLit(sqlite: Sqlite, packed: readonly number[]): Float64Array {
  const row = sqlite.get(`SELECT group_concat(sequence) AS found FROM light WHERE lights IN (${packed.join(',')})`)
  return parseSequences(String(row?.['found'] ?? ''))
}

/** Whether the search index takes an expression: one with a word that its tokenizer divides is an error. */
export function takes(sqlite: Sqlite, match: string): boolean {
  try {
    sqlite.get('SELECT rowid FROM search WHERE search MATCH ? LIMIT 1', match)
    return true
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.includes('fts5')) return false
    throw thrown
  }
}

/** Numbers of all rows in which every word and piece of the query (at least one) occurs, ascending. */
export function searchAll(sqlite: Sqlite, query: SearchQuery): Float64Array {
  const lists = query.pieces.map((piece) => sequencesWhere(sqlite, PIECE, [textColumn(piece)]))
  if (query.match !== null) {
    const row = sqlite.get('SELECT group_concat(rowid) AS found FROM search WHERE search MATCH ?', query.match)
    lists.unshift(parseSequences(String(row?.['found'] ?? '')))
  }
  return lists.reduce(intersect)
}

/**
 * Takes entries that were just indexed, gives a search among them alone: with an index of their own in memory, because
 * to ask the big one for the few newest rows of a common word costs 100 ms at a million rows.
 */
export function searchBatch(
  sqlite: Sqlite,
  entries: readonly IndexEntry[],
): (query: SearchQuery) => ReadonlySet<number> {
  sqlite.exec(BATCH_TABLE)
  sqlite.transaction(() => {
    sqlite.run("INSERT INTO temp.batch (batch) VALUES ('delete-all')")
    for (const entry of entries)
      sqlite.run('INSERT INTO temp.batch (rowid, words) VALUES (?, ?)', entry.row.sequence, wordsOf(entry))
  })
  return ({ match, pieces }) => {
    const text = ({ row }: IndexEntry): string => `${row.reference ?? ''} ${row.eventType ?? ''} ${row.target}`
    const having = entries.filter((entry) => pieces.every((piece) => text(entry).includes(piece)))
    const numbers = new Set(having.map((entry) => entry.row.sequence))
    if (match === null) return numbers
    const rows = sqlite.all('SELECT rowid AS sequence FROM temp.batch WHERE batch MATCH ?', match)
    return new Set(rows.map((row) => Number(row['sequence'])).filter((sequence) => numbers.has(sequence)))
  }
}
