import { PUBLISHED_LADDER } from '../../shared/checks/ladder/ladder.ts'
import type { DELIVERY_METHODS, DeliveryRecord } from '../../shared/protocol/deliveries.ts'
import type { Handlers } from '../../shared/protocol/table.ts'

/* Deliveries for tests and for looking at the panel: worked out from their number, so that a hundred thousand cost nothing. */

const EVENTS = ['AUTOMATIC_FRAUD_CONTROL', 'UNFREEZE', 'BOOKED', 'ANNULMENT', 'UPDATE'] as const
/** Attempts of each kind, and which of them succeeded (0: none). */
const KINDS = [
  [10, 0],
  [9, 9],
  [1, 1],
  [20, 0],
  [2, 2],
] as const

/** One made-up delivery; `now` in ms since 1970. */
export function sampleDelivery(id: number, now: number): DeliveryRecord {
  const kind = id % KINDS.length
  const [count, done] = KINDS[kind] ?? [1, 1]
  const lasting = PUBLISHED_LADDER.offsets[count - 1] ?? 0
  const start = now - lasting - 60_000 - id * 1000
  const attempts = Array.from({ length: count }, (_, index) => {
    const good = index + 1 === done
    const request = {
      sequence: id * 20 + index,
      at: start + (PUBLISHED_LADDER.offsets[index] ?? 0) + index * 400,
      lastedMs: 40 + index,
      method: 'GET',
      agent: 'Java/17.0.9',
      status: good ? 204 : 503,
      outcome: good ? ('delivered' as const) : ('refused' as const),
      repeat: false,
    }
    return { requests: [request], more: 0 }
  })
  return {
    id,
    family: 'legacy',
    eventType: EVENTS[kind] ?? null,
    reference: `order-${100_000 + id}`,
    facet: kind === 0 ? 'FROZEN' : null,
    simulated: false,
    run: null,
    runEnd: null,
    delays: PUBLISHED_LADDER.delays.slice(1).map((ms) => ms / 1000),
    follows: null,
    byHand: false,
    attempts,
  }
}

/** The methods about deliveries, over so many made-up ones. */
export function fakeDeliveries(total: () => number, now: number): Pick<Handlers, keyof typeof DELIVERY_METHODS> {
  let view = 0
  const counts = () => ({ first: Math.ceil(total() / 5), later: 2, waiting: 1, lost: 1, open: 0 })
  return {
    'deliveries.open': () => ({ view: (view += 1), total: total(), counts: counts() }),
    'deliveries.rows': ({ from, count }) => ({
      total: total(),
      from,
      rows: Array.from({ length: Math.max(0, Math.min(count, total() - from)) }, (_, index) =>
        sampleDelivery(total() - from - index, now),
      ),
    }),
    'deliveries.locate': ({ id }) => ({ position: id > total() ? null : total() - id }),
    'deliveries.close': () => ({}),
    'deliveries.detail': ({ id }) => sampleDelivery(id, now),
    'deliveries.payment': () => ({ deliveries: [sampleDelivery(1, now)], remarks: [] }),
    'deliveries.split': ({ sequence }) => ({ id: sequence }),
    'deliveries.join': ({ into }) => ({ id: into }),
  }
}
