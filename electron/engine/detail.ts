import type { StoredEntry } from '../../shared/model/stored.ts'
import { entryId } from '../../shared/model/stored.ts'
import type { CallbackFacts, ConnectionEventFacts } from '../../shared/model/stored.ts'
import type { HeaderPair } from '../../shared/model/callback.ts'
import type { CallbackDetail, ConnectionDetail, DigestSearch } from '../../shared/protocol/views.ts'
import { bankPeer } from '../../shared/checks/bank-peer.ts'
import { headline } from '../../shared/checks/headline.ts'
import { parseTarget } from '../../shared/checks/target.ts'
import { decodeBody } from './verify/body.ts'
import type { Judgement } from './verify/types.ts'
import { addressTools } from './verify/addresses.ts'
import { wireBody } from './verify/wire-body.ts'

function headerValue(headers: readonly HeaderPair[], name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
}

/** When the answer went out, on the clock of the other phases; null while nothing was sent. */
function answeredAt(facts: CallbackFacts, entry: StoredEntry): number | null {
  const afterMs = entry.outcome?.afterMs ?? null
  return afterMs === null ? null : facts.times.bodyEnd + afterMs
}

function answerOf({ outcome }: StoredEntry, facts: CallbackFacts): CallbackDetail['answer'] {
  const { sent, afterMs } = outcome ?? { sent: null, afterMs: null }
  return { status: outcome?.status ?? facts.answerStatus, sent, afterMs, rule: facts.rule ?? null }
}

/** Everything that the detail pane and `entry.detail` show of a callback, but its bytes and its delivery. */
export function callbackDetail(
  archiveId: string,
  entry: StoredEntry,
  facts: CallbackFacts,
  judgement: Judgement,
  decodedLimit: number,
  digestSearch: DigestSearch | null,
): Omit<CallbackDetail, 'delivery'> {
  const { head, recognition, verdict } = judgement
  const body = wireBody(entry)
  const decoded = decodeBody(body, head.headers, decodedLimit)
  return {
    kind: 'callback',
    id: entryId(archiveId, entry.sequence),
    sequence: entry.sequence,
    receivedAt: entry.receivedAt,
    headline: headline(recognition, verdict),
    family: recognition.family,
    eventType: recognition.eventType,
    reference: recognition.reference,
    parameters: recognition.parameters,
    matchedBy: recognition.matchedBy,
    profileName: recognition.profileName,
    template: recognition.template,
    notes: recognition.notes,
    method: head.method,
    target: head.target,
    httpVersion: head.httpVersion,
    query: parseTarget(head.target).query,
    headers: head.headers,
    framing: facts.framing,
    headLength: facts.headLength,
    rawLength: entry.raw.length,
    bodyLength: body.length,
    decoded: { codings: decoded.codings, length: decoded.bytes?.length ?? null, note: decoded.note },
    contentType: headerValue(head.headers, 'content-type'),
    connection: facts.connection,
    requestNumber: facts.requestNumber,
    times: { ...facts.times, answered: answeredAt(facts, entry) },
    answer: answerOf(entry, facts),
    simulated: facts.simulated,
    simulation: facts.simulation ?? null,
    verdict,
    digest: judgement.digest,
    digestSearch,
    jws: judgement.jws,
  }
}

/** Everything that is known of a connection event, but its bytes. */
export function connectionDetail(archiveId: string, entry: StoredEntry, facts: ConnectionEventFacts): ConnectionDetail {
  const { cause, code, summary, hello, answered } = facts.trouble
  return {
    kind: 'connection',
    id: entryId(archiveId, entry.sequence),
    sequence: entry.sequence,
    receivedAt: entry.receivedAt,
    cause,
    code,
    summary,
    connection: facts.connection,
    hello,
    bank: bankPeer(facts.connection.peer.address, entry.receivedAt, addressTools),
    answered,
    rawLength: entry.raw.length,
    bytesSeen: facts.bytesSeen,
  }
}
