import type { AnswerStep } from './answer-rule.ts'
import type { ConnectionFacts, Framing, PageKind, PhaseTimes } from './callback.ts'
import type { ConnectionTrouble } from './connection-event.ts'

/** A rule that answered a callback, as it stood then. */
export interface AppliedRule {
  /** Name of the profile whose rule it is; null: one of the settings. */
  readonly profile: string | null
  readonly name: string
  /** Which attempt of its delivery this was for the rule, from 1; null: the rule does the same every time, and counts nothing. */
  readonly attempt: number | null
  readonly act: AnswerStep['kind']
  readonly delayMs: number
  /** The rule asks for credentials, and the caller had none or others: 401. */
  readonly loginRefused: boolean
}

/** What our own simulator says of a request that it sent; believed only with its token. */
export interface SimulationMark {
  /** All requests of one run of the simulator carry the same text. */
  readonly run: string
  /** What the clock of the run says, ms since 1970: it may run thousands of times faster than the one on the wall. */
  readonly at: number
}

/** What the archive keeps beside the exact bytes of a callback. Parsed views are made from the bytes on demand. */
export interface CallbackFacts {
  readonly kind: 'callback'
  readonly connection: ConnectionFacts
  /** 1 for the first request on its connection, 2 for the next one, … */
  readonly requestNumber: number
  /** Length of request line and headers (with the empty line) within the raw bytes. */
  readonly headLength: number
  readonly framing: Framing
  readonly times: PhaseTimes
  /**
   * Status that was decided on at arrival; 0 when there was nobody to answer (a request judged from a file), when a rule gives no
   * answer, and when an upstream is asked (`outcome.status` then tells).
   */
  readonly answerStatus: number
  /** The body of that answer is an HTML page, of this kind; absent: it is none. */
  readonly answerPage?: PageKind
  /** True when our own simulator sent it. */
  readonly simulated: boolean
  /** Run and clock of the simulator; absent without a run (a single demonstration callback). */
  readonly simulation?: SimulationMark
  /** The rule that answered; absent when none held. */
  readonly rule?: AppliedRule
}

export interface ConnectionEventFacts {
  readonly kind: 'connection'
  readonly connection: ConnectionFacts
  readonly requestNumber: number
  readonly trouble: ConnectionTrouble
  /** How many bytes came in all; the raw bytes kept may be fewer (the first ones). */
  readonly bytesSeen: number
}

export type EntryFacts = CallbackFacts | ConnectionEventFacts

/** What became of an answer. */
export interface AnswerOutcome {
  readonly sent: boolean
  /** Milliseconds from the last byte of the request to the answer, or to the moment when the connection was closed instead. */
  readonly afterMs: number | null
  /** The status that was sent, when it is another than was decided on at arrival: an upstream gave it. */
  readonly status?: number
}

/** One arrival as the archive gives it back. */
export interface StoredEntry {
  readonly sequence: number
  /** Wall clock, milliseconds since 1970, with fraction. */
  readonly receivedAt: number
  readonly raw: Uint8Array
  readonly facts: EntryFacts
  /** What became of the answer, once known. */
  readonly outcome: AnswerOutcome | null
}

/** `<archive id>-<sequence>`: unique over archives, short enough to say. */
export function entryId(archiveId: string, sequence: number): string {
  return `${archiveId}-${String(sequence)}`
}
