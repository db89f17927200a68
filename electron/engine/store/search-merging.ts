import type { Sqlite } from './sqlite.ts'

/*
 * FTS5 writes the words of each transaction as a segment of their own and merges segments later. Left to itself it does so in one go
 * of some hundred pages every half a second, 4 to 8 ms in which nobody is answered. Here it is done in small pieces, between answers.
 */

/** Pages to merge for each transaction and each row in it: a segment is merged some four times before it is at rest. */
const PAGES = 1
const PAGES_A_ROW = 0.25
/** One piece. Beginning to merge costs as much as some pages do; 24 took 1 to 3 ms, these a third of it. */
const PIECE = 8

const SETTING = "SELECT v FROM search_config WHERE k = 'automerge'"
const SET = "INSERT INTO search (search, rank) VALUES ('automerge', 0)"
const MERGE = "INSERT INTO search (search, rank) VALUES ('merge', ?)"

/** Keeps FTS5 from merging by itself. Kept in the file, so that it is written once. */
export function mergeByHand(sqlite: Sqlite): void {
  if (sqlite.get(SETTING)?.['v'] !== 0) sqlite.exec(SET)
}

/** What each open archive still has to merge, in pages. */
const owed = new WeakMap<Sqlite, number>()
const owedBy = (sqlite: Sqlite): number => owed.get(sqlite) ?? 0

/** Notes that so many rows were written in one transaction. */
export function oweMerging(sqlite: Sqlite, rows: number): void {
  owed.set(sqlite, owedBy(sqlite) + PAGES + rows * PAGES_A_ROW)
}

/**
 * Merges one piece of what is owed in a transaction of its own, or (`whole`) all of it. True when a further piece is left.
 * Throws the driver's errors; then it is still owed.
 */
export function mergeSome(sqlite: Sqlite, whole: boolean): boolean {
  const pages = owedBy(sqlite)
  if (pages < PIECE) return false
  const now = whole ? Math.floor(pages) : PIECE
  sqlite.transaction(() => {
    mergeByHand(sqlite)
    sqlite.run(MERGE, now)
  })
  owed.set(sqlite, pages - now)
  return pages - now >= PIECE
}
