import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import { PUBLISHED_DELAYS } from '../../../shared/checks/ladder/ladder.ts'
import type { InboxRow } from '../../../shared/model/inbox.ts'
import type { IndexEntry } from '../store/types.ts'

/* For tests of grouping in an archive. */

export const NOON = Date.UTC(2026, 5, 2, 12)

/** A request `seconds` after noon that was refused, unless changed. */
export function request(sequence: number, seconds: number, changes: Partial<GroupRequest> = {}): GroupRequest {
  return {
    sequence,
    at: NOON + seconds * 1000,
    lastedMs: 20,
    key: 7,
    body: '',
    method: 'GET',
    agent: 'Java/17',
    family: 'legacy',
    eventType: 'UNFREEZE',
    reference: '10000016',
    facet: null,
    simulated: false,
    run: null,
    status: 503,
    outcome: 'refused',
    delays: PUBLISHED_DELAYS,
    ...changes,
  }
}

/** Its row in the inbox. */
export function rowOf({ sequence, at, family, eventType, reference, method, status }: GroupRequest): InboxRow {
  const lights = ['pass', 'pass', 'pass', 'pass', 'pass'] as const
  const rest = { target: '/', size: 10, peer: '127.0.0.1', lights, cause: null, simulated: false }
  return { sequence, kind: 'callback', receivedAt: at, family, eventType, reference, method, status, ...rest }
}
/** As it is indexed. */
export const entryOf = (grouping: GroupRequest): IndexEntry => ({
  row: rowOf(grouping),
  grouping,
  searchText: '',
  outcome: { sent: true, afterMs: 20 },
})
