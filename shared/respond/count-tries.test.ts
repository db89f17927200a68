import { expect, test } from 'vitest'
import { grow } from '../checks/deliveries/grow.ts'
import { place } from '../checks/deliveries/place.ts'
import type { Delivery, GroupRequest } from '../checks/deliveries/types.ts'
import { PUBLISHED_DELAYS } from '../checks/ladder/ladder.ts'
import { countTries, nextCount, triesUntil } from './count-tries.ts'

/* Deliveries are built as everywhere else: by `place` and `grow`. */

let sequence = 0
function request(at: number, method = 'GET', agent = 'one', body = ''): GroupRequest {
  sequence += 1
  const event = { key: 1, family: 'legacy', eventType: 'BOOKED', reference: '1', facet: null } as const
  const answer = { lastedMs: 10, status: 503, outcome: 'refused' } as const
  return {
    sequence,
    at,
    method,
    agent,
    body,
    simulated: false,
    run: null,
    delays: PUBLISHED_DELAYS,
    ...event,
    ...answer,
  }
}

function tries(...requests: readonly GroupRequest[]): readonly number[] {
  let made: Delivery[] = []
  return requests.map((one) => {
    const delivery = grow(one, place(one, made))
    made = [delivery, ...made.filter(({ id }) => id !== delivery.id)]
    return countTries(delivery)
  })
}

test('a POST with its GET is one try; so are two user agents', () => {
  expect(
    tries(request(0, 'POST', 'one', '{}'), request(5_000), request(35_000, 'POST', 'one', '{}'), request(36_000)),
  ).toEqual([1, 1, 2, 2])
  expect(tries(request(0), request(100, 'GET', 'two'), request(30_100), request(30_200, 'GET', 'two'))).toEqual([
    1, 1, 2, 2,
  ])
})

test('the same request again is a further try, however soon, and however often', () => {
  expect(tries(request(0), request(1), request(2))).toEqual([1, 2, 3])
  const flood = Array.from({ length: 40 }, (_, at) => request(at))
  expect(tries(...flood).at(-1)).toBe(40)
  expect(tries(request(0, 'POST', 'one', '{}'), request(1), request(2, 'POST', 'one', '{}'), request(3))).toEqual([
    1, 1, 2, 2,
  ])
})

test('the tries until a request leave out what came after it', () => {
  const requests = [request(0), request(1), request(30_000), request(30_100, 'GET', 'two'), request(30_200)]
  let delivery: Delivery | null = null
  for (const one of requests) delivery = grow(one, place(one, delivery === null ? [] : [delivery]))
  const found = delivery === null ? [] : requests.map((one) => triesUntil(delivery, one.sequence))
  expect(found).toEqual([1, 2, 3, 3, 4])
})

test('a rule counts from the first try that falls under it', () => {
  expect(nextCount(null, 5)).toEqual({ attempt: 1, tries: 5 })
  expect(nextCount({ attempt: 1, tries: 5 }, 5)).toEqual({ attempt: 1, tries: 5 })
  expect(nextCount({ attempt: 1, tries: 5 }, 7)).toEqual({ attempt: 3, tries: 7 })
  // Grouped anew meanwhile: a count never goes back.
  expect(nextCount({ attempt: 3, tries: 7 }, 2)).toEqual({ attempt: 3, tries: 2 })
})
