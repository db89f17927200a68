import { performance } from 'node:perf_hooks'
import { breakOff, commitBatch, promise, tellAll } from './commit-batch.ts'
import type { BatchParts, Committed, Pending } from './commit-batch.ts'
import { watchDiskSpeed } from './disk-speed.ts'
import type { LogSync } from './log-sync.ts'
import { makePace } from './pace.ts'
import type { Pace } from './pace.ts'
import { kindCode } from './row-codec.ts'
import type { AppendDone, Arrival } from './types.ts'

/** When more come than the pace allows, the first waits this long (ms) for company: while new connections come, and else. */
const WINDOW_MS = 6
const KEPT_WINDOW_MS = 2
/** Bytes that wait at most: a commit of this size costs more than the sync that it saves. */
const BYTES_CAP = 4 * 1024 * 1024

export interface CommitterOptions extends BatchParts {
  readonly log: LogSync
  readonly expecting: () => number
  readonly arriving: () => number
  /** Monotonic milliseconds; default the process's own. */
  readonly monotonic?: (() => number) | undefined
}

export interface Committer {
  readonly append: (arrival: Arrival, done: AppendDone) => void
  /** Commits and syncs what waits, now, and tells everyone who waits. */
  readonly flush: () => void
  readonly waiting: () => number
}

/** What has arrived and is not committed yet, with what will commit it. */
class Waiting {
  batch: Pending[] = []
  bytes = 0
  #timer: NodeJS.Timeout | null = null
  #turn: NodeJS.Immediate | null = null

  add(arrival: Arrival, done: AppendDone): void {
    this.batch.push({ arrival, facts: JSON.stringify(arrival.facts), kind: kindCode(arrival.facts.kind), done })
    this.bytes += arrival.raw.length
  }
  /** Once, at the end of this turn of the loop: after all sockets that were ready have delivered. */
  atEndOfTurn(work: () => void): void {
    this.#turn ??= setImmediate(() => {
      this.#turn = null
      work()
    })
  }
  after(milliseconds: number, work: () => void): void {
    this.#timer ??= setTimeout(work, milliseconds)
  }
  take(): readonly Pending[] {
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#turn !== null) clearImmediate(this.#turn)
    this.#timer = null
    this.#turn = null
    const { batch } = this
    this.batch = []
    this.bytes = 0
    return batch
  }
}

/**
 * Group commit. All that came in one turn of the loop is committed at its end and then synced beside the loop; what comes
 * meanwhile is the next batch. When little comes and the disk is quick, the loop waits for the sync: going to another thread and back
 * takes longer, and whatever the loop has to do comes in between. When arrivals come too fast (pace.ts) and somebody could still
 * deliver, a batch waits, at most a window's length, so that many share one sync. `done` is called after the sync, in order of arrival.
 */
export function makeCommitter(options: CommitterOptions): Committer {
  const monotonic = options.monotonic ?? (() => performance.now())
  const pace = makePace(monotonic)
  const disk = watchDiskSpeed(monotonic)
  const waiting = new Waiting()
  /** Written into the log, not yet known to be on the disk. */
  let syncing: Committed | null = null

  const commit = () => commitWaiting(options, waiting.take(), pace)
  const syncHere = (committed: Committed): void => {
    const failure = failureOf(() => disk.timed(options.log.now))
    conclude(options, committed, failure)
  }
  // When everybody waits for us, there is nothing to do meanwhile.
  const maySyncHere = () => options.expecting() === 0 || (options.arriving() === 0 && pace.allows() && disk.isQuick())
  const start = (): void => {
    const here = maySyncHere()
    const committed = commit()
    if (committed === null) return
    if (here) return syncHere(committed)
    syncing = committed
    options.log.start((failure) => {
      // `flush` was quicker.
      if (syncing !== committed) return
      syncing = null
      conclude(options, committed, failure)
      if (waiting.batch.length > 0) waiting.atEndOfTurn(decide)
    })
  }
  // Who connects anew will deliver, and handshakes need the core; who was kept alive may stay silent for hours.
  const maySyncAlone = (): boolean => (options.arriving() > 0 ? pace.isRested() : pace.allows())
  const decide = (): void => {
    if (syncing !== null || waiting.batch.length === 0) return
    if (waiting.bytes >= BYTES_CAP || options.expecting() === 0 || maySyncAlone()) start()
    else waiting.after(options.arriving() > 0 ? WINDOW_MS : KEPT_WINDOW_MS, start)
  }
  return {
    append: (arrival, done) => {
      waiting.add(arrival, done)
      waiting.atEndOfTurn(decide)
    },
    flush: () => {
      const before = syncing
      syncing = null
      if (before !== null) syncHere(before)
      const rest = commit()
      if (rest !== null) syncHere(rest)
    },
    waiting: () => waiting.batch.length + (syncing?.batch.length ?? 0),
  }
}

/** Gives a batch when it must be synced, null when there is nothing to promise. */
function commitWaiting(options: CommitterOptions, batch: readonly Pending[], pace: Pace): Committed | null {
  if (batch.length === 0) return null
  pace.spend(batch.length)
  const committed = commitBatch(options, batch)
  if (committed.last !== null) return committed
  tellAll(committed)
  return null
}

/** Null, or why a sync failed. */
function failureOf(sync: () => void): Error | null {
  try {
    sync()
    return null
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown))
  }
}

function conclude(options: CommitterOptions, committed: Committed, failure: Error | null): void {
  if (failure === null) promise(options, committed)
  else breakOff(options, committed, failure)
}
