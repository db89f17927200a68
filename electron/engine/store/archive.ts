import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { ProblemError, good } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { NEWEST_FIRST } from '../../../shared/model/inbox.ts'
import type { InboxRow } from '../../../shared/model/inbox.ts'
import { makeCommitter } from './committer.ts'
import type { Committer } from './committer.ts'
import { makeCore } from './core.ts'
import type { Core } from './core.ts'
import { readRow, writeIndex } from './indexer.ts'
import { loadLedger, recordLost } from './ledger.ts'
import { keepLogShort } from './log-length.ts'
import { openConnection } from './opening.ts'
import {
  closedProblem,
  damagedProblem,
  lockedProblem,
  missingProblem,
  openingProblem,
  readOnlyProblem,
  writingProblem,
} from './problems.ts'
import { rejudgeSide } from './light-rows.ts'
import { quietly } from './maintenance.ts'
import { readMark, writeMark } from './marks.ts'
import { readEntries, readEntry, readUnindexed } from './reader.ts'
import { openLogSync } from './log-sync.ts'
import { mergeSome } from './search-merging.ts'
import { openSidecar, readSidecar } from './sidecar.ts'
import type { DriverName, Sqlite } from './sqlite.ts'
import { readUpstream, writeUpstream } from './upstream.ts'
import { makeTrimming } from './trimming.ts'
import type { Trimming } from './trimming.ts'
import type { Archive, ArchiveOptions, IndexEntry } from './types.ts'

/** What a test may bend: which SQLite driver, and the monotonic clock (ms) of the commit window. */
export interface ArchiveInternals {
  readonly driver?: DriverName
  readonly monotonic?: () => number
}

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
  const log = options.readOnly ? null : openLogSync(options.file)
  // From here on the committer brings the log to the disk before it promises anything (log-sync.ts).
  if (log !== null) sqlite.exec('PRAGMA synchronous = NORMAL')
  const core = makeCore({ options, sqlite, id, ledger, sidecar, log })
  // A process that ended while it emptied what was cleared left the rest to this one.
  if (sidecar !== null) core.maintenance.thrown()
  return good(assemble(core, committerOf(core, internals), makeTrimming(core)))
}

/** What is kept beside the rows. */
function besides({
  sqlite,
  ledger,
  reading,
  writing,
}: Core): Pick<Archive, 'mark' | 'setMark' | 'upstream' | 'keepUpstream'> {
  return {
    mark: (name) => reading(null, () => readMark(sqlite, name)),
    setMark: (name, value) => writing('archive-mark', undefined, () => writeMark(sqlite, name, value)),
    upstream: (sequence) => reading(null, () => readUpstream(sqlite, sequence)),
    keepUpstream: (sequence, answer) =>
      writing('archive-upstream', undefined, () => writeUpstream(sqlite, ledger, sequence, answer)),
  }
}

/** The side that takes what arrives. */
function storingSide(core: Core, { append, flush, waiting }: Committer): Pick<Archive, 'append' | 'flush' | 'waiting'> {
  const { file } = core.options
  return {
    append: (arrival, done) => {
      if (core.open && core.sidecar !== null) append(arrival, done)
      else done({ problem: core.open ? readOnlyProblem(file) : closedProblem(file) })
    },
    flush,
    waiting,
  }
}

/** Puts the sides together: storing (committer), indexing, reading, removing. */
function assemble(core: Core, committer: Committer, trimming: Trimming): Archive {
  const { sqlite, ledger, id, options } = core
  const { file } = options
  return {
    id,
    lastSequence: () => ledger.next - 1,
    status: () => ({
      file,
      id,
      callbacks: ledger.present.count - ledger.connectionEvents,
      connectionEvents: ledger.connectionEvents,
      bytes: core.open ? core.limits.bytes() : 0,
      backlog: ledger.present.count - ledger.indexed.count,
      fill: core.open ? core.limits.fill() : null,
    }),
    ...storingSide(core, committer),
    index: (entries, fresh) => index(core, entries, fresh),
    upkeep: (whole) => core.open && core.sidecar !== null && quietly(() => mergeSome(sqlite, whole)),
    unindexed: (above, limit) => core.reading([], () => readUnindexed(sqlite, ledger, above, limit)),
    entry: (sequence) => core.reading(null, () => readEntry(sqlite, sequence)),
    entries: (above, limit) => core.reading([], () => readEntries(sqlite, above, limit)),
    ...rejudgeSide(core),
    ...besides(core),
    row: (sequence) => core.reading(null, () => readRow(sqlite, sequence)),
    open: (filter, sort = NEWEST_FIRST) => core.views.open(filter, sort),
    deliveries: core.deliveries,
    onChange: (handler) => void core.handlers.add(handler),
    remove: trimming.remove,
    clear: trimming.clear,
    retain: trimming.retain,
    close: () => {
      if (!core.open) return
      committer.flush()
      core.open = false
      core.maintenance.close()
      trimming.close()
      // SQLite takes the log away, which Windows refuses while a handle is open.
      core.log?.close()
      closeDown(sqlite, core.sidecar === null)
      core.sidecar?.close()
      openHere.delete(file)
    },
  }
}

function committerOf(
  { options, sqlite, sidecar, log, ledger, maintenance, notice }: Core,
  internals: ArchiveInternals,
): Committer {
  const logMayGrow = keepLogShort(sqlite)
  return makeCommitter({
    sqlite,
    file: options.file,
    sidecar: sidecar ?? { write: () => undefined, close: () => undefined },
    log: log ?? { start: (done) => done(null), now: () => undefined, close: () => undefined },
    expecting: options.expecting,
    arriving: options.arriving ?? (() => 0),
    monotonic: internals.monotonic,
    notice,
    next: () => ledger.next,
    committed: (first, batch) => {
      ledger.present.add(first, first + batch.length - 1)
      ledger.next = first + batch.length
      ledger.connectionEvents += batch.reduce((sum, one) => sum + one.kind, 0)
      logMayGrow(batch.length)
      maintenance.touched()
    },
  })
}

/** Throws a ProblemError when nothing could be written, so that the caller can try again. */
function index(core: Core, entries: readonly IndexEntry[], fresh: boolean): readonly InboxRow[] {
  const { sqlite, ledger, options } = core
  if (!core.open || core.sidecar === null) return []
  let written: readonly IndexEntry[]
  try {
    written = writeIndex(sqlite, ledger, core.keeper, entries)
  } catch (thrown) {
    throw new ProblemError(writingProblem(options.file, thrown), { cause: thrown })
  }
  const news = core.keeper.news()
  if (written.length === 0) return []
  const rows = written.map((entry) => entry.row)
  for (const row of rows) ledger.indexed.add(row.sequence)
  core.maintenance.touched()
  core.views.indexed(written)
  core.emit({ kind: 'indexed', rows, fresh })
  core.deliveries.tell(news)
  return rows
}

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
