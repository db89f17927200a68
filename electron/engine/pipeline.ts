import type { RowDelivery } from '../../shared/model/inbox.ts'
import type { CallbackFacts, StoredEntry } from '../../shared/model/stored.ts'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { groupRequest } from './deliveries/identity.ts'
import { Backlog } from './backlog.ts'
import type { Archive, IndexEntry } from './store/types.ts'
import type { Judge, Judgement, TrustBase } from './verify/types.ts'
import { callbackRow, troubleRow } from './inbox-row.ts'
import { createPrecedence } from './precedence.ts'

/** A callback that is stored, judged and indexed: what the command line prints. */
export interface JudgedEntry {
  readonly entry: StoredEntry
  /** null for a connection event. */
  readonly judgement: Judgement | null
  /** Which attempt of which delivery it is; absent where it belongs to none. */
  readonly delivery?: RowDelivery | undefined
}

export interface PipelineParts {
  readonly archive: Archive
  readonly judge: Judge
  /** What an entry is judged against; the demonstration has a trust base of its own. */
  readonly trustFor: (facts: CallbackFacts) => TrustBase
  readonly onJudged: (entries: readonly JudgedEntry[]) => void
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
  /** Lets captures go first, after a slice of work that began at this time (ms, monotonic). */
  readonly giveWay: (began: number) => Promise<void>
  /** Resolves when nothing waits any more. */
  readonly idle: () => Promise<void>
}

/** Callbacks of one index transaction at most. */
const BATCH = 256
/** A slice of judging may hold the loop this long (ms), so that answers go out between slices. */
const SLICE_MS = 4
/** Before a batch that could not be indexed is tried again, ms. */
const RETRY_MS = 1_000
const SEARCH_CHARACTERS = 16_384

/** The row and search text of one entry. */
function indexEntry(parts: PipelineParts, entry: StoredEntry, judgement: Judgement | null): IndexEntry {
  const facts = entry.facts
  if (facts.kind === 'connection') {
    return { row: troubleRow(entry, facts), searchText: facts.trouble.summary, outcome: null }
  }
  if (judgement === null) throw new Error('a callback must be judged before it is indexed')
  const row = callbackRow(entry, facts, judgement)
  const grouping = groupRequest(entry, facts, judgement, parts.trustFor(facts).profiles, row.status)
  return { row, grouping, searchText: judgement.bodyText.slice(0, SEARCH_CHARACTERS), outcome: entry.outcome }
}

function judgeOne(parts: PipelineParts, entry: StoredEntry): Judgement | null | Promise<Judgement> {
  return entry.facts.kind === 'callback' ? parts.judge(entry, parts.trustFor(entry.facts)) : null
}

/** Judges a batch (tokens verify side by side) and writes it into the index in one transaction. */
async function judgeBatch(parts: PipelineParts, batch: readonly StoredEntry[], fresh: boolean): Promise<void> {
  const judged: JudgedEntry[] = []
  const judgements = await Promise.all(batch.map((entry) => judgeOne(parts, entry)))
  for (const [position, entry] of batch.entries()) judged.push({ entry, judgement: judgements[position] ?? null })
  const rows = parts.archive.index(
    judged.map(({ entry, judgement }) => indexEntry(parts, entry, judgement)),
    fresh,
  )
  if (!fresh) return
  const deliveries = new Map(rows.map(({ sequence, delivery }) => [sequence, delivery]))
  parts.onJudged(judged.map((one) => ({ ...one, delivery: deliveries.get(one.entry.sequence) })))
}

const always = (count: number) => () => count

/** Callbacks of an archive of an older version, which knew no deliveries; the next start goes on where this one fails. */
const ungrouped =
  ({ deliveries, entry }: Archive) =>
  (above: number, limit: number): readonly StoredEntry[] =>
    deliveries.ungrouped(above, limit).flatMap((sequence) => entry(sequence) ?? [])

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

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
    await judgeBatch(parts, batch, fresh)
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

  const giveWay = async (began: number): Promise<void> => {
    precedence.judged(began)
    await nextTurn()
    if (precedence.left() > 0) await pause(precedence.left())
  }
  const work = async () => {
    let sliceStart = parts.monotonic()
    for (let batch = backlog.next(BATCH); batch.length > 0; batch = backlog.next(BATCH)) {
      try {
        await judgeBatch(parts, batch, true)
      } catch (thrown) {
        backlog.leaveInArchive(batch.length, batch[0]?.sequence ?? 1)
        throw thrown
      }
      if (parts.monotonic() - sliceStart > SLICE_MS) {
        await giveWay(sliceStart)
        sliceStart = parts.monotonic()
      }
    }
    precedence.judged(sliceStart)
  }
  const gather = () => {
    gathering = true
    setTimeout(() => {
      gathering = false
      if (backlog.length > 0) start(precedence.left())
    }, precedence.gather())
  }
  const settle = () => {
    working = false
    gather()
    const waited = waiters
    waiters = []
    for (const done of waited) done()
  }
  const run = () => {
    work().then(
      () => {
        parts.onFault(null)
        settle()
      },
      (thrown: unknown) => {
        parts.onFault(toProblem(thrown))
        settle()
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
    judgeAgain: (entries) => judgeBatch(parts, entries, false),
    giveWay,
    idle: () => (working || backlog.length > 0 ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve()),
  }
}
