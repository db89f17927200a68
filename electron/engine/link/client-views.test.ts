import { describe, expect, it } from 'vitest'
import type { InboxRow } from '../../../shared/model/inbox.ts'
import type { EventData } from '../../../shared/protocol/table.ts'
import type { Archive, ArchiveView } from '../store/types.ts'
import { createClientViews } from './client-views.ts'

function row(sequence: number, family: InboxRow['family'] = 'legacy'): InboxRow {
  return {
    sequence,
    kind: 'callback',
    receivedAt: sequence,
    family,
    eventType: 'UNFREEZE',
    reference: `order-${String(sequence)}`,
    method: 'GET',
    target: '/',
    status: 204,
    size: 100,
    peer: '127.0.0.1',
    lights: ['pass', 'not-applicable', 'unchecked', 'pass', 'pass'],
    cause: null,
    simulated: false,
  }
}

/** An archive that opens views of `total` rows; with a family in the filter, only that family is admitted. */
function archiveOf(total: () => number): { archive: Archive; closed: () => number } {
  let closed = 0
  const open: Archive['open'] = (filter): ArchiveView => ({
    total,
    rows: () => [],
    position: () => null,
    admits: (one) => filter.family === undefined || one.family === filter.family,
    close: () => (closed += 1),
  })
  return { archive: { open } as Archive, closed: () => closed }
}

function setUp() {
  let total = 0
  const { archive, closed } = archiveOf(() => total)
  let got: (data: EventData<'inbox.changed'>) => void = () => undefined
  const views = createClientViews(archive, (data) => got(data))
  const next = () => new Promise<EventData<'inbox.changed'>>((resolve) => (got = resolve))
  return { views, next, closed, grow: (by: number) => (total += by) }
}

describe('the views of a client', () => {
  it('gather changes into one event, newest row first', async () => {
    const { views, next, grow } = setUp()
    const { view } = views.open({})
    const event = next()
    grow(3)
    views.change({ kind: 'indexed', rows: [row(1), row(2)], fresh: true })
    views.change({ kind: 'indexed', rows: [row(3)], fresh: true })
    const data = await event
    expect(data).toMatchObject({ view, total: 3, added: 3, reset: false })
    expect(data.arrived.map((one) => one.sequence)).toEqual([3, 2, 1])
  })

  it('tell the first change at once, and those that follow it soon together', async () => {
    const { views, next, grow } = setUp()
    views.open({})
    const first = next()
    grow(1)
    views.change({ kind: 'indexed', rows: [row(1)], fresh: true })
    expect((await first).arrived.map((one) => one.sequence)).toEqual([1])
    const second = next()
    grow(1)
    views.change({ kind: 'indexed', rows: [row(2)], fresh: true })
    // Another turn of the loop: without the gathering the first of the two would be gone by then.
    await new Promise((resolve) => setImmediate(resolve))
    grow(1)
    views.change({ kind: 'indexed', rows: [row(3)], fresh: true })
    expect((await second).arrived.map((one) => one.sequence)).toEqual([3, 2])
  })

  it('carry at most 50 rows, however many came', async () => {
    const { views, next } = setUp()
    views.open({})
    const event = next()
    views.change({ kind: 'indexed', rows: Array.from({ length: 400 }, (_, index) => row(index + 1)), fresh: true })
    const data = await event
    expect(data.added).toBe(400)
    expect(data.arrived).toHaveLength(50)
    expect(data.arrived[0]?.sequence).toBe(400)
  })

  it('tell a filtered view only of rows that it admits', async () => {
    const { views, next } = setUp()
    views.open({ family: 'loan' })
    const event = next()
    views.change({ kind: 'indexed', rows: [row(1)], fresh: true })
    views.change({ kind: 'indexed', rows: [row(2, 'loan')], fresh: true })
    expect(await event).toMatchObject({ added: 1, arrived: [{ sequence: 2 }] })
  })

  it('ask for a fresh start after a deletion, and after judging again', async () => {
    const { views, next } = setUp()
    views.open({})
    const deletion = next()
    views.change({ kind: 'deleted', count: 1 })
    expect(await deletion).toMatchObject({ reset: true, added: 0 })
    const again = next()
    views.change({ kind: 'indexed', rows: [row(1)], fresh: false })
    expect(await again).toMatchObject({ reset: true, changed: [{ sequence: 1 }] })
  })

  it('refuse a view that is closed, and close all that are left', () => {
    const { views, closed } = setUp()
    const first = views.open({})
    views.open({})
    views.close(first.view)
    expect(() => views.find(first.view)).toThrow('closed')
    views.closeAll()
    expect(closed()).toBe(2)
  })
})
