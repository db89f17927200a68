import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StoredEntry } from '../../shared/model/stored.ts'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { Backlog } from './backlog.ts'
import { judgeBatch } from './judge-batch.ts'
import type { Breathe, JudgingParts } from './judge-batch.ts'
import { createPrecedence } from './precedence.ts'
import type { Archive } from './store/types.ts'
import { createTurns } from './turns.ts'

export interface PipelineParts extends JudgingParts {
  readonly archive: Archive
  /** Told after each run: a problem when entries could not be indexed (they are tried again), else null. */
  readonly onFault: (problem: Problem | null) => void
  /** Monotonic clock, ms. */
  readonly monotonic: () => number
}

export interface Pipeline {
  /** Takes an entry that is durable and answered. Never blocks, never throws. */
  readonly push: (entry: StoredEntry) => void
  readonly backlog: () => number
  /** Judges what was stored but never indexed (a crash came between); what cannot be indexed now is tried again later. */
  readonly catchUp: () => Promise<number>
  /** Judges entries again and writes what is other now. Rejects when the index cannot be written. */
  readonly judgeAgain: (entries: readonly StoredEntry[]) => Promise<void>
  /** Lets captures go first, after a slice of work that nobody waits for and that began at this time (ms, monotonic). */
  readonly standBack: (began: number) => Promise<void>
  /** Resolves when nothing waits any more. */
  readonly idle: () => Promise<void>
}

/** Callbacks of one index transaction at most: in a flood, and else, where somebody notices how long an answer takes. */
const BATCH = 256
const CALM_BATCH = 8
/** With more than these waiting nobody sees which comes when. */
const MANY = 64
/** Before a batch that could not be indexed is tried again, ms. */
const RETRY_MS = 1_000

const always = (count: number) => () => count

/** Callbacks of an archive of an older version, which knew no deliveries; the next start goes on where this one fails. */
const ungrouped =
  ({ deliveries, entry }: Archive) =>
  (above: number, limit: number): readonly StoredEntry[] =>
    deliveries.ungrouped(above, limit).flatMap((sequence) => entry(sequence) ?? [])

const withoutPause: Breathe = () => null

/** Judges a batch in one go, and leaves nothing over. */
async function judgeWhole(parts: PipelineParts, batch: readonly StoredEntry[], fresh: boolean): Promise<void> {
  await judgeBatch(parts, batch, fresh, withoutPause)
  parts.archive.upkeep(true)
}

/** Walks the archive oldest first, up to and with `last`: what comes later is judged as it arrives. Gives how many. */
async function sweep(
  parts: PipelineParts,
  read: (above: number, limit: number) => readonly StoredEntry[],
  last: number,
  fresh: boolean,
): Promise<number> {
  let count = 0
  let above = 0
  for (;;) {
    const batch = read(above, BATCH).filter((entry) => entry.sequence <= last)
    if (batch.length === 0) return count
    await judgeWhole(parts, batch, fresh)
    count += batch.length
    above = batch.at(-1)?.sequence ?? above
    await nextTurn()
  }
}

/**
 * Everything that happens after the answer: judge, index, publish. In arrival order, in slices, so that judging never
 * delays an answer for long. A backlog beyond memory, or a batch that could not be indexed, is read back from the archive.
 */
export function createPipeline(parts: PipelineParts): Pipeline {
  const backlog = new Backlog(parts.archive.unindexed)
  let working = false
  let gathering = false
  const precedence = createPrecedence(parts.monotonic)
  let waiters: (() => void)[] = []

  /** What is above it arrives while this engine runs, and is pushed. */
  const lastAtStart = parts.archive.lastSequence()

  const { begin, end, rest, breathe, standBack } = createTurns(precedence, parts.monotonic, parts.archive.waiting)
  /** What indexing left to do, once its verdicts are told. */
  const upkeep = async () => {
    do await breathe()
    while (parts.archive.upkeep(precedence.isFlood()))
  }
  const next = () => backlog.next(precedence.isFlood() || backlog.length > MANY ? BATCH : CALM_BATCH)
  const work = async () => {
    begin()
    // What comes meanwhile gathers for the next run, so that it shares a transaction; in a flood there is always enough.
    for (let due = backlog.length; due > 0 || precedence.isFlood();) {
      const batch = next()
      if (batch.length === 0) break
      due -= batch.length
      try {
        await judgeBatch(parts, batch, true, breathe)
      } catch (thrown) {
        backlog.leaveInArchive(batch.length, batch[0]?.sequence ?? 1)
        throw thrown
      }
      await rest()
      await upkeep()
    }
    end()
  }
  const gather = () => {
    gathering = true
    setTimeout(() => {
      gathering = false
      if (backlog.length > 0) start(precedence.left())
    }, precedence.gather())
  }
  const settle = (failed: boolean) => {
    working = false
    gather()
    if (backlog.length > 0 && !failed) return
    const waited = waiters
    waiters = []
    for (const done of waited) done()
  }
  const run = () => {
    work().then(
      () => {
        parts.onFault(null)
        settle(false)
      },
      (thrown: unknown) => {
        parts.onFault(toProblem(thrown))
        settle(true)
        start(RETRY_MS)
      },
    )
  }
  const start = (delay: number) => {
    if (working) return
    working = true
    if (delay > 0) setTimeout(run, delay)
    else setImmediate(run)
  }
  return {
    push: (entry) => {
      backlog.push(entry)
      precedence.arrived(entry.facts.requestNumber === 1)
      if (!gathering) start(precedence.left())
    },
    backlog: () => backlog.length,
    catchUp: () =>
      sweep(parts, parts.archive.unindexed, lastAtStart, true)
        .catch((thrown: unknown) => {
          parts.onFault(toProblem(thrown))
          backlog.leaveInArchive(1, 1)
          start(RETRY_MS)
          return 0
        })
        .then((count) => sweep(parts, ungrouped(parts.archive), lastAtStart, false).then(always(count), always(count))),
    judgeAgain: (entries) => judgeWhole(parts, entries, false),
    standBack,
    idle: () => (working || backlog.length > 0 ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve()),
  }
}
