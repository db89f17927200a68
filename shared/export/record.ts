import type { ConnectionFacts, Peer, RequestHead } from '../model/callback.ts'
import type { RowDelivery } from '../model/inbox.ts'
import type { Recognition } from '../model/recognition.ts'
import type { CallbackFacts, ConnectionEventFacts, StoredEntry } from '../model/stored.ts'
import { entryId } from '../model/stored.ts'
import type { Verdict } from '../model/verdict.ts'
import type { CallbackRecord, ConnectionRecord } from './record-schema.ts'
import { RECORD_FORMAT } from './record-schema.ts'

/** Bytes to base64 (RFC 4648 §4); handed in, since only the engine has a fast one. */
export type Base64 = (bytes: Uint8Array) => string

/** What is needed beside the stored entry to write a callback down. */
export interface CallbackPieces {
  readonly archiveId: string
  readonly base64: Base64
  readonly head: RequestHead
  /** Body without chunk framing, as received (not decompressed). */
  readonly body: Uint8Array
  readonly recognition: Recognition
  readonly verdict: Verdict
  /** The verdict in one sentence. */
  readonly headline: string
  /** Which attempt of which delivery it is; absent: of none. */
  readonly delivery?: RowDelivery
}

/** An entry whose facts are known to be of one kind. */
export type EntryOf<F> = Omit<StoredEntry, 'facts'> & { readonly facts: F }

/** Takes an entry, says whether it is a callback, so that its facts can be read as such. */
export function isCallback(entry: StoredEntry): entry is EntryOf<CallbackFacts> {
  return entry.facts.kind === 'callback'
}

/** The counterpart of `isCallback`. */
export function isConnectionEvent(entry: StoredEntry): entry is EntryOf<ConnectionEventFacts> {
  return entry.facts.kind === 'connection'
}

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** An empty address is the model's word for "not known". */
const known = (peer: Peer): Peer | null => (peer.address === '' ? null : peer)

const hadSocket = (facts: ConnectionFacts): boolean => facts.local.address !== ''

function connectionOf(facts: ConnectionFacts, requestNumber: number): CallbackRecord['connection'] {
  return { number: facts.number, requestNumber, local: known(facts.local), scheme: facts.scheme }
}

function answerOf(entry: EntryOf<CallbackFacts>): CallbackRecord['answer'] {
  const { answerStatus, rule } = entry.facts
  const status = entry.outcome?.status ?? answerStatus
  return {
    status: status === 0 ? null : status,
    sent: entry.outcome?.sent ?? null,
    afterMs: entry.outcome?.afterMs ?? null,
    rule: rule === undefined ? null : { profile: rule.profile, name: rule.name, attempt: rule.attempt, act: rule.act },
  }
}

function simulationOf({ simulation }: CallbackFacts): CallbackRecord['simulation'] {
  return simulation === undefined ? null : { run: simulation.run, at: isoOf(simulation.at) }
}

/**
 * Writes one callback down as the exported object of format 1.
 * In: the stored entry and what judging found. Out: a plain object that `callbackRecordSchema` accepts.
 * The bytes are exact; nothing in them is masked.
 */
export function exportCallback(entry: EntryOf<CallbackFacts>, pieces: CallbackPieces): CallbackRecord {
  const { facts } = entry
  const { recognition, head } = pieces
  return {
    type: 'callback',
    format: RECORD_FORMAT,
    id: entryId(pieces.archiveId, entry.sequence),
    sequence: entry.sequence,
    receivedAt: isoOf(entry.receivedAt),
    family: recognition.family,
    eventType: recognition.eventType,
    reference: recognition.reference,
    parameters: recognition.parameters,
    matchedBy: recognition.matchedBy,
    profile: recognition.profileName,
    template: recognition.template,
    simulated: facts.simulated,
    simulation: simulationOf(facts),
    headline: pieces.headline,
    method: head.method,
    target: head.target,
    httpVersion: head.httpVersion,
    headers: head.headers,
    framing: facts.framing,
    bodyBase64: pieces.base64(pieces.body),
    rawBase64: pieces.base64(entry.raw),
    peer: known(facts.connection.peer),
    connection: connectionOf(facts.connection, facts.requestNumber),
    tls: facts.connection.tls,
    times: hadSocket(facts.connection) ? facts.times : null,
    answer: answerOf(entry),
    notes: recognition.notes,
    verdict: pieces.verdict,
    ...(pieces.delivery === undefined ? {} : { delivery: deliveryOf(pieces.archiveId, pieces.delivery) }),
  }
}

function deliveryOf(archiveId: string, { id, number, of, confidence }: RowDelivery): CallbackRecord['delivery'] {
  return { id: entryId(archiveId, id), attempt: number, of, confidence }
}

/** Writes one connection event down as the exported object of format 1 (`connectionRecordSchema`). */
export function exportConnection(
  entry: EntryOf<ConnectionEventFacts>,
  archiveId: string,
  base64: Base64,
): ConnectionRecord {
  const { connection, requestNumber, trouble, bytesSeen } = entry.facts
  return {
    type: 'connection',
    format: RECORD_FORMAT,
    id: entryId(archiveId, entry.sequence),
    sequence: entry.sequence,
    receivedAt: isoOf(entry.receivedAt),
    cause: trouble.cause,
    code: trouble.code,
    summary: trouble.summary,
    hello: trouble.hello,
    answered: trouble.answered,
    bytesSeen,
    rawBase64: base64(entry.raw),
    peer: known(connection.peer),
    connection: connectionOf(connection, requestNumber),
    tls: connection.tls,
  }
}
