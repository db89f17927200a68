import { PUBLISHED_DELAYS } from '../ladder/ladder.ts'
import type { GroupRequest } from './types.ts'

/** A request for tests of grouping: one of a legacy delivery that was refused, unless changed. `at` in ms since 1970. */
export function sampleRequest(changes: Pick<GroupRequest, 'sequence' | 'at'> & Partial<GroupRequest>): GroupRequest {
  return {
    lastedMs: 20,
    key: 1,
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
