import type { Sqlite } from './sqlite.ts'

/*
 * FTS5 writes the words of each transaction as a segment of their own and merges segments later. Left to itself it does so in one go
 * of some hundred pages every half a second, 4 to 8 ms in which nobody is answered. Here a little is merged after every few.
 */

/** Pages to merge for each transaction and each row in it: a segment is merged some four times before it is at rest. */
const PAGES = 1
const PAGES_A_ROW = 0.25
/** Merged at once: beginning to merge costs as much as some pages do, and this many take about a millisecond. */
const AT_ONCE = 24

const SETTING = "SELECT v FROM search_config WHERE k = 'automerge'"
const SET = "INSERT INTO search (search, rank) VALUES ('automerge', 0)"
const MERGE = "INSERT INTO search (search, rank) VALUES ('merge', ?)"

/** Keeps FTS5 from merging by itself. Kept in the file, so that it is written once. */
export function mergeByHand(sqlite: Sqlite): void {
  if (sqlite.get(SETTING)?.['v'] !== 0) sqlite.exec(SET)
}

/** What each open archive still has to merge, in pages. */
const owed = new WeakMap<Sqlite, number>()

/** Merges a little now and then, after so many rows were written. Called inside their transaction. */
export function mergeSome(sqlite: Sqlite, rows: number): void {
  const pages = (owed.get(sqlite) ?? 0) + PAGES + rows * PAGES_A_ROW
  const due = pages >= AT_ONCE
  if (due) {
    mergeByHand(sqlite)
    sqlite.run(MERGE, Math.floor(pages))
  }
  owed.set(sqlite, due ? 0 : pages)
}
