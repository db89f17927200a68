import { ProblemError } from '../../../shared/protocol/errors.ts'
import { makeDeliveries } from '../deliveries/archive-deliveries.ts'
import type { ArchiveDeliveries } from '../deliveries/archive-deliveries.ts'
import { Keeper } from '../deliveries/keeper.ts'
import { runEndOf } from '../deliveries/run-end-of.ts'
import { readRow } from './indexer.ts'
import type { Ledger } from './ledger.ts'
import { makeLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import type { LogSync } from './log-sync.ts'
import { makeMaintenance } from './maintenance.ts'
import type { Maintenance } from './maintenance.ts'
import { openingProblem, writingProblem } from './problems.ts'
import type { Sidecar } from './sidecar.ts'
import type { Sqlite } from './sqlite.ts'
import type { ArchiveChange, ArchiveOptions } from './types.ts'
import { makeViews } from './views.ts'
import type { Views } from './views.ts'

/** An opened file with its numbers. `sidecar` is null when it is open for reading only. */
export interface Parts {
  readonly options: ArchiveOptions
  readonly sqlite: Sqlite
  readonly id: string
  readonly ledger: Ledger
  readonly sidecar: Sidecar | null
  /** null when it is open for reading only. */
  readonly log: LogSync | null
}

/** What the sides of an archive (storing, indexing, removing) share. */
export interface Core extends Parts {
  readonly views: Views
  readonly keeper: Keeper
  readonly deliveries: ArchiveDeliveries
  readonly limits: Limits
  readonly maintenance: Maintenance
  readonly handlers: Set<(change: ArchiveChange) => void>
  readonly emit: (change: ArchiveChange) => void
  readonly notice: ArchiveOptions['notice']
  /** Runs something that writes; a failure becomes a notice (cleared by the next success) and `nothing` the value. */
  readonly writing: <T>(key: string, nothing: T, work: () => T) => T
  /** Runs something that reads; a failure is thrown with its coded problem. A closed archive gives `nothing`. */
  readonly reading: <T>(nothing: T, work: () => T) => T
  open: boolean
}

export function makeCore(parts: Parts): Core {
  const { options, sqlite, ledger } = parts
  const handlers = new Set<(change: ArchiveChange) => void>()
  const notice = onlyChanges(options.notice)
  const maintenance = makeMaintenance(sqlite)
  const runEnd = runEndOf(options.runEnd)
  const keeper = new Keeper(sqlite, runEnd)
  const core: Core = {
    ...parts,
    handlers,
    notice,
    maintenance,
    keeper,
    deliveries: makeDeliveries({
      sqlite,
      keeper,
      runEnd,
      wall: options.wall,
      reading: (nothing, work) => core.reading(nothing, work),
      writing: (key, nothing, work) => core.writing(key, nothing, work),
      row: (sequence) => readRow(sqlite, sequence),
    }),
    views: makeViews(sqlite, ledger, (work) => core.reading([], work)),
    limits: makeLimits(sqlite, options.file, ledger, options.retention, options.wall),
    emit: (change) => handlers.forEach((handler) => handler(change)),
    open: true,
    writing: (key, nothing, work) => {
      if (!core.open || parts.sidecar === null) return nothing
      try {
        const value = work()
        notice(key, null)
        maintenance.touched()
        return value
      } catch (thrown) {
        notice(key, writingProblem(options.file, thrown))
        return nothing
      }
    },
    reading: (nothing, work) => {
      if (!core.open) return nothing
      try {
        return work()
      } catch (thrown) {
        throw new ProblemError(openingProblem(options.file, thrown), { cause: thrown })
      }
    },
  }
  return core
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
