import { RunSet } from './runs.ts'
import type { Sqlite } from './sqlite.ts'

/**
 * Which numbers exist, kept in memory so that status and positions cost nothing: `present` has been stored and not
 * removed, `indexed` has its row for lists too. `next` is the number that the next arrival gets; none is ever reused.
 */
export interface Ledger {
  readonly present: RunSet
  readonly indexed: RunSet
  /** Connection events among `present`. */
  connectionEvents: number
  next: number
}

/** What an opening found missing: numbers that were promised, and are neither there nor removed. */
export interface Missing {
  readonly first: number
  readonly last: number
  readonly count: number
}

/**
 * Reads the ledger at opening: quick, because whole ranges are counted on the narrow index and only what is not
 * indexed yet is looked at in the wide table. `promised` is the sidecar's number.
 */
export function loadLedger(
  sqlite: Sqlite,
  promised: number,
): { readonly ledger: Ledger; readonly missing: Missing | null } {
  const top = sqlite.number('SELECT max(sequence) FROM arrival')
  const removedTop = sqlite.number('SELECT max(last) FROM removed_range')
  const last = Math.max(top, removedTop, promised)
  const expected = new RunSet()
  if (last > 0) expected.add(1, last)
  for (const row of sqlite.all('SELECT first, last FROM removed_range'))
    expected.remove(Number(row['first']), Number(row['last']))
  const present = new RunSet()
  const indexed = new RunSet()
  loadRuns(sqlite, 'entry_index', expected, indexed)
  for (const [first, end] of indexed.runs()) present.add(first, end)
  for (const [first, end] of expected.missingIn(indexed, 0)) {
    for (const row of sqlite.all('SELECT sequence FROM arrival WHERE sequence BETWEEN ? AND ?', first, end))
      present.add(Number(row['sequence']))
  }
  const ledger = { present, indexed, connectionEvents: countConnections(sqlite, present, indexed), next: last + 1 }
  return { ledger, missing: findMissing(expected, present) }
}

/** When as many rows are there as should be up to the highest, they are the expected ones; else each is looked at. */
function loadRuns(sqlite: Sqlite, table: string, expected: RunSet, found: RunSet): void {
  const top = sqlite.number(`SELECT max(sequence) FROM ${table}`)
  const count = sqlite.number(`SELECT count(*) FROM ${table}`)
  if (count === expected.countBetween(1, top)) {
    for (const [first, last] of expected.runs()) {
      if (first <= top) found.add(first, Math.min(last, top))
    }
    return
  }
  for (const row of sqlite.all(`SELECT sequence FROM ${table} ORDER BY sequence`)) found.add(Number(row['sequence']))
}

function countConnections(sqlite: Sqlite, present: RunSet, indexed: RunSet): number {
  let count = sqlite.number('SELECT count(*) FROM entry_index WHERE kind = 1')
  for (const [first, last] of present.missingIn(indexed, 0)) {
    count += sqlite.number('SELECT count(*) FROM arrival WHERE kind = 1 AND sequence BETWEEN ? AND ?', first, last)
  }
  return count
}

function findMissing(expected: RunSet, present: RunSet): Missing | null {
  const gaps = [...expected.missingIn(present, 0)]
  const first = gaps[0]
  const last = gaps.at(-1)
  if (first === undefined || last === undefined) return null
  return { first: first[0], last: last[1], count: gaps.reduce((sum, gap) => sum + gap[1] - gap[0] + 1, 0) }
}

/** Numbers expected and not present become known as lost, so that they are told once and positions stay right. */
export function recordLost(sqlite: Sqlite, ledger: Ledger): void {
  const whole = new RunSet()
  if (ledger.next > 1) whole.add(1, ledger.next - 1)
  for (const row of sqlite.all('SELECT first, last FROM removed_range'))
    whole.remove(Number(row['first']), Number(row['last']))
  sqlite.transaction(() => {
    for (const [first, last] of whole.missingIn(ledger.present, 0)) {
      sqlite.run('INSERT INTO removed_range (first, last, lost) VALUES (?, ?, 1)', first, last)
    }
  })
}
