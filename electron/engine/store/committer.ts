import { performance } from 'node:perf_hooks'
import type { Problem } from '../../../shared/protocol/errors.ts'
import { kindCode } from './row-codec.ts'
import { concernsOneRow, rowProblem, writingProblem } from './problems.ts'
import type { Sidecar } from './sidecar.ts'
import type { Sqlite } from './sqlite.ts'
import type { AppendDone, Arrival } from './types.ts'

/**
 * Arrivals that may have a sync of their own: one each PACE_MS on average (570 a second), and BURST at once after a quiet
 * while. A sync holds the loop up for 0.1 to 0.3 ms: nobody notices 570 a second, but at a thousand new TLS connections
 * a second it would take a third of the time.
 */
export const PACE_MS = 1.75
export const BURST = 8
/** When more come, the first waits this long (ms) for company. */
const WINDOW_MS = 6
/** Bytes that wait at most: a commit of this size costs more than the sync that it saves. */
const BYTES_CAP = 4 * 1024 * 1024

export interface CommitterOptions {
  readonly sqlite: Sqlite
  readonly file: string
  readonly sidecar: Sidecar
  readonly expecting: () => number
  /** Monotonic milliseconds; default the process's own. */
  readonly monotonic?: (() => number) | undefined
  /** The number that the next arrival gets, and what to note once numbers were given. */
  readonly next: () => number
  readonly committed: (first: number, batch: readonly { readonly kind: number }[]) => void
  readonly notice: (key: string, problem: Problem | null) => void
}

export interface Committer {
  readonly append: (arrival: Arrival, done: AppendDone) => void
  /** Commits what waits, now, and tells everyone who waits. */
  readonly flush: () => void
  readonly waiting: () => number
}

interface Pending {
  readonly arrival: Arrival
  readonly facts: string
  readonly kind: number
  readonly done: AppendDone
}

/**
 * Group commit. All that came in one turn of the loop is committed at its end, unless arrivals came too fast lately
 * (PACE_MS) and somebody could still deliver: then it waits, at most WINDOW_MS, so that many share one
 * sync. `done` is called after the sync, in order of arrival.
 */
export function makeCommitter(options: CommitterOptions): Committer {
  const now = options.monotonic ?? (() => performance.now())
  let pending: Pending[] = []
  let bytes = 0
  let allowed = BURST
  let counted = now()
  let timer: NodeJS.Timeout | null = null
  let immediate: NodeJS.Immediate | null = null

  /** How many arrivals could have a commit of their own at this moment. */
  const allowance = (): number => {
    const at = now()
    allowed = Math.min(BURST, allowed + Math.max(0, at - counted) / PACE_MS)
    counted = at
    return allowed
  }
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    if (immediate !== null) clearImmediate(immediate)
    timer = null
    immediate = null
    const batch = pending
    pending = []
    bytes = 0
    if (batch.length === 0) return
    allowed = Math.max(0, allowance() - batch.length)
    const outcomes = commitBatch(options, batch)
    batch.forEach((one, index) => tell(one.done, outcomes[index]))
  }
  const soon = (): void => {
    immediate ??= setImmediate(flush)
  }
  // Looked at once per turn of the loop, after all sockets that were ready have delivered.
  const decide = (): void => {
    immediate = null
    if (allowance() >= 1 || bytes >= BYTES_CAP || options.expecting() === 0) flush()
    else timer ??= setTimeout(flush, WINDOW_MS)
  }
  return {
    append: (arrival, done) => {
      const facts = JSON.stringify(arrival.facts)
      pending.push({ arrival, facts, kind: kindCode(arrival.facts.kind), done })
      bytes += arrival.raw.length
      if (bytes >= BYTES_CAP) soon()
      else immediate ??= setImmediate(decide)
    },
    flush,
    waiting: () => pending.length,
  }
}

const INSERT = 'INSERT INTO arrival (sequence, received_at, kind, facts, raw) VALUES (?, ?, ?, ?, ?)'
type Outcome = Parameters<AppendDone>[0]

/** A receiver that throws must not keep the others of its batch from being told: it is heard afterwards. */
function tell(done: AppendDone, outcome: Outcome | undefined): void {
  try {
    if (outcome !== undefined) done(outcome)
  } catch (thrown) {
    setImmediate(() => {
      throw thrown
    })
  }
}

/** One transaction for all; gives the outcome of each. A failure of the whole is everyone's, one row's only its own. */
function commitBatch(options: CommitterOptions, batch: readonly Pending[]): Outcome[] {
  const first = options.next()
  try {
    const stored: Pending[] = []
    const outcomes = options.sqlite.transaction(() => {
      const insert = options.sqlite.prepare(INSERT)
      return batch.map((one): Outcome => {
        const sequence = first + stored.length
        try {
          insert.get(sequence, one.arrival.receivedAt, one.kind, one.facts, one.arrival.raw)
        } catch (thrown) {
          if (concernsOneRow(thrown)) return { problem: rowProblem(options.file, thrown) }
          throw thrown
        }
        stored.push(one)
        return { sequence }
      })
    })
    if (stored.length > 0) {
      options.sidecar.write(first + stored.length - 1)
      options.committed(first, stored)
    }
    options.notice('archive', null)
    return outcomes
  } catch (thrown) {
    const problem = writingProblem(options.file, thrown)
    options.notice('archive', problem)
    return batch.map(() => ({ problem }))
  }
}
