import { expect, test } from 'vitest'
import { PUBLISHED_DELAYS } from '../../../shared/checks/ladder/ladder.ts'
import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import type { CallbackFacts } from '../../../shared/model/stored.ts'
import { createJudge } from '../verify/judge.ts'
import { profileOf } from '../verify/test-support.ts'
import type { TrustBase } from '../verify/types.ts'
import { callbackFacts } from '../store/testing/samples.ts'
import { groupRequest } from './identity.ts'

const judge = createJudge({ decodedBytes: 100_000 })

/** What grouping sees of a request. */
async function seen(
  target: string,
  options: { body?: string; host?: string; facts?: Partial<CallbackFacts>; profile?: Record<string, unknown> } = {},
): Promise<GroupRequest | null> {
  const { body, host = 'Shop.Example', profile } = options
  const length =
    body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n`
  const head = `${body === undefined ? 'GET' : 'POST'} ${target} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Java/17\r\n${length}\r\n`
  const framing = body === undefined ? 'none' : 'length'
  const facts: CallbackFacts = { ...callbackFacts, headLength: head.length, framing, ...options.facts }
  const raw = Buffer.from(head + (body ?? ''))
  const entry = { sequence: 1, receivedAt: 1000, raw, facts, outcome: { sent: true, afterMs: 12 } }
  const trust: TrustBase = { profiles: profile === undefined ? [] : [profileOf(profile)], keySets: [] }
  return groupRequest(entry, facts, await judge(entry, trust), trust.profiles, 204)
}

const UNFREEZE = '/cb?event-type=UNFREEZE&paymentId=1'

test('the same event at the same address has the same key', async () => {
  const one = await seen(UNFREEZE)
  expect(one).toMatchObject({
    family: 'legacy',
    eventType: 'UNFREEZE',
    reference: '1',
    agent: 'Java/17',
    method: 'GET',
  })
  expect(one).toMatchObject({ outcome: 'delivered', lastedMs: 12, at: 1000, body: '', delays: PUBLISHED_DELAYS })
  expect((await seen(UNFREEZE, { host: 'shop.example' }))?.key).toBe(one?.key)
  const others = [
    await seen(UNFREEZE, { host: 'other.example' }),
    await seen('/cb?event-type=UNFREEZE&paymentId=2'),
    await seen('/cb2?event-type=UNFREEZE&paymentId=1'),
    await seen('/cb?event-type=ANNULMENT&paymentId=1'),
    await seen(UNFREEZE, { facts: { simulated: true } }),
  ]
  expect(new Set([one, ...others].map((each) => each?.key)).size).toBe(6)
})

test('what is no callback of the bank belongs to no delivery', async () => {
  expect(await seen('/favicon.ico')).toBeNull()
})

test('bodies tell apart; a loan callback that was signed anew does not', async () => {
  const status = (value: string) => seen('/m', { body: `{"paymentId":"p","status":"${value}","created":"x"}` })
  const [frozen, authorized] = [await status('FROZEN'), await status('AUTHORIZED')]
  expect(frozen).toMatchObject({ family: 'mapi', facet: 'FROZEN', delays: null })
  expect(authorized?.body).not.toBe(frozen?.body)
  const event = '{"applicationReference":"A","applicationEventType":"SIGNED"}'
  const loan = (token: string) => seen('/l', { body: `{"externalApplicationEvent":${event},"jwsData":"${token}"}` })
  expect((await loan('a.b.c'))?.body).toBe((await loan('d.e.f'))?.body)
})

test('the result of a fraud control is its facet', async () => {
  const found = await seen('/cb?event-type=AUTOMATIC_FRAUD_CONTROL&paymentId=1&result=FROZEN')
  expect(found?.facet).toBe('FROZEN')
})

test('a simulated run is read by its own clock, apart from all else', async () => {
  const facts = { simulated: true, simulation: { run: 'run-1', at: 5_000_000 } }
  const found = await seen(UNFREEZE, { facts })
  expect(found).toMatchObject({ at: 5_000_000, run: 'run-1', simulated: true })
  expect(found?.key).not.toBe((await seen(UNFREEZE))?.key)
})

test('a profile may know another ladder', async () => {
  const found = await seen('/m', {
    body: '{"paymentId":"p","status":"FROZEN","created":"x"}',
    profile: { name: 'Shop', family: 'mapi', path: '/m', ladder: { delaysSeconds: [60, 300] } },
  })
  expect(found?.delays).toEqual([60, 300])
})
