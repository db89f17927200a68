import { afterEach, expect, it } from 'vitest'
import { systemClocks } from '../clocks.ts'
import { settled, startEngine } from '../resilience/testing.ts'
import type { Started } from '../resilience/testing.ts'
import { factsOf, get, rule, send, status, statusOf } from './testing.ts'

/* Sequences count the attempts that the Deliveries panel shows: real sockets, real archive, and a wall clock that is set by hand. */

let started: Started | null = null
afterEach(async () => started?.stop())

const BODY = '{"addedPaymentSpecificationLines":[]}'
const JAVA = 'User-Agent: Java/17\r\n'
const OTHER = 'User-Agent: Apache-HttpClient/4.5\r\n'
const booked = (id: string) => ({
  post: get(`/x/booked/paymentId/${id}`, JAVA, 'POST', BODY),
  get: get(`/x/booked/paymentId/${id}`, JAVA),
  other: get(`/x/booked/paymentId/${id}`, OTHER, 'POST', BODY),
})

/** What the rule counted for a callback, and what its row shows of the delivery. */
async function both(engine: Started, sequence: number) {
  const { facts, row } = await factsOf(engine, sequence)
  return { counted: facts.rule?.attempt, shown: row?.delivery?.number, delivery: row?.delivery?.id }
}

it('counts pairs, two agents and several deliveries as they are grouped', async () => {
  let now = Date.parse('2026-06-01T10:00:00Z')
  const clocks = { ...systemClocks, wall: () => now }
  started = await startEngine({ clocks, answerRules: [rule('later', [status(503, { attempts: 3 }), status(204)])] })
  const engine = started
  const one = booked('order-1')
  const two = booked('order-2')
  const answered: number[] = []
  const play = async (requests: readonly string[]) => {
    for (const request of requests) {
      answered.push(statusOf(await send(engine, request)))
      now += 40
    }
  }
  await play([one.post, one.get, two.post, two.other])
  now += 30_000
  await play([two.post, one.post, two.other, one.get])
  now += 45_000
  // The second order is heard of once only this time.
  await play([one.post, one.get, two.other])
  now += 60_000
  await play([two.post, one.post])
  expect(answered).toEqual([...Array.from({ length: 11 }, () => 503), 204, 204])
  await settled(engine.engine)
  const seen = await Promise.all(answered.map((_, index) => both(engine, index + 1)))
  expect(seen.map(({ counted }) => counted)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4])
  expect(seen.map(({ shown }) => shown)).toEqual(seen.map(({ counted }) => counted))
  expect(new Set(seen.map(({ delivery }) => delivery)).size).toBe(2)
})

it('begins anew with a new delivery, and leaves alone what other rules answered', async () => {
  started = await startEngine({})
  const test = get('/x?event-type=TEST&param1=a')
  expect(statusOf(await send(started, test))).toBe(204)
  started.useRules([rule('later', [status(503, { attempts: 2 }), status(204)])])
  const answered: number[] = []
  for (let index = 0; index < 4; index += 1) answered.push(statusOf(await send(started, test)))
  // A test that succeeded is over; the next one that looks alike is another delivery.
  expect(answered).toEqual([503, 503, 204, 503])
})

it('begins with the first attempt that it answers, in the middle of a delivery', async () => {
  started = await startEngine({ answerRules: [rule('closed', [status(503)])] })
  const { post } = booked('order-3')
  expect(statusOf(await send(started, post))).toBe(503)
  expect(statusOf(await send(started, post))).toBe(503)
  started.useRules([rule('later', [status(500, { attempts: 2 }), status(204)])])
  const answered: number[] = []
  for (let index = 0; index < 3; index += 1) answered.push(statusOf(await send(started, post)))
  expect(answered).toEqual([500, 500, 204])
})

it('counts what is no callback of the bank as well', async () => {
  started = await startEngine({ answerRules: [rule('later', [status(500, { attempts: 2 }), status(204)])] })
  const answered: number[] = []
  for (const path of ['/health', '/health', '/other', '/health'])
    answered.push(statusOf(await send(started, get(path))))
  expect(answered).toEqual([500, 500, 500, 204])
})
