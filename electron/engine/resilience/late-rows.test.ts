import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CapturedTrouble } from '../listener/types.ts'
import { createLateRows } from '../late-rows.ts'

const peer = { address: '127.0.0.1', port: 1 }
const event = (summary: string, size = 10): CapturedTrouble => ({
  receivedAt: 1,
  raw: new Uint8Array(size),
  facts: {
    kind: 'connection',
    connection: { number: 1, peer, local: peer, scheme: 'http', tls: null },
    requestNumber: 1,
    trouble: { cause: 'not-stored', code: null, summary, hello: null, answered: 503 },
    bytesSeen: size,
  },
})

/** Rows that wait, a store that works or not, and what was stored. */
function setUp() {
  const stored: string[] = []
  const store = { works: false }
  const late = createLateRows((one, done) => {
    if (store.works) stored.push(one.facts.trouble.summary)
    done(store.works)
  })
  return { late, stored, store }
}

describe('rows that could not be written', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are tried again until they are, in order, and then nothing is tried any more', () => {
    const { late, stored, store } = setUp()
    for (const name of ['a', 'b', 'c']) late.add(event(name))
    vi.runOnlyPendingTimers()
    vi.runOnlyPendingTimers()
    expect(stored).toEqual([])
    store.works = true
    vi.runOnlyPendingTimers()
    expect(stored).toEqual(['a', 'b', 'c'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('are bounded in number and bytes; what is beyond is one row with the count', () => {
    const { late, stored, store } = setUp()
    for (let n = 0; n < 250; n += 1) late.add(event(`small ${String(n)}`))
    store.works = true
    vi.runOnlyPendingTimers()
    expect(stored).toHaveLength(201)
    expect(stored.at(-1)).toMatch(/^50 further event\(s\) like this one/)
    store.works = false
    for (let n = 0; n < 5; n += 1) late.add(event(`large ${String(n)}`, 1_000_000))
    store.works = true
    vi.runOnlyPendingTimers()
    expect(stored.slice(201, 205)).toEqual(['large 0', 'large 1', 'large 2', 'large 3'])
    expect(stored.at(-1)).toMatch(/^1 further event/)
  })

  it('are handed over once more at the end', () => {
    const { late, stored, store } = setUp()
    for (let n = 0; n < 202; n += 1) late.add(event(String(n)))
    store.works = true
    late.drain()
    expect(stored).toHaveLength(201)
    vi.runAllTimers()
    expect(stored).toHaveLength(201)
  })
})
