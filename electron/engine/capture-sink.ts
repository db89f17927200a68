import { planAnswer } from '../../shared/respond/plan-answer.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { StoredEntry } from '../../shared/model/stored.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { createLateRows } from './late-rows.ts'
import { KEPT_BYTES } from './listener/wire/request-parser.ts'
import type { CapturedCallback, CapturedTrouble, CaptureSink } from './listener/types.ts'
import type { Pipeline } from './pipeline.ts'
import type { Archive } from './store/types.ts'

export interface CaptureSinkParts {
  readonly archive: Archive
  readonly pipeline: Pipeline
  readonly settings: () => Settings
  readonly changed: () => void
}

/** A sink that must be told when the engine stops, before the archive is closed. */
export interface StoppableSink extends CaptureSink {
  readonly drain: () => void
}

/** Joins listener, archive and judging: stored, then answered, then judged. What could not be stored becomes a row later. */
export function createCaptureSink({ archive, pipeline, settings, changed }: CaptureSinkParts): StoppableSink {
  /** Stored and being answered; judged once it is known what became of the answer. */
  const answering = new Map<number, CapturedCallback>()
  const write = (event: CapturedTrouble, done: (stored: boolean) => void) =>
    archive.append(event, (result) => {
      if ('sequence' in result) pipeline.push({ sequence: result.sequence, ...event, outcome: null })
      done('sequence' in result)
    })
  const late = createLateRows(write)
  return {
    answer: () => planAnswer(settings()),
    callback: (capture, done) =>
      archive.append(capture, (result) => {
        if ('problem' in result) {
          late.add(notStored(capture, result.problem))
          return done(null)
        }
        answering.set(result.sequence, capture)
        return done({ sequence: result.sequence })
      }),
    answered: (sequence, sent, afterMs) => {
      const capture = answering.get(sequence)
      if (capture === undefined) return
      answering.delete(sequence)
      pipeline.push(judgedLater(sequence, capture, sent, afterMs))
      // The listener's card says when the last callback came.
      changed()
    },
    trouble: (event) =>
      write(event, (stored) => {
        if (!stored) late.add(event)
      }),
    drain: late.drain,
    changed,
  }
}

function judgedLater(sequence: number, capture: CapturedCallback, sent: boolean, afterMs: number | null): StoredEntry {
  const { receivedAt, raw, facts } = capture
  return { sequence, receivedAt, raw, facts, outcome: { sent, afterMs } }
}

/** The row of a complete request that was answered 503. */
function notStored({ receivedAt, raw, facts }: CapturedCallback, problem: Problem): CapturedTrouble {
  const { connection, requestNumber } = facts
  const summary = `A complete request could not be stored and was answered 503, so that the bank tries again. ${problem.message}`
  const trouble = { cause: 'not-stored', code: problem.code, summary, hello: null, answered: 503 } as const
  // A copy: the kept bytes must not hold a large buffer alive.
  const kept = Uint8Array.from(raw.subarray(0, KEPT_BYTES))
  return {
    receivedAt,
    raw: kept,
    facts: { kind: 'connection', connection, requestNumber, trouble, bytesSeen: raw.length },
  }
}
