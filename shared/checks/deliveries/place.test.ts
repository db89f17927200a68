import { describe, expect, test } from 'vitest'
import { grow } from './grow.ts'
import { outcomeOf } from './outcome.ts'
import { place } from './place.ts'
import { readDelivery, stateOf } from './reading.ts'
import { sampleRequest } from './testing-request.ts'
import type { Delivery, GroupRequest } from './types.ts'

const NOON = Date.UTC(2026, 5, 2, 12)

/** A request so many seconds after noon. */
function request(seconds: number, changes: Partial<GroupRequest> = {}): GroupRequest {
  const sequence = Math.round(seconds * 1000) + 1
  return sampleRequest({ sequence, at: NOON + seconds * 1000, lastedMs: 30, ...changes })
}

/** Groups requests in their order; the latest delivery first, as the archive gives them. */
function group(...requests: readonly GroupRequest[]): readonly Delivery[] {
  let all: Delivery[] = []
  for (const one of requests) {
    const delivery = grow(one, place(one, all))
    all = [delivery, ...all.filter(({ id }) => id !== delivery.id)]
  }
  return all.toSorted((one, other) => one.id - other.id)
}

const done = { status: 204, outcome: 'delivered' } as const
const shape = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ attempts }) => attempts.map(({ requests }) => requests.length))

describe('one attempt', () => {
  const post = { eventType: 'BOOKED', method: 'POST', body: 'b' }
  test('a POST that fails and its GET', () => {
    expect(shape(group(request(0, { ...post, status: 405 }), request(0.2, { eventType: 'BOOKED', ...done })))).toEqual([
      [2],
    ])
  })
  test('the GET of a POST that timed out', () => {
    const silent = { ...post, outcome: 'unanswered', lastedMs: null } as const
    const [delivery] = group(request(0, silent), request(5.2, { eventType: 'BOOKED', ...done }))
    expect(delivery?.attempts).toHaveLength(1)
    expect(delivery?.body).toBe('b')
  })
  test('two user agents', () => {
    const deliveries = group(request(0, { status: 403 }), request(0.1, { agent: 'Other', ...done }))
    expect(shape(deliveries)).toEqual([[2]])
    expect(deliveries.map((one) => readDelivery(one).outcomes)).toEqual([['delivered']])
  })
  test('UNFREEZE has no second method', () => {
    expect(shape(group(request(0), request(0.2, { method: 'POST' })))).toEqual([[1, 1]])
  })
  test('the same request sooner than any schedule is a repetition', () => {
    const [delivery] = group(request(0, done), request(2, done))
    expect(delivery?.attempts[0]?.requests.map(({ repeat }) => repeat)).toEqual([false, true])
  })
  test('a flood is counted, not listed', () => {
    const flood = Array.from({ length: 100 }, (_, index) => request(index / 100))
    expect(group(...flood)[0]?.attempts[0]).toMatchObject({ more: 84 })
  })
})

describe('one delivery', () => {
  test('attempts on the ladder', () => {
    expect(shape(group(request(0), request(30), request(75), request(135, done)))).toEqual([[1, 1, 1, 1]])
  })
  test('a duplicate after a success stays with it', () => {
    const [delivery] = group(request(0, done), request(30.4, done))
    expect(delivery?.attempts).toHaveLength(2)
    expect(readDelivery(delivery as Delivery).delivered).toBe(0)
  })
  test.each([600, 3600, 86_400])(
    'the same request %d s after a success is another delivery, linked, which begins with 1',
    (gap) => {
      const deliveries = group(request(0, done), request(gap, done))
      expect(shape(deliveries)).toEqual([[1], [1]])
      expect(deliveries[1]?.follows).toBe(deliveries[0]?.id)
      expect(deliveries.flatMap((one) => readDelivery(one).numbers.map(({ number }) => number))).toEqual([1, 1])
    },
  )
  test('only the rung that is due after a success continues a delivery, whatever numbers another rung would give', () => {
    const numbers = (...requests: readonly GroupRequest[]) =>
      group(...requests).map((one) => readDelivery(one).numbers.map(({ number }) => number))
    // Attempts 1, 2 and 3 (0 s, 30 s, 45 s); the second was accepted, and the bank did not hear of it.
    expect(numbers(request(0), request(30, done), request(75, done))).toEqual([[1, 2, 3]])
    // 90 s is the rung between attempts 4 and 5, not the one that is due.
    expect(numbers(request(0), request(30, done), request(120, done))).toEqual([[1, 2], [1]])
    // A ladder that was only seen from its middle on is read as such, also after a success.
    expect(numbers(request(0), request(2700), request(6300, done), request(11_700, done))).toEqual([[12, 13, 14, 15]])
  })
  test('a delivery that was split off by hand may begin at any rung, also after a success', () => {
    const [first] = group(request(30, done))
    const split = { ...(first as Delivery), byHand: true }
    expect(place(request(75, done), [split])).toMatchObject({ kind: 'next' })
    expect(place(request(75, done), [{ ...split, byHand: false }])).toMatchObject({ kind: 'new' })
  })
  test('two bodies are two deliveries', () => {
    const update = { eventType: 'UPDATE', method: 'POST' }
    expect(group(request(0, { ...update, body: 'a' }), request(0.4, { ...update, body: 'b' }))).toHaveLength(2)
  })
  test('tests that are triggered again are new ones, and linked', () => {
    const deliveries = group(request(0, { ...done, eventType: 'TEST' }), request(8, { ...done, eventType: 'TEST' }))
    expect(deliveries.map(({ follows }) => follows)).toEqual([null, 1])
  })
  test('the same request after the ladder has ended is another delivery, and linked', () => {
    const deliveries = group(request(0), request(140_000))
    expect(deliveries.map(({ follows }) => follows)).toEqual([null, 1])
  })
  test('a clock that was set back does not tear it apart', () => {
    expect(shape(group(request(0), request(30), request(-3600), request(-3540)))).toEqual([[1, 1, 1, 1]])
  })
  test('without a schedule attempts are counted, however far apart', () => {
    const mapi = { family: 'mapi', eventType: 'AUTHORIZATION', body: 'x', delays: null } as const
    const [delivery] = group(request(0, mapi), request(4000, mapi), request(90_000, { ...mapi, ...done }))
    const reading = readDelivery(delivery as Delivery)
    expect(reading.numbers.map(({ number, of }) => [number, of])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ])
    expect(reading.lastChanceAt).toBeNull()
  })
  test('more attempts than any ladder has begin another one', () => {
    const mapi = { family: 'mapi', eventType: 'AUTHORIZATION', body: 'x', delays: null } as const
    const many = Array.from({ length: 70 }, (_, index) => request(index * 60, mapi))
    expect(group(...many).map(({ attempts }) => attempts.length)).toEqual([64, 6])
  })
})

test('the state of a delivery follows the clock', () => {
  const [delivery] = group(request(0), request(30))
  const reading = readDelivery(delivery as Delivery)
  expect(stateOf(reading, NOON + 40_000)).toBe('waiting')
  expect(stateOf(reading, NOON + 130_340_000)).toBe('waiting')
  expect(stateOf(reading, NOON + 130_351_000)).toBe('lost')
  const [accepted] = group(request(0, done))
  expect(stateOf(readDelivery(accepted as Delivery), NOON)).toBe('delivered')
  const [open] = group(request(0, { delays: null }))
  expect(stateOf(readDelivery(open as Delivery), NOON + 9e9)).toBe('open')
})

test('what a run leaves when it ends waits for nothing', () => {
  const [cut] = group(request(0), request(30))
  const reading = readDelivery(cut as Delivery)
  for (const end of ['stopped', 'interrupted', 'over'] as const) expect(stateOf(reading, NOON, end)).toBe('ended')
  expect(stateOf(reading, NOON, null)).toBe('waiting')
  const [accepted] = group(request(0, done))
  expect(stateOf(readDelivery(accepted as Delivery), NOON, 'stopped')).toBe('delivered')
  const [open] = group(request(0, { delays: null }))
  expect(stateOf(readDelivery(open as Delivery), NOON, 'stopped')).toBe('ended')
  const [whole] = group(request(0, { delays: [30] }), request(30, { delays: [30] }))
  expect(stateOf(readDelivery(whole as Delivery), NOON + 30_000, 'stopped')).toBe('lost')
})

test('what the bank makes of an answer', () => {
  const of = (status: number, sent: boolean | null = true, afterMs: number | null = 20) =>
    outcomeOf({ status, sent, afterMs })
  expect([of(204), of(299, true, 5000), of(200, true, 5001)]).toEqual(['delivered', 'delivered', 'late'])
  expect([of(302), of(404), of(0, false), of(204, null), of(0, null)]).toEqual([
    'redirect',
    'refused',
    'unanswered',
    'unknown',
    'unknown',
  ])
})
