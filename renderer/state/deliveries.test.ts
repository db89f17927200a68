import { expect, test } from 'vitest'
import type { Call } from '../link/client.ts'
import { fakeDeliveries, sampleDelivery } from '../testing/fake-deliveries.ts'
import { DeliveriesStore } from './deliveries.ts'

const NOW = 1_000_000_000
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

/** The store over made-up deliveries, and what it asked. */
function setUp(total = 1000) {
  const asked: string[] = []
  const methods = fakeDeliveries(() => total, NOW)
  const call = ((name: keyof typeof methods, params: never) => {
    asked.push(`${name} ${JSON.stringify(params)}`)
    return Promise.resolve(methods[name](params))
  }) as unknown as Call
  const store = new DeliveriesStore(call)
  return { store, asked, grow: (by: number) => (total += by), state: () => store.store.getState() }
}
const COUNTS = { first: 1, later: 0, waiting: 0, lost: 0, open: 0 }

test('asks for what is in sight, by position, and for nothing else', async () => {
  const { store, asked } = setUp(100_000)
  await store.open({})
  store.see(0, 12)
  await settled()
  expect(store.rowAt(0)?.id).toBe(100_000)
  store.see(50_000, 50_012)
  await settled()
  expect(store.rowAt(50_000)?.id).toBe(50_000)
  expect(asked.filter((one) => one.startsWith('deliveries.rows'))).toHaveLength(2)
})

test('what comes in on top moves no row, and a reset fetches anew', async () => {
  const { store, grow, state } = setUp()
  await store.open({})
  store.see(0, 10)
  await settled()
  const view = state().view ?? 0
  grow(1)
  store.onChange({ view, total: 1001, added: 1, changed: [], reset: false, counts: COUNTS })
  expect(store.rowAt(1)?.id).toBe(1000)
  await settled()
  expect(store.rowAt(0)?.id).toBe(1001)
  store.onChange({ view, total: 1001, added: 0, changed: [], reset: true, counts: COUNTS })
  expect(store.rowAt(1)).toBeUndefined()
  await settled()
  expect(store.rowAt(1)?.id).toBe(1000)
})

test('the chosen delivery is read again when it or its payment changes', async () => {
  const { store, asked, state } = setUp()
  await store.open({})
  store.select(7)
  await settled()
  expect(state().detail?.id).toBe(7)
  const view = state().view ?? 0
  const news = { view, total: 1000, added: 0, reset: false, counts: COUNTS }
  const details = () => asked.filter((one) => one.startsWith('deliveries.detail')).length
  store.onChange({ ...news, changed: [sampleDelivery(9, NOW)] })
  expect(details()).toBe(1)
  store.onChange({ ...news, changed: [sampleDelivery(1, NOW)] })
  expect(details()).toBe(2)
})

test('splitting chooses the new delivery; leaving closes the list', async () => {
  const { store, asked, state } = setUp()
  await store.open({})
  await store.split(42)
  expect(state().selected).toBe(42)
  store.leave()
  expect(state().view).toBeNull()
  expect(asked.at(-1)).toMatch(/^deliveries.close/)
})
