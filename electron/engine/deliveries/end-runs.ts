import { LATE_MS } from '../../../shared/checks/ladder/ladder.ts'
import { readMark, writeMark } from '../store/marks.ts'
import type { Sqlite } from '../store/sqlite.ts'
import type { Keeper } from './keeper.ts'

export interface EndRunsParts {
  readonly sqlite: Sqlite
  readonly keeper: Keeper
  readonly wall: () => number
  readonly writing: <T>(key: string, nothing: T, work: () => T) => T
}

/** Rows that are looked at in one go: a millisecond or so, since callbacks are answered meanwhile. */
const STEP = 1000
/** Until when (wall clock, ms since 1970) the deliveries of earlier runs have been looked at. */
const MARK = 'runs-ended'
const WAITING = `SELECT id, last_chance_at, simulated FROM delivery
  WHERE state = 0 AND (last_chance_at, id) > (?, ?) ORDER BY last_chance_at, id LIMIT ${String(STEP)}`

/** Writes those of some deliveries anew whose run has ended; the caller tells of them. */
export function endRuns({ sqlite, keeper, writing }: EndRunsParts, ids: readonly number[]): void {
  if (ids.length === 0) return
  writing('archive-deliveries', undefined, () => {
    try {
      sqlite.transaction(() => keeper.endRuns(ids))
    } catch (thrown) {
      keeper.forget()
      throw thrown
    }
  })
}

/**
 * Ends what runs of earlier processes left waiting, step by step in the background. Times of a run are never before its start, so what was
 * captured since the last look has its last chance after that.
 * @param tell called after each step that wrote something
 */
export function endEarlierRuns(parts: EndRunsParts, tell: () => void): void {
  const { sqlite, writing, wall } = parts
  const startedAt = wall()
  const step = (at: number, above: number): void => {
    const rows = writing('archive-deliveries', null, () => sqlite.all(WAITING, at, above))
    // Closed, read only, or unreadable: the next start looks again.
    if (rows === null) return
    const simulated = rows.filter((row) => row['simulated'] === 1).map((row) => Number(row['id']))
    endRuns(parts, simulated)
    if (simulated.length > 0) tell()
    const last = rows.at(-1)
    if (last === undefined || rows.length < STEP) {
      writing('archive-deliveries', undefined, () => writeMark(sqlite, MARK, String(startedAt)))
    } else setImmediate(step, Number(last['last_chance_at']), Number(last['id']))
  }
  const from = writing('archive-deliveries', null, () => readMark(sqlite, MARK))
  setImmediate(step, from === null ? startedAt - LATE_MS : Number(from), 0)
}
