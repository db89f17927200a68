import type { InboxRow } from '../../shared/model/inbox.ts'
import type { ConnectionCause } from '../../shared/model/connection-event.ts'
import { lightStates } from '../../shared/model/verdict.ts'
import type { LightStates } from '../../shared/model/verdict.ts'
import type { CallbackFacts, ConnectionEventFacts, StoredEntry } from '../../shared/model/stored.ts'
import type { Judgement } from './verify/types.ts'

const LONGEST_TARGET = 512
/** Causes that are a fault of the transport itself; the others are about what was sent over it. */
const TRANSPORT_CAUSES: readonly ConnectionCause[] = [
  'tls-failed',
  'tls-too-old',
  'tls-no-cipher',
  'tls-untrusted',
  'tls-wrong-name',
  'tls-certificate-refused',
  'tls-client-left',
  'tls-timeout',
  'plain-http-on-tls',
  'tls-on-plain-http',
]

function troubleLights(facts: ConnectionEventFacts): LightStates {
  const no = 'not-applicable'
  const transport = TRANSPORT_CAUSES.includes(facts.trouble.cause) ? 'fail' : no
  return [no, no, no, transport, transport === no ? 'fail' : no]
}

/** The status that was answered; null when a rule answers nothing, or the upstream has not answered yet. */
export function sentStatus({ outcome }: StoredEntry, { answerStatus, rule }: CallbackFacts): number | null {
  const status = outcome?.status ?? answerStatus
  return status === 0 && rule !== undefined ? null : status
}

/** The row of a judged callback. */
export function callbackRow(entry: StoredEntry, facts: CallbackFacts, judgement: Judgement): InboxRow {
  const { head, recognition, verdict } = judgement
  return {
    sequence: entry.sequence,
    kind: 'callback',
    receivedAt: entry.receivedAt,
    family: recognition.family,
    eventType: recognition.eventType,
    reference: recognition.reference,
    method: head.method,
    target: head.target.slice(0, LONGEST_TARGET),
    status: sentStatus(entry, facts),
    size: entry.raw.length,
    peer: facts.connection.peer.address,
    lights: lightStates(verdict),
    cause: null,
    simulated: facts.simulated,
  }
}

/** The row of something that never became a callback. */
export function troubleRow(entry: StoredEntry, facts: ConnectionEventFacts): InboxRow {
  return {
    sequence: entry.sequence,
    kind: 'connection',
    receivedAt: entry.receivedAt,
    family: 'unknown',
    eventType: null,
    reference: null,
    method: '',
    target: '',
    status: facts.trouble.answered,
    size: facts.bytesSeen,
    peer: facts.connection.peer.address,
    lights: troubleLights(facts),
    cause: facts.trouble.cause,
    simulated: false,
  }
}
