import type { Problem } from '../../../shared/protocol/errors.ts'
import { concernsOneRow, rowProblem, writingProblem } from './problems.ts'
import type { Sidecar } from './sidecar.ts'
import type { Sqlite } from './sqlite.ts'
import type { AppendDone, Arrival } from './types.ts'

/** Where a batch goes, and who hears of it. */
export interface BatchParts {
  readonly sqlite: Sqlite
  readonly file: string
  readonly sidecar: Sidecar
  /** The number that the next arrival gets, and what to note once numbers were given. */
  readonly next: () => number
  readonly committed: (first: number, batch: readonly { readonly kind: number }[]) => void
  readonly notice: (key: string, problem: Problem | null) => void
}

export interface Pending {
  readonly arrival: Arrival
  readonly facts: string
  readonly kind: number
  readonly done: AppendDone
}

/** A batch after its transaction. */
export interface Committed {
  readonly batch: readonly Pending[]
  readonly outcomes: readonly Outcome[]
  /** Highest number given; null when nothing was stored. */
  readonly last: number | null
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

/** Tells everyone of a batch what became of his arrival. */
export const tellAll = ({ batch, outcomes }: Committed): void =>
  batch.forEach((one, index) => tell(one.done, outcomes[index]))

/** It is on the disk: now everybody may be told. */
export function promise(options: BatchParts, committed: Committed): void {
  if (committed.last !== null) options.sidecar.write(committed.last)
  options.notice('archive', null)
  tellAll(committed)
}

/** It is in the file but perhaps not on the disk: whoever waits is told that it was not stored, and will come again. */
export function breakOff(options: BatchParts, { batch, outcomes }: Committed, failure: unknown): void {
  const problem = writingProblem(options.file, failure)
  options.notice('archive', problem)
  batch.forEach((one, index) => {
    const outcome = outcomes[index]
    tell(one.done, outcome === undefined || 'sequence' in outcome ? { problem } : outcome)
  })
}

/** One transaction for all. A failure of the whole is everyone's, one row's only its own. */
export function commitBatch(options: BatchParts, batch: readonly Pending[]): Committed {
  const first = options.next()
  try {
    const stored: Pending[] = []
    const outcomes = options.sqlite.transaction(() => batch.map((one) => insertOne(options, first, stored, one)))
    if (stored.length > 0) options.committed(first, stored)
    else options.notice('archive', null)
    return { batch, outcomes, last: stored.length > 0 ? first + stored.length - 1 : null }
  } catch (thrown) {
    const problem = writingProblem(options.file, thrown)
    options.notice('archive', problem)
    return { batch, outcomes: batch.map(() => ({ problem })), last: null }
  }
}

function insertOne({ sqlite, file }: BatchParts, first: number, stored: Pending[], one: Pending): Outcome {
  const sequence = first + stored.length
  try {
    sqlite.prepare(INSERT).get(sequence, one.arrival.receivedAt, one.kind, one.facts, one.arrival.raw)
  } catch (thrown) {
    if (concernsOneRow(thrown)) return { problem: rowProblem(file, thrown) }
    throw thrown
  }
  stored.push(one)
  return { sequence }
}
