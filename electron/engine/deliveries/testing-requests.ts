import { sampleRequest } from '../../../shared/checks/deliveries/testing-request.ts'
import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import type { InboxRow } from '../../../shared/model/inbox.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import { openSample } from '../store/testing/samples.ts'
import type { SampleOptions } from '../store/testing/samples.ts'
import type { Archive, IndexEntry } from '../store/types.ts'

/* For tests of grouping in an archive. */

export const NOON = Date.UTC(2026, 5, 2, 12)

/** Opens an archive in which nothing may go wrong: a banner fails the test. */
export function openUntroubled(options: SampleOptions): Archive {
  const notice = (key: string, problem: Problem | null) => {
    if (problem !== null) throw new Error(`${key}: ${problem.message}`)
  }
  return openSample({ ...options, notice }).archive
}

/** A request `seconds` after noon that was refused, unless changed. */
export function request(sequence: number, seconds: number, changes: Partial<GroupRequest> = {}): GroupRequest {
  return sampleRequest({ sequence, at: NOON + seconds * 1000, key: 7, ...changes })
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
