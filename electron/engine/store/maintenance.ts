import type { Sqlite } from './sqlite.ts'

const QUIET_MS = 1_000
const VACUUM_MS = 10
/** Pages given back per step, and how many free ones are worth it: new rows use free pages anyway. */
const VACUUM_PAGES = 250
const WORTH_PAGES = 2_500

/** Housekeeping when nothing happens: folds the log into the file, and gives free pages back to the disk in steps. */
export interface Maintenance {
  /** Something was written: look again once it has been quiet for a while. */
  readonly touched: () => void
  readonly close: () => void
}

export function makeMaintenance(sqlite: Sqlite): Maintenance {
  let timer: NodeJS.Timeout | null = null
  let busy = false
  let closed = false
  const arm = (after: number): void => {
    timer = setTimeout(tick, after)
    timer.unref()
  }
  const tick = (): void => {
    timer = null
    if (closed) return
    if (busy) {
      busy = false
      arm(QUIET_MS)
      return
    }
    if (tidy(sqlite)) arm(VACUUM_MS)
  }
  return {
    touched: () => {
      busy = true
      if (timer === null && !closed) arm(QUIET_MS)
    },
    close: () => {
      closed = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** One step; true when there is more to do. */
function tidy(sqlite: Sqlite): boolean {
  try {
    if (sqlite.number('PRAGMA freelist_count') >= WORTH_PAGES) {
      sqlite.exec(`PRAGMA incremental_vacuum(${String(VACUUM_PAGES)})`)
      return true
    }
    sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // A full disk stops housekeeping, not capturing; the next commit that fails is the one that is told.
  }
  return false
}
