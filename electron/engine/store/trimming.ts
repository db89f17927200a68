import type { Core } from './core.ts'
import { nearProblem } from './problems.ts'
import { removeAll, removeRange, slicesOf } from './removal.ts'
import { withSync } from './sqlite.ts'

/** From this share of a limit on, the user is warned. */
const NEAR = 0.8
const PAUSE_MS = 5

/** The side of an archive that takes entries out: by choice, all of them, or the oldest beyond a limit. */
export interface Trimming {
  readonly remove: (sequences: readonly number[]) => number
  readonly clear: () => number
  /** Removes one slice of what is beyond a limit, and goes on by itself until every limit holds. */
  readonly retain: () => number
  readonly close: () => void
}

export function makeTrimming(core: Core): Trimming {
  const { sqlite, ledger, keeper, views, limits } = core
  let timer: NodeJS.Timeout | null = null
  const told = (count: number): number => {
    if (count > 0) core.emit({ kind: 'deleted', count })
    core.deliveries.tell(keeper.news())
    return count
  }
  const take = (first: number, last: number): number => taken(core, first, last)
  const slice = (): number => {
    const upTo = limits.due()
    // Should the power fail, the oldest rows are back and go again.
    return upTo === null ? 0 : take(ledger.present.min, upTo)
  }
  const retain = (): number => {
    const count = told(core.writing('archive-retain', 0, slice))
    if (count > 0) {
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(retain, PAUSE_MS)
      timer.unref()
    }
    if (core.open) warn(core)
    return count
  }
  return {
    retain,
    remove: (sequences) => {
      // Slices that went before one that failed are gone all the same.
      let count = 0
      core.writing('archive-remove', undefined, () => {
        withSync(sqlite, () => {
          for (const [first, last] of slicesOf(sequences)) count += take(first, last)
        })
      })
      return told(count)
    },
    clear: () => {
      const count = core.writing('archive-remove', 0, () => withSync(sqlite, () => removeAll(sqlite, ledger, keeper)))
      if (count > 0) {
        views.removed(1, Number.MAX_SAFE_INTEGER - 1)
        core.maintenance.thrown()
      }
      return told(count)
    },
    close: () => {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function warn({ limits, notice, options }: Core): void {
  const fill = limits.fill()
  notice('archive-limit', fill !== null && fill >= NEAR ? nearProblem(options.file, fill) : null)
}

/** Takes a range out of everything that knows of it. */
function taken({ sqlite, ledger, keeper, views }: Core, first: number, last: number): number {
  try {
    const count = removeRange(sqlite, ledger, keeper, first, last)
    views.removed(first, last)
    return count
  } catch (thrown) {
    keeper.forget()
    throw thrown
  }
}
