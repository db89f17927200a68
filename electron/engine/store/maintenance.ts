import type { Sqlite } from './sqlite.ts'

const QUIET_MS = 1_000
const STEP_MS = 10
/** Pages given back per step: moving a page costs more the more free ones there are. */
const VACUUM_PAGES = 100
/** Free pages that are left alone, at least and as a share: new rows use them anyway. */
const SPARE_PAGES = 64
const SPARE_SHARE = 0.02
const TRASH_ROWS = 2_000
const TRASH_PAGES = 2_000

/** Work in small steps behind everything else: empties cleared tables, folds the log in, gives free pages back. */
export interface Maintenance {
  /** Something was written: look again once it has been quiet for a while. */
  readonly touched: () => void
  /** A table was thrown away: start to empty it. */
  readonly thrown: () => void
  readonly close: () => void
}

export function makeMaintenance(sqlite: Sqlite): Maintenance {
  let timer: NodeJS.Timeout | null = null
  let busy = false
  let closed = false
  const arm = (after: number): void => {
    if (timer !== null) clearTimeout(timer)
    timer = closed ? null : setTimeout(tick, after)
    timer?.unref()
  }
  const tick = (): void => {
    timer = null
    if (quietly(() => emptyTrash(sqlite))) return arm(STEP_MS)
    const wasBusy = busy
    busy = false
    if (wasBusy) return arm(QUIET_MS)
    if (quietly(() => tidy(sqlite))) arm(STEP_MS)
  }
  return {
    touched: () => {
      busy = true
      if (timer === null) arm(QUIET_MS)
    },
    thrown: () => arm(STEP_MS),
    close: () => {
      closed = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** Does a step of housekeeping; false where it could not be done. */
export function quietly(step: () => boolean): boolean {
  try {
    return step()
  } catch {
    // A full disk stops housekeeping, not capturing; the next commit that fails is the one that is told.
    return false
  }
}

function trashTable(sqlite: Sqlite): string | null {
  const row = sqlite.get("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'trash_[0-9]*' LIMIT 1")
  return row === undefined ? null : String(row['name'])
}

/** One step of emptying a table that was put aside; newest rows first, whose pages lie at the end of the file. True when there is more. */
function emptyTrash(sqlite: Sqlite): boolean {
  const name = trashTable(sqlite)
  if (name === null) return false
  sqlite.exec(`DELETE FROM ${name} WHERE sequence > (SELECT max(sequence) FROM ${name}) - ${String(TRASH_ROWS)}`)
  if (sqlite.database.prepare(`SELECT 1 FROM ${name} LIMIT 1`).get() === undefined) sqlite.exec(`DROP TABLE ${name}`)
  sqlite.exec(`PRAGMA incremental_vacuum(${String(TRASH_PAGES)})`)
  return true
}

/** One step; true when there is more to do. */
function tidy(sqlite: Sqlite): boolean {
  const spare = Math.max(SPARE_PAGES, sqlite.number('PRAGMA page_count') * SPARE_SHARE)
  if (sqlite.number('PRAGMA freelist_count') > spare) {
    sqlite.exec(`PRAGMA incremental_vacuum(${String(VACUUM_PAGES)})`)
    return true
  }
  sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  return false
}
