import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Problem, Result } from '../../../shared/protocol/errors.ts'
import { makeCommitter } from './committer.ts'
import { readRow, writeIndex } from './indexer.ts'
import { loadLedger, recordLost } from './ledger.ts'
import type { Ledger, Missing } from './ledger.ts'
import { makeLimits } from './limits.ts'
import { makeMaintenance } from './maintenance.ts'
import { openConnection } from './opening.ts'
import { damagedProblem, lockedProblem, openingProblem, readOnlyProblem, writingProblem } from './problems.ts'
import { readEntries, readEntry, readUnindexed } from './reader.ts'
import { removeAll, removeRange, slicesOf } from './removal.ts'
import { openSidecar, readSidecar } from './sidecar.ts'
import type { Sidecar } from './sidecar.ts'
import type { DriverName, Sqlite } from './sqlite.ts'
import type { Archive, ArchiveChange, ArchiveOptions } from './types.ts'
import { makeViews } from './views.ts'

/** What a test may bend: which SQLite driver, and the monotonic clock (ms) of the commit window. */
export interface ArchiveInternals {
  readonly driver?: DriverName
  readonly monotonic?: () => number
}

/** From this share of a limit on, the user is warned. */
const NEAR = 0.8
const RETAIN_PAUSE_MS = 5

// A second handle of this process would, on closing, silently take the first one's lock with it (POSIX file locks).
const openHere = new Set<string>()

/**
 * Opens the archive file, or makes it (mode 0600) with its folder. Gives a problem instead: archive-locked,
 * archive-newer, archive-damaged, archive-read-only, archive-unreadable, archive-full; the file is then as it was.
 * Rows that were promised but are gone are told through `notice` under the key `archive-rows`.
 */
export function openArchive(options: ArchiveOptions, internals: ArchiveInternals = {}): Result<Archive> {
  const file = canonical(options.file)
  if (openHere.has(file)) return { ok: false, problem: lockedProblem(file) }
  const readOnly = options.readOnly === true
  const connection = openConnection({ file, readOnly, driver: internals.driver })
  if (!connection.ok) return connection
  try {
    const archive = build({ ...options, file, readOnly }, internals, connection.value)
    if (archive.ok) openHere.add(file)
    else connection.value.close()
    return archive
  } catch (thrown) {
    connection.value.close()
    return { ok: false, problem: openingProblem(file, thrown) }
  }
}

/** One name per file, whatever links lead to it. */
function canonical(file: string): string {
  const full = resolve(file)
  if (existsSync(full)) return realpathSync(full)
  return existsSync(dirname(full)) ? join(realpathSync(dirname(full)), basename(full)) : full
}

type Settled = ArchiveOptions & { readonly readOnly: boolean }

function build(options: Settled, internals: ArchiveInternals, sqlite: Sqlite): Result<Archive> {
  const id = String(sqlite.get("SELECT value FROM meta WHERE name = 'id'")?.['value'] ?? '')
  const { ledger, missing } = loadLedger(sqlite, readSidecar(options.file, id))
  // A full check reads the whole file: only when something is wrong already.
  if (missing !== null) {
    const verdict = String(Object.values(sqlite.get('PRAGMA quick_check(1)') ?? {})[0])
    if (verdict !== 'ok') return { ok: false, problem: damagedProblem(options.file, verdict) }
    if (!options.readOnly) recordLost(sqlite, ledger)
    options.notice('archive-rows', missingProblem(options.file, missing))
  }
  const sidecar = options.readOnly ? null : openSidecar(options.file, id)
  return good(assemble(options, internals, sqlite, { id, ledger, sidecar }))
}

function missingProblem(file: string, { first, last, count }: Missing): Problem {
  const which =
    count === 1
      ? `number ${String(first)} is`
      : `${String(count)} of the numbers ${String(first)} to ${String(last)} are`
  const message = `Entries that had been stored in the archive ${file} are missing: ${which} gone, probably because the disk or a copy of the file was damaged. Everything else is there. Check the disk, and look for a copy made before.`
  return bad('archive-rows-missing', message, { file, first, last, count }).problem
}

interface Parts {
  readonly id: string
  readonly ledger: Ledger
  readonly sidecar: Sidecar | null
}

function assemble(
  options: Settled,
  internals: ArchiveInternals,
  sqlite: Sqlite,
  { id, ledger, sidecar }: Parts,
): Archive {
  const { file } = options
  const notice = onlyChanges(options.notice)
  const handlers = new Set<(change: ArchiveChange) => void>()
  const emit = (change: ArchiveChange): void => handlers.forEach((handler) => handler(change))
  const views = makeViews(sqlite, ledger)
  const limits = makeLimits(sqlite, file, ledger, options.retention, options.wall)
  const maintenance = makeMaintenance(sqlite)
  // A process that ended while it emptied what was cleared left the rest to this one.
  if (sidecar !== null) maintenance.thrown()
  let open = true
  let retaining: NodeJS.Timeout | null = null
  const writable = (): boolean => open && sidecar !== null

  const committer = makeCommitter({
    sqlite,
    file,
    sidecar: sidecar ?? { write: () => undefined, close: () => undefined },
    expecting: options.expecting,
    monotonic: internals.monotonic,
    notice,
    next: () => ledger.next,
    committed: (first, batch) => {
      ledger.present.add(first, first + batch.length - 1)
      ledger.next = first + batch.length
      ledger.connectionEvents += batch.reduce((sum, one) => sum + one.kind, 0)
      maintenance.touched()
    },
  })

  /** Runs something that writes; a failure becomes a notice (cleared by the next success) and the value for nothing. */
  const writing = <T>(key: string, nothing: T, work: () => T): T => {
    if (!writable()) return nothing
    try {
      const value = work()
      notice(key, null)
      maintenance.touched()
      return value
    } catch (thrown) {
      notice(key, writingProblem(file, thrown))
      return nothing
    }
  }
  const removed = (count: number): number => {
    if (count > 0) emit({ kind: 'deleted', count })
    return count
  }
  const take = (first: number, last: number): number => {
    const count = removeRange(sqlite, ledger, first, last)
    views.removed(first, last)
    return count
  }
  const warn = (): void => {
    const fill = limits.fill()
    notice('archive-limit', fill !== null && fill >= NEAR ? nearProblem(file, fill) : null)
  }
  const retain = (): number => {
    const count = writing('archive-retain', 0, () => {
      const upTo = limits.due()
      return upTo === null ? 0 : removed(take(ledger.present.min, upTo))
    })
    if (count > 0 && retaining === null) {
      retaining = setTimeout(() => {
        retaining = null
        retain()
      }, RETAIN_PAUSE_MS)
      retaining.unref()
    }
    if (open) warn()
    return count
  }
  return {
    id,
    lastSequence: () => ledger.next - 1,
    status: () => ({
      file,
      id,
      callbacks: ledger.present.count - ledger.connectionEvents,
      connectionEvents: ledger.connectionEvents,
      bytes: open ? limits.bytes() : 0,
      backlog: ledger.present.count - ledger.indexed.count,
      fill: open ? limits.fill() : null,
    }),
    append: (arrival, done) => {
      if (writable()) committer.append(arrival, done)
      else done({ problem: open ? readOnlyProblem(file) : closedProblem(file) })
    },
    flush: committer.flush,
    index: (entries, fresh) =>
      writing('archive-index', undefined, () => {
        const written = writeIndex(sqlite, ledger, entries)
        if (written.length === 0) return
        const rows = written.map((entry) => entry.row)
        for (const row of rows) ledger.indexed.add(row.sequence)
        views.indexed(written)
        emit({ kind: 'indexed', rows, fresh })
      }),
    unindexed: (above, limit) => readUnindexed(sqlite, ledger, above, limit),
    entry: (sequence) => readEntry(sqlite, sequence),
    entries: (above, limit) => readEntries(sqlite, above, limit),
    row: (sequence) => readRow(sqlite, sequence),
    open: views.open,
    onChange: (handler) => void handlers.add(handler),
    remove: (sequences) =>
      writing('archive-remove', 0, () =>
        removed(slicesOf(sequences).reduce((sum, [first, last]) => sum + take(first, last), 0)),
      ),
    clear: () =>
      writing('archive-remove', 0, () => {
        const count = removeAll(sqlite, ledger)
        views.removed(1, Number.MAX_SAFE_INTEGER - 1)
        maintenance.thrown()
        return removed(count)
      }),
    retain,
    close: () => {
      if (!open) return
      committer.flush()
      open = false
      maintenance.close()
      if (retaining !== null) clearTimeout(retaining)
      closeDown(sqlite, options.readOnly)
      sidecar?.close()
      openHere.delete(file)
    },
  }
}

/** Passes a notice on only when it says something new under its key: commits are many, banners are few. */
function onlyChanges(notice: ArchiveOptions['notice']): ArchiveOptions['notice'] {
  const shown = new Map<string, string | null>()
  return (key, problem) => {
    const message = problem?.message ?? null
    if ((shown.get(key) ?? null) === message) return
    shown.set(key, message)
    notice(key, problem)
  }
}

function nearProblem(file: string, fill: number): Problem {
  const share = Math.floor(Math.min(1, fill) * 20) * 5
  const message = `The archive ${file} has reached ${String(share)} % of a limit set for it. Beyond the limit the oldest entries are removed. Raise the limit in the settings, or export what must be kept.`
  return bad('archive-limit-near', message, { file, share }).problem
}

const closedProblem = (file: string): Problem =>
  bad('archive-unreadable', `The archive ${file} has been closed.`, { file }).problem

/** At rest an archive is one single file without a log, which can be copied, and read from a read-only place. */
function closeDown(sqlite: Sqlite, readOnly: boolean): void {
  try {
    if (!readOnly) sqlite.exec('PRAGMA journal_mode = DELETE')
  } catch {
    // The disk is full, say: the log stays beside the file and is folded in at the next opening.
  }
  try {
    sqlite.close()
  } catch {
    // Nothing more can be done for it; what was promised is in the log.
  }
}
