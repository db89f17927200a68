import { htmlPage } from '../../shared/checks/html-page.ts'
import { planAnswer } from '../../shared/respond/plan-answer.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { AnswerOutcome, StoredEntry } from '../../shared/model/stored.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { createLateRows } from './late-rows.ts'
import { KEPT_BYTES } from './listener/wire/request-parser.ts'
import type { CapturedCallback, CapturedTrouble, CaptureSink, Stored } from './listener/types.ts'
import type { Pipeline } from './pipeline.ts'
import { decideFirst } from './respond/decide-first.ts'
import type { Decision, Responder } from './respond/responder.ts'
import type { Archive } from './store/types.ts'

export interface CaptureSinkParts {
  readonly archive: Archive
  readonly pipeline: Pipeline
  readonly settings: () => Settings
  readonly responder: Responder
  readonly changed: () => void
  /** Told of a defect of ours in deciding by a rule. */
  readonly fault: (thrown: unknown) => void
}

/** A sink that must be told when the engine stops, before the archive is closed. */
export interface StoppableSink extends CaptureSink {
  readonly drain: () => void
}

/** Joins listener, archive and judging: stored, then answered, then judged. What could not be stored becomes a row later. */
export function createCaptureSink({
  archive,
  pipeline,
  settings,
  responder,
  changed,
  fault,
}: CaptureSinkParts): StoppableSink {
  /** Stored and being answered; judged once it is known what became of the answer. */
  const answering = new Map<number, CapturedCallback>()
  const write = (event: CapturedTrouble, done: (stored: boolean) => void) =>
    archive.append(event, (result) => {
      if ('sequence' in result) pipeline.push({ sequence: result.sequence, ...event, outcome: null })
      done('sequence' in result)
    })
  const late = createLateRows(write)
  const store = (capture: CapturedCallback, act: Decision['act'] | null, done: (stored: Stored) => void) =>
    archive.append(capture, (result) => {
      if ('problem' in result) {
        late.add(notStored(capture, result.problem))
        return done(null)
      }
      const { sequence } = result
      answering.set(sequence, capture)
      return done(act === null ? { sequence } : { sequence, act: act(sequence) })
    })
  return {
    answer: () => planAnswer(settings()),
    callback: (capture, done) => {
      const decide = responder.decide()
      const plain = (): CapturedCallback => withPage(capture, settings().answer.body)
      if (decide === null) store(plain(), null, done)
      else decideFirst(decide, capture, fault, (decided, act) => store(act === null ? plain() : decided, act, done))
    },
    answered: (sequence, sent, afterMs, status) => {
      const capture = answering.get(sequence)
      if (capture === undefined) return
      answering.delete(sequence)
      pipeline.push(judgedLater(sequence, capture, outcomeOf(capture, sent, afterMs, status)))
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

/** Notes that the answer is an HTML page: the verdict says so, now and whenever it is judged again. */
function withPage(capture: CapturedCallback, body: string): CapturedCallback {
  const page = body === '' ? null : htmlPage(body)
  return page === null ? capture : { ...capture, facts: { ...capture.facts, answerPage: page.kind } }
}

function judgedLater(sequence: number, capture: CapturedCallback, outcome: AnswerOutcome): StoredEntry {
  const { receivedAt, raw, facts } = capture
  return { sequence, receivedAt, raw, facts, outcome }
}

/** The status is news only where an upstream gave it: all else was decided on at arrival. */
function outcomeOf({ facts }: CapturedCallback, sent: boolean, afterMs: number | null, status: number): AnswerOutcome {
  return facts.rule?.act === 'forward' ? { sent, afterMs, status } : { sent, afterMs }
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
