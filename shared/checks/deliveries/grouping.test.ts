import { expect, test } from 'vitest'
import { grow } from './grow.ts'
import { place } from './place.ts'
import { readDelivery } from './reading.ts'
import { knownStream } from './testing-stream.ts'
import type { KnownRequest } from './testing-stream.ts'
import type { Delivery } from './types.ts'

/** As many candidates as the archive hands over. */
const CANDIDATES = 4

function group(stream: readonly KnownRequest[]): { of: Map<number, number>; deliveries: Map<number, Delivery> } {
  const deliveries = new Map<number, Delivery>()
  const byKey = new Map<number, number[]>()
  const of = new Map<number, number>()
  for (const { request } of stream) {
    const ids = byKey.get(request.key) ?? []
    const candidates = ids
      .slice(-CANDIDATES)
      .toReversed()
      .map((id) => deliveries.get(id))
      .filter((one) => one !== undefined)
    const placement = place(request, candidates)
    const delivery = grow(request, placement)
    if (placement.kind === 'new') byKey.set(request.key, [...ids, delivery.id])
    deliveries.set(delivery.id, delivery)
    of.set(request.sequence, delivery.id)
  }
  return { of, deliveries }
}

/** Pairs of requests that are together: in truth, as found, and both. */
function pairs(
  stream: readonly KnownRequest[],
  of: ReadonlyMap<number, number>,
): { precision: number; recall: number } {
  const count = (label: (one: KnownRequest) => string) => {
    const sizes = new Map<string, number>()
    for (const one of stream) sizes.set(label(one), (sizes.get(label(one)) ?? 0) + 1)
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  }
  const found = (one: KnownRequest) => String(of.get(one.request.sequence))
  const both = count((one) => `${String(one.delivery)} ${found(one)}`)
  return { precision: both / count(found), recall: both / count((one) => String(one.delivery)) }
}

test('10,000 mixed requests are grouped as they belong', () => {
  for (const seed of [1, 2, 3]) {
    const stream = knownStream(seed, 10_000)
    const { of, deliveries } = group(stream)
    const { precision, recall } = pairs(stream, of)
    expect(precision, `precision of seed ${String(seed)}`).toBeGreaterThanOrEqual(0.99)
    expect(recall, `recall of seed ${String(seed)}`).toBeGreaterThanOrEqual(0.99)
    const { right, sure, wrongSure } = numbering(stream, deliveries, of)
    if (process.env['SHOW_FIGURES'] !== undefined) {
      console.log({ seed, precision, recall, deliveries: deliveries.size, right, sure, wrongSure })
    }
    expect(right).toBeGreaterThan(0.9)
    expect(wrongSure).toBeLessThan(0.01)
  }
})

/** Shares of legacy requests: numbered right; called certain; called certain and wrong. */
function numbering(
  stream: readonly KnownRequest[],
  deliveries: ReadonlyMap<number, Delivery>,
  of: ReadonlyMap<number, number>,
) {
  let all = 0
  let right = 0
  let sure = 0
  let wrongSure = 0
  const readings = new Map([...deliveries].map(([id, delivery]) => [id, readDelivery(delivery)]))
  for (const { request, attempt } of stream) {
    if (request.family !== 'legacy') continue
    const id = of.get(request.sequence) ?? 0
    const delivery = deliveries.get(id)
    const index = delivery?.attempts.findIndex(({ requests }) =>
      requests.some(({ sequence }) => sequence === request.sequence),
    )
    const number = index === undefined ? undefined : readings.get(id)?.numbers[index]
    if (number === undefined) continue
    all += 1
    const hit = number.number === attempt
    if (hit) right += 1
    if (number.confidence === 'certain') sure += 1
    if (number.confidence === 'certain' && !hit) wrongSure += 1
  }
  return { right: right / all, sure: sure / all, wrongSure: wrongSure / all }
}
