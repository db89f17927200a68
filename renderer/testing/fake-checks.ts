import { CHECK_ITEMS } from '../../shared/facts/preflight/items.ts'
import { checkFinding, checklistItem } from '../../shared/preflight/finding.ts'
import { judgePublicTest } from '../../shared/preflight/public-test.ts'
import type { CHECK_METHODS } from '../../shared/protocol/checks.ts'
import type { EventData, Handlers, MethodResult } from '../../shared/protocol/table.ts'

/** Endpoint checks of the page's own engine: one finished answer for each. */
export function createFakeChecks(
  emit: (event: 'check.changed', data: EventData<'check.changed'>) => void,
  now: number,
): Pick<Handlers, keyof typeof CHECK_METHODS> {
  let last = 0
  return {
    'check.start': ({ url, ownAuthority }) => {
      const check = ++last
      const items = CHECK_ITEMS.map(({ id }) => {
        if (id === 'chain')
          return checklistItem(id, 'shop.example.com.', [
            checkFinding('CHAIN_INCOMPLETE', { missing: 'CN=Example CA' }),
          ])
        return checklistItem(id, 'As it should be.', [])
      })
      const view = {
        check,
        url,
        checkedAt: now,
        rehearsal: ownAuthority,
        finished: true,
        verdict: 'fail',
        outside: [],
      } as const
      // After the answer, as the engine does.
      queueMicrotask(() => emit('check.changed', { ...view, items }))
      return { check }
    },
    'check.cancel': () => ({}),
  }
}

/** A self-test through a public name that arrived with a part of its path cut off. */
export function samplePublicTest(url: string, now: number): MethodResult<'listeners.publicTest'> {
  const address = '203.0.113.80'
  const arrival = {
    at: now,
    scheme: 'https',
    local: { address: '127.0.0.1', port: 8443 },
    peer: { address: '127.0.0.1', port: 50_000 },
    target: '/callback?paymentId=1',
    host: 'shop.example.com',
    forwarded: '203.0.113.80',
    misplaced: false,
  } as const
  const answer = {
    ...({ method: 'GET', outcome: 'answer', reason: null, status: 204, location: null, challenge: null } as const),
    ...({ contentType: null, ms: 12, body: 'complete', bodyStart: '', interim: 0 } as const),
  }
  const leg = { address, port: 443, range: 'public', own: false, connect: 'connected', refused: null } as const
  const seen = { target: '/shop/callback?paymentId=1', host: 'shop.example.com', stopped: null, given: false }
  return { url, at: now, ...judgePublicTest({ ...seen, legs: [{ ...leg, secured: true, answer, arrival }] }) }
}
