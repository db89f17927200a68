import { FAMILIES } from '../../../shared/model/callback.ts'
import { CONNECTION_CAUSES } from '../../../shared/model/connection-event.ts'
import type { InboxRow } from '../../../shared/model/inbox.ts'
import type { AnswerOutcome, EntryFacts, StoredEntry } from '../../../shared/model/stored.ts'
import { LIGHT_NAMES, LIGHT_STATES } from '../../../shared/model/verdict.ts'
import type { LightName, LightState, LightStates } from '../../../shared/model/verdict.ts'
import { packAttempt, unpackAttempt } from './attempt-codec.ts'
import type { SqlRow, SqlValue } from './sqlite.ts'

/* Rows of the inbox as columns, and back. Closed sets are stored as their places in the lists of shared/model. */

const BASE = LIGHT_STATES.length

export const kindCode = (kind: InboxRow['kind']): number => (kind === 'callback' ? 0 : 1)

/** Five states as one number: base 5, first light lowest. */
export function packLights(lights: LightStates): number {
  return lights.reduceRight((packed, state) => packed * BASE + LIGHT_STATES.indexOf(state), 0)
}

export function unpackLights(packed: number): LightStates {
  const at = (place: number): LightState => LIGHT_STATES[Math.floor(packed / BASE ** place) % BASE] ?? 'unchecked'
  return [at(0), at(1), at(2), at(3), at(4)]
}

/** What a state of a light adds to the packed number for each step in LIGHT_STATES. */
const weightOf = (name: LightName): number => BASE ** LIGHT_NAMES.indexOf(name)

/** SQL for one light of the packed column, as its place in LIGHT_STATES. */
export const lightSql = (name: LightName): string => `(lights / ${String(weightOf(name))}) % ${String(BASE)}`

/** The packed number with one light in another state. */
export function withLight(packed: number, name: LightName, state: LightState): number {
  const before = Math.floor(packed / weightOf(name)) % BASE
  return packed + (LIGHT_STATES.indexOf(state) - before) * weightOf(name)
}

/** Every packed number in which one light has one state: what an index on the packed column is asked for. */
export function packedWith(name: LightName, state: LightState): readonly number[] {
  const place = LIGHT_NAMES.indexOf(name)
  const digit = LIGHT_STATES.indexOf(state)
  const all = Array.from({ length: BASE ** LIGHT_NAMES.length }, (_, packed) => packed)
  return all.filter((packed) => Math.floor(packed / BASE ** place) % BASE === digit)
}

// Half a surrogate pair; under the u flag a whole pair is one code point and does not match.
const HALF = /\p{Cs}/gu

/** Text that UTF-8 can hold: half surrogate pairs become U+FFFD. */
export const wellFormed = (text: string): string => text.replace(HALF, '\uFFFD')

/**
 * Text for a column. One driver cuts TEXT at a NUL, so NUL is written as U+F8FF 0 and U+F8FF itself as U+F8FF 1;
 * half surrogate pairs, which UTF-8 cannot hold, become U+FFFD.
 */
export function textColumn(text: string): string {
  const whole = wellFormed(text)
  return /[\0\uF8FF]/.test(whole)
    ? whole.replace(/[\0\uF8FF]/g, (char) => (char === '\0' ? '\uF8FF0' : '\uF8FF1'))
    : whole
}

export function textValue(column: string): string {
  return column.includes('\uF8FF')
    ? column.replace(/\uF8FF[01]/g, (pair) => (pair === '\uF8FF0' ? '\0' : '\uF8FF'))
    : column
}

export const ROW_COLUMNS =
  'sequence, kind, received_at, family, event_type, reference, method, target, status, size, peer, cause, simulated, delivery, attempt'

/** For a SELECT from entry_index: the columns of a row, its lights with them. */
export const WHOLE_ROW = `${ROW_COLUMNS}, (SELECT lights FROM light WHERE light.sequence = entry_index.sequence) AS lights`

/** The values of ROW_COLUMNS for one row; its lights are kept apart. */
export function rowValues(row: InboxRow): SqlValue[] {
  return [
    row.sequence,
    kindCode(row.kind),
    row.receivedAt,
    FAMILIES.indexOf(row.family),
    row.eventType === null ? null : textColumn(row.eventType),
    row.reference === null ? null : textColumn(row.reference),
    textColumn(row.method),
    textColumn(row.target),
    row.status,
    row.size,
    textColumn(row.peer),
    row.cause === null ? null : CONNECTION_CAUSES.indexOf(row.cause),
    row.simulated ? 1 : 0,
    row.delivery?.id ?? null,
    row.delivery === undefined ? null : packAttempt(row.delivery),
  ]
}

const text = (value: SqlRow[string] | undefined): string => textValue(String(value ?? ''))
const maybeText = (value: SqlRow[string] | undefined): string | null => (value == null ? null : text(value))
const maybeNumber = (value: SqlRow[string] | undefined): number | null => (value == null ? null : Number(value))

/** Takes a row of entry_index (WHOLE_ROW), gives the row of the inbox. */
export function inboxRow(row: SqlRow): InboxRow {
  const cause = maybeNumber(row['cause'])
  return {
    sequence: Number(row['sequence']),
    kind: row['kind'] === 0 ? 'callback' : 'connection',
    receivedAt: Number(row['received_at']),
    family: FAMILIES[Number(row['family'])] ?? 'unknown',
    eventType: maybeText(row['event_type']),
    reference: maybeText(row['reference']),
    method: text(row['method']),
    target: text(row['target']),
    status: maybeNumber(row['status']),
    size: Number(row['size']),
    peer: text(row['peer']),
    lights: unpackLights(Number(row['lights'])),
    cause: cause === null ? null : (CONNECTION_CAUSES[cause] ?? null),
    simulated: row['simulated'] === 1,
    ...(row['delivery'] == null
      ? {}
      : { delivery: { id: Number(row['delivery']), ...unpackAttempt(Number(row['attempt'])) } }),
  }
}

/** Takes a row of arrival joined with `sent`, `after_ms` and `status` of its index row, gives the entry. */
export function storedEntry(row: SqlRow): StoredEntry {
  const raw = row['raw']
  // Written by this program with JSON.stringify from an EntryFacts, in a file with our mark and version.
  const facts = JSON.parse(String(row['facts'])) as EntryFacts
  return {
    sequence: Number(row['sequence']),
    receivedAt: Number(row['received_at']),
    raw: raw instanceof Uint8Array ? raw : new Uint8Array(),
    facts,
    outcome: outcomeOf(row, facts),
  }
}

function outcomeOf(row: SqlRow, facts: EntryFacts): AnswerOutcome | null {
  const sent = maybeNumber(row['sent'])
  if (sent === null) return null
  const outcome = { sent: sent === 1, afterMs: maybeNumber(row['after_ms']) }
  const status = maybeNumber(row['status'])
  const planned = facts.kind === 'callback' ? facts.answerStatus : status
  return status === null || status === planned ? outcome : { ...outcome, status }
}
