import { planAnswer } from '../../shared/respond/plan-answer.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { StoredEntry } from '../../shared/model/stored.ts'
import type { CapturedCallback, CaptureSink } from './listener/types.ts'
import type { Pipeline } from './pipeline.ts'
import type { Archive } from './store/types.ts'

export interface CaptureSinkParts {
  readonly archive: Archive
  readonly pipeline: Pipeline
  readonly settings: () => Settings
  readonly changed: () => void
}

/** Joins listener, archive and judging: stored, then answered, then judged. */
export function createCaptureSink({ archive, pipeline, settings, changed }: CaptureSinkParts): CaptureSink {
  /** Stored and being answered; judged once it is known what became of the answer. */
  const answering = new Map<number, CapturedCallback>()
  return {
    answer: () => planAnswer(settings()),
    callback: (capture, done) =>
      archive.append(capture, (result) => {
        if ('problem' in result) return done(null)
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
      archive.append(event, (result) => {
        if ('sequence' in result) pipeline.push({ sequence: result.sequence, ...event, outcome: null })
      }),
    changed,
  }
}

function judgedLater(sequence: number, capture: CapturedCallback, sent: boolean, afterMs: number | null): StoredEntry {
  const { receivedAt, raw, facts } = capture
  return { sequence, receivedAt, raw, facts, outcome: { sent, afterMs } }
}
