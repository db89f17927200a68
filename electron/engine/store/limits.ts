import { statSync } from 'node:fs'
import type { Retention } from '../../../shared/model/settings.ts'
import type { Ledger } from './ledger.ts'
import { SLICE } from './removal.ts'
import type { Sqlite } from './sqlite.ts'

const DAY_MS = 86_400_000
/** Pages given back at once at most: one call must stay short. */
const VACUUM_PAGES = 250

export interface Limits {
  /** Bytes on the disk: file and log. */
  readonly bytes: () => number
  /** The limit nearest to being reached, as a share from 0 up; null when none is set. */
  readonly fill: () => number | null
  /** The highest number that must go now (at most a slice of the oldest), or null when every limit holds. */
  readonly due: () => number | null
}

/** Count, age and size limits of one archive. Quick: counts are in memory, and of the rows only the oldest are looked at. */
export function makeLimits(
  sqlite: Sqlite,
  file: string,
  ledger: Ledger,
  retention: () => Retention,
  wall: () => number,
): Limits {
  const bytes = (): number => sqlite.number('PRAGMA page_count') * sqlite.number('PRAGMA page_size') + logBytes(file)
  return {
    bytes,
    fill: () => {
      const { maxCount, maxAgeDays, maxBytes } = retention()
      const shares: number[] = []
      if (maxCount !== null) shares.push(ledger.present.count / maxCount)
      if (maxAgeDays !== null) shares.push(oldestAge(sqlite, ledger, wall()) / (maxAgeDays * DAY_MS))
      if (maxBytes !== null) shares.push(bytes() / maxBytes)
      return shares.length === 0 ? null : Math.max(...shares)
    },
    due: () => {
      const { maxCount, maxAgeDays, maxBytes } = retention()
      const count = Math.max(
        maxCount === null ? 0 : ledger.present.count - maxCount,
        maxAgeDays === null ? 0 : tooOld(sqlite, ledger, wall() - maxAgeDays * DAY_MS),
        maxBytes === null ? 0 : tooMany(sqlite, ledger, bytes, maxBytes),
      )
      return count <= 0 ? null : oldestUpTo(ledger, Math.min(count, SLICE))
    },
  }
}

const logBytes = (file: string): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0

function oldestAge(sqlite: Sqlite, ledger: Ledger, now: number): number {
  if (ledger.present.count === 0) return 0
  return Math.max(0, now - sqlite.number('SELECT received_at FROM arrival WHERE sequence = ?', ledger.present.min))
}

/** How many of the oldest came before a time; the first younger one ends it, whatever the clock did in between. */
function tooOld(sqlite: Sqlite, ledger: Ledger, before: number): number {
  const oldest = 'SELECT received_at FROM arrival WHERE sequence >= ? ORDER BY sequence LIMIT ?'
  if (oldestAge(sqlite, ledger, before) === 0) return 0
  const rows = sqlite.all(oldest, ledger.present.min, SLICE)
  const young = rows.findIndex((row) => Number(row['received_at']) >= before)
  return young < 0 ? rows.length : young
}

/** How many rows stand for the bytes above a limit. Free pages do not count: they are used again, or given back step by step. */
function tooMany(sqlite: Sqlite, ledger: Ledger, bytes: () => number, maxBytes: number): number {
  const pageSize = sqlite.number('PRAGMA page_size')
  const excess = Math.ceil((bytes() - maxBytes) / pageSize)
  if (excess <= 0) return 0
  sqlite.exec(`PRAGMA incremental_vacuum(${String(Math.min(excess, VACUUM_PAGES))}); PRAGMA wal_checkpoint(TRUNCATE)`)
  const used = (sqlite.number('PRAGMA page_count') - sqlite.number('PRAGMA freelist_count')) * pageSize
  const count = ledger.present.count
  return used <= maxBytes ? 0 : Math.min(count, Math.ceil(((used - maxBytes) / used) * count))
}

/** The number below which (itself included) lie the `count` oldest. */
function oldestUpTo(ledger: Ledger, count: number): number {
  return ledger.present.slice(Math.max(0, ledger.present.count - count), 1)[0] ?? 0
}
