import type { ConnectionFacts, Framing, PhaseTimes } from './callback.ts'
import type { ConnectionTrouble } from './connection-event.ts'

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
  /** Status that was decided on at arrival; 0 when there was nobody to answer (a request judged from a file). */
  readonly answerStatus: number
  /** True when our own demonstration sender made it. */
  readonly simulated: boolean
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

/** One arrival as the archive gives it back. */
export interface StoredEntry {
  readonly sequence: number
  /** Wall clock, milliseconds since 1970, with fraction. */
  readonly receivedAt: number
  readonly raw: Uint8Array
  readonly facts: EntryFacts
  /** What became of the answer, once known. */
  readonly outcome: { readonly sent: boolean; readonly afterMs: number | null } | null
}

/** `<archive id>-<sequence>`: unique over archives, short enough to say. */
export function entryId(archiveId: string, sequence: number): string {
  return `${archiveId}-${String(sequence)}`
}
