import { arrivalTable } from './migrations/001-arrivals.ts'
import type { Keeper } from '../deliveries/keeper.ts'
import { RunSet } from './runs.ts'
import type { Ledger } from './ledger.ts'
import type { Sqlite } from './sqlite.ts'

/** Rows deleted in one transaction: some tens of milliseconds at most, so that capturing is never held up for long. */
export const SLICE = 1_000

/** Groups numbers (any order, repeats allowed) into ascending ranges of at most SLICE numbers. */
export function slicesOf(sequences: readonly number[]): (readonly [number, number])[] {
  const runs = new RunSet()
  for (const sequence of sequences.toSorted((one, other) => one - other)) runs.add(sequence)
  return [...runs.runs()].flatMap(([first, last]) => cut(first, last))
}

function cut(first: number, last: number): (readonly [number, number])[] {
  const slices: (readonly [number, number])[] = []
  for (let from = first; from <= last; from += SLICE) slices.push([from, Math.min(last, from + SLICE - 1)])
  return slices
}

/** Deletes all arrivals of a range with their rows and words, and notes the range. Gives how many went. Throws the driver's errors. */
export function removeRange(sqlite: Sqlite, ledger: Ledger, keeper: Keeper, first: number, last: number): number {
  const end = Math.min(last, ledger.next - 1)
  const count = ledger.present.countBetween(first, end)
  if (count === 0) return 0
  const connections = sqlite.number(
    'SELECT count(*) FROM arrival WHERE sequence BETWEEN ? AND ? AND kind = 1',
    first,
    end,
  )
  sqlite.transaction(() => {
    sqlite.run(
      'DELETE FROM search WHERE rowid IN (SELECT sequence FROM entry_index WHERE sequence BETWEEN ? AND ?)',
      first,
      end,
    )
    keeper.remove(first, end)
    sqlite.run('DELETE FROM entry_index WHERE sequence BETWEEN ? AND ?', first, end)
    sqlite.run('DELETE FROM light WHERE sequence BETWEEN ? AND ?', first, end)
    sqlite.run('DELETE FROM upstream_answer WHERE sequence BETWEEN ? AND ?', first, end)
    sqlite.run('DELETE FROM arrival WHERE sequence BETWEEN ? AND ?', first, end)
    noteRange(sqlite, first, end)
  })
  ledger.present.remove(first, end)
  ledger.indexed.remove(first, end)
  ledger.connectionEvents -= connections
  return count
}

/**
 * Takes everything out. The big table is put aside in no time and emptied in steps afterwards (maintenance.ts, also after
 * a crash): to delete a million rows at once would stop capturing for a second. Gives how many went.
 */
export function removeAll(sqlite: Sqlite, ledger: Ledger, keeper: Keeper): number {
  const count = ledger.present.count
  const last = ledger.next - 1
  if (count === 0) return 0
  sqlite.transaction(() => {
    sqlite.run("INSERT INTO search (search) VALUES ('delete-all')")
    keeper.clear()
    sqlite.run('DELETE FROM entry_index')
    sqlite.run('DELETE FROM light')
    sqlite.run('DELETE FROM upstream_answer')
    sqlite.exec(`ALTER TABLE arrival RENAME TO trash_${String(last)}; ${arrivalTable}`)
    sqlite.run('DELETE FROM removed_range')
    sqlite.run('INSERT INTO removed_range (first, last) VALUES (1, ?)', last)
  })
  ledger.present.remove(1, last)
  ledger.indexed.remove(1, last)
  ledger.connectionEvents = 0
  return count
}

/** Notes a range as removed, joined with its neighbours, so that trimming the oldest rows stays one range. */
function noteRange(sqlite: Sqlite, first: number, last: number): void {
  const before = sqlite.get('SELECT first, last FROM removed_range WHERE first <= ? ORDER BY first DESC LIMIT 1', first)
  const touches = before !== undefined && Number(before['last']) >= first - 1
  const from = touches ? Number(before['first']) : first
  const reach = sqlite.number('SELECT max(last) FROM removed_range WHERE first BETWEEN ? AND ?', from, last + 1)
  sqlite.run('DELETE FROM removed_range WHERE first BETWEEN ? AND ?', from, last + 1)
  sqlite.run('INSERT INTO removed_range (first, last) VALUES (?, ?)', from, Math.max(last, reach))
}
