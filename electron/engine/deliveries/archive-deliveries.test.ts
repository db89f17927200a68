import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import { knownStream } from '../../../shared/checks/deliveries/testing-stream.ts'
import type { Archive } from '../store/types.ts'
import { arrival } from '../store/testing/samples.ts'
import type { DeliveryChange } from './archive-deliveries.ts'
import { NOON, entryOf, openUntroubled, request, rowOf } from './testing-requests.ts'

let folder: string
let archive: Archive
let now: number

const open = () => openUntroubled({ file: join(folder, 'archive.sqlite'), wall: () => now })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deliveries-'))
  now = NOON + 1000
  archive = open()
})
afterEach(() => {
  archive.close()
  rmSync(folder, { recursive: true })
})

/** Stores so many arrivals; their numbers go up from 1. */
function store(count: number): void {
  for (let one = 0; one < count; one += 1) archive.append(arrival('x'), () => undefined)
  archive.flush()
}

const index = (...requests: readonly GroupRequest[]) => archive.index(requests.map(entryOf), true)
const numbers = (...sequences: readonly number[]) =>
  sequences.map((sequence) => {
    const { id, number } = archive.row(sequence)?.delivery ?? { id: 0, number: 0 }
    return `${String(id)}:${String(number)}`
  })

describe('deliveries of the archive', () => {
  it('are kept as callbacks are indexed, and stand in their rows', () => {
    store(3)
    const rows = index(request(1, 0), request(2, 30))
    expect(rows.map(({ delivery }) => delivery?.number)).toEqual([1, 2])
    index(request(3, 75, { status: 204, outcome: 'delivered' }))
    expect(archive.row(3)?.delivery).toEqual({ id: 1, number: 3, of: 20, confidence: 'certain' })
    expect(archive.deliveries.counts()).toEqual({ first: 0, later: 1, waiting: 0, lost: 0, open: 0 })
    const [delivery] = archive.deliveries.open({ group: 'later' }).rows(0, 10)
    expect(delivery?.attempts).toHaveLength(3)
  })

  it('tell earlier callbacks their number when a later one gives it away', () => {
    store(3)
    index(request(1, 0))
    const changes: DeliveryChange[] = []
    archive.deliveries.onChange((change) => changes.push(change))
    // 510 s: the ninth attempt after the eighth.
    index(request(2, 510), request(3, 510 + 780))
    expect(numbers(1, 2, 3)).toEqual(['1:8', '1:9', '1:10'])
    expect(changes).toMatchObject([{ changed: [1], removed: [], rows: [{ sequence: 1, delivery: { number: 8 } }] }])
  })

  it('are the same after a restart, and grow on', () => {
    store(3)
    index(request(1, 0), request(2, 30))
    archive.close()
    archive = open()
    index(request(3, 75))
    expect(numbers(1, 2, 3)).toEqual(['1:1', '1:2', '1:3'])
    expect(archive.deliveries.read(1)?.attempts[0]?.requests[0]).toEqual({
      sequence: 1,
      at: NOON,
      lastedMs: 20,
      method: 'GET',
      agent: 'Java/17',
      status: 503,
      outcome: 'refused',
      repeat: false,
    })
  })

  it('are right when an earlier callback is judged last', () => {
    store(3)
    index(request(2, 30), request(3, 75))
    index(request(1, 0))
    expect(numbers(1, 2, 3)).toEqual(['1:1', '1:2', '1:3'])
    expect(archive.deliveries.read(2)).toBeNull()
  })

  it('follow when a callback is judged to be something else', () => {
    store(3)
    index(request(1, 0), request(2, 30), request(3, 75))
    const other = request(2, 30, { key: 8, eventType: 'ANNULMENT' })
    archive.index([entryOf(other)], false)
    expect(numbers(1, 2, 3)).toEqual(['1:1', '2:1', '1:3'])
    archive.index([{ ...entryOf(other), grouping: null, row: { ...rowOf(other), family: 'unknown' } }], false)
    expect(archive.row(2)?.delivery).toBeUndefined()
    expect(archive.deliveries.read(2)).toBeNull()
  })

  it('follow the ladder of a profile', () => {
    store(2)
    index(request(1, 0), request(2, 30))
    const own = { delays: [30, 60] }
    archive.index([entryOf(request(1, 0, own)), entryOf(request(2, 30, own))], false)
    expect(archive.row(2)?.delivery).toMatchObject({ number: 2, of: 3 })
  })

  it('lose what is deleted, and go with their last callback', () => {
    store(4)
    index(request(1, 0), request(2, 30), request(3, 75), request(4, 0, { key: 9 }))
    archive.remove([2, 4])
    expect(archive.deliveries.read(1)?.attempts).toHaveLength(2)
    expect(numbers(1, 3)).toEqual(['1:1', '1:3'])
    expect(archive.deliveries.read(4)).toBeNull()
    archive.clear()
    expect(archive.deliveries.open({}).total()).toBe(0)
  })

  it('keep together what a flood brings, and count it', () => {
    store(300)
    for (let sequence = 1; sequence <= 300; sequence += 1) index(request(sequence, sequence / 100))
    expect(archive.deliveries.open({}).total()).toBe(1)
    expect(archive.deliveries.read(1)?.attempts[0]?.more).toBe(284)
    expect(numbers(300)).toEqual(['1:1'])
  })

  it('are lost once the last attempt is overdue', () => {
    store(1)
    index(request(1, 0))
    expect(archive.deliveries.counts()).toMatchObject({ waiting: 1, lost: 0 })
    now = NOON + 130_351_000
    expect(archive.deliveries.counts()).toMatchObject({ waiting: 0, lost: 1 })
    expect(archive.deliveries.open({ group: 'lost' }).total()).toBe(1)
  })

  it('are found by a part of the reference, in any case, without wild cards', () => {
    store(3)
    index(
      request(1, 0, { key: 1, reference: 'Order_1' }),
      request(2, 0, { key: 2, reference: 'orderX1' }),
      request(3, 0, { key: 3, reference: null, eventType: 'TEST', family: 'mapi', delays: null }),
    )
    const total = (text: string) => archive.deliveries.open({ text }).total()
    expect([total('order'), total('r_1'), total('%'), total('test')]).toEqual([2, 1, 0, 1])
    expect(archive.deliveries.payment('Order_1').map(({ id }) => id)).toEqual([1])
    expect(archive.deliveries.counts()).toMatchObject({ waiting: 2, open: 1 })
  })

  it('follow in an open list', () => {
    store(3)
    const view = archive.deliveries.open({ group: 'waiting' })
    const told: unknown[] = []
    archive.deliveries.onChange((change) => told.push(view.follow(change)))
    index(request(1, 0, { key: 1 }), request(2, 0, { key: 2 }))
    index(request(3, 30, { key: 1, status: 204, outcome: 'delivered' }))
    expect(told).toEqual([
      { added: 2, moved: false },
      { added: 0, moved: true },
    ])
    expect(view.rows(0, 9).map(({ id }) => id)).toEqual([2])
    expect(view.position(2)).toBe(0)
  })
})

describe('splitting and joining by hand', () => {
  it('is kept, also when more comes and after a restart', () => {
    store(4)
    index(request(1, 0), request(2, 30), request(3, 75))
    expect(archive.deliveries.split(2)).toEqual({ ok: true, value: 2 })
    // 45 s lie between the second and the third attempt, whoever the first one was.
    expect(numbers(1, 2, 3)).toEqual(['1:1', '2:2', '2:3'])
    expect(archive.deliveries.read(2)).toMatchObject({ byHand: true, follows: 1 })
    archive.close()
    archive = open()
    index(request(4, 135))
    expect(numbers(1, 2, 3, 4)).toEqual(['1:1', '2:2', '2:3', '2:4'])
    archive.index(
      [1, 2, 3, 4].map((sequence) => entryOf(request(sequence, 0))),
      false,
    )
    expect(numbers(1, 2)).toEqual(['1:1', '2:2'])
  })

  it('joins what looks different, and what comes of that kind later', () => {
    store(3)
    index(request(1, 0, { key: 1 }), request(2, 30, { key: 2 }))
    expect(archive.deliveries.join(2, 1)).toEqual({ ok: true, value: 1 })
    expect(archive.deliveries.open({}).total()).toBe(1)
    index(request(3, 75, { key: 2 }))
    expect(numbers(1, 2, 3)).toEqual(['1:1', '1:2', '1:3'])
  })

  it('can be taken back by the other', () => {
    store(2)
    index(request(1, 0), request(2, 30))
    archive.deliveries.split(2)
    archive.deliveries.join(2, 1)
    expect(numbers(1, 2)).toEqual(['1:1', '1:2'])
  })

  it('says what cannot be done', () => {
    store(1)
    index(request(1, 0))
    expect(archive.deliveries.join(1, 1)).toMatchObject({ ok: false, problem: { code: 'not-found' } })
    expect(archive.deliveries.split(9)).toMatchObject({ ok: false, problem: { code: 'not-found' } })
  })
})

it('a stream of 3,000 mixed requests is grouped in the archive as in memory', () => {
  const stream = knownStream(5, 3000)
  store(stream.length)
  for (let from = 0; from < stream.length; from += 256) {
    index(...stream.slice(from, from + 256).map((one) => one.request))
  }
  const found = new Map<number, Set<number>>()
  for (const { request: one, delivery } of stream) {
    const ids = found.get(delivery) ?? new Set()
    found.set(delivery, ids.add(archive.row(one.sequence)?.delivery?.id ?? 0))
  }
  const split = [...found.values()].filter((ids) => ids.size > 1).length
  expect(split / found.size).toBeLessThan(0.01)
})
