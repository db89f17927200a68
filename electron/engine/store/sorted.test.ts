import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { InboxRow, InboxSort } from '../../../shared/model/inbox.ts'
import { DRIVERS, appendAll, arrival, entryOf, openSample, row, tempFolder } from './testing/samples.ts'
import type { Archive } from './types.ts'

const GREEN: InboxRow['lights'] = ['pass', 'pass', 'pass', 'pass', 'pass']
const FAILED: InboxRow['lights'] = ['fail', 'pass', 'pass', 'pass', 'pass']
const WARNED: InboxRow['lights'] = ['pass', 'pass', 'warn', 'pass', 'pass']
const NONE: InboxRow['lights'] = ['unchecked', 'unchecked', 'unchecked', 'unchecked', 'unchecked']

/** Seven rows: event types and lights in no order. */
const ROWS: readonly Partial<InboxRow>[] = [
  { eventType: 'UPDATE', lights: GREEN },
  { eventType: 'BOOKED', lights: FAILED },
  { eventType: null, lights: NONE, kind: 'connection', cause: 'tls-failed' },
  { eventType: 'UPDATE', lights: WARNED },
  { eventType: 'ANNULMENT', lights: GREEN },
  { eventType: 'BOOKED', lights: NONE },
  { eventType: 'UPDATE', lights: FAILED },
]

async function add(archive: Archive, first: number, rows: readonly Partial<InboxRow>[]): Promise<void> {
  await appendAll(
    archive,
    rows.map((_, index) => arrival(`r${String(first + index)}`)),
  )
  archive.index(
    rows.map((changes, index) => entryOf(row(first + index, changes))),
    true,
  )
}

const sequences = (view: ReturnType<Archive['open']>) => view.rows(0, 100).map(({ sequence }) => sequence)

describe.each(DRIVERS)('sorted views (%s)', (driver) => {
  const opened = async () => {
    const folder = tempFolder()
    const sample = openSample({ file: join(folder.path, 'archive.sqlite') }, { driver })
    await add(sample.archive, 1, ROWS)
    return { archive: sample.archive, end: () => (sample.archive.close(), folder.remove()) }
  }

  it.each<[string, InboxSort, number[]]>([
    ['newest first', { by: 'time', descending: true }, [7, 6, 5, 4, 3, 2, 1]],
    ['oldest first', { by: 'time', descending: false }, [1, 2, 3, 4, 5, 6, 7]],
    ['events A to Z, those without last', { by: 'event', descending: false }, [5, 6, 2, 7, 4, 1, 3]],
    ['events Z to A, those without last', { by: 'event', descending: true }, [7, 4, 1, 6, 2, 5, 3]],
    ['the worst lights first', { by: 'lights', descending: true }, [7, 2, 4, 6, 3, 5, 1]],
    ['the best lights first', { by: 'lights', descending: false }, [5, 1, 6, 3, 4, 7, 2]],
  ])('%s', async (_name, sort, wanted) => {
    const { archive, end } = await opened()
    const view = archive.open({}, sort)
    expect(sequences(view)).toEqual(wanted)
    expect(view.total()).toBe(7)
    expect(wanted.map((sequence) => view.position(sequence))).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(view.rows(2, 3).map(({ sequence }) => sequence)).toEqual(wanted.slice(2, 5))
    end()
  })

  it('holds only what the filter lets through', async () => {
    const { archive, end } = await opened()
    const view = archive.open(
      { kind: 'callback', light: { name: 'digest', state: 'fail' } },
      { by: 'event', descending: true },
    )
    expect(sequences(view)).toEqual([7, 2])
    end()
  })

  it('stands as it was opened: new rows wait, removed ones leave, others show what they are now', async () => {
    const { archive, end } = await opened()
    const view = archive.open({ eventType: 'UPDATE' }, { by: 'lights', descending: true })
    expect(sequences(view)).toEqual([7, 4, 1])
    await add(archive, 8, [
      { eventType: 'UPDATE', lights: FAILED },
      { eventType: 'BOOKED', lights: FAILED },
    ])
    expect([sequences(view), view.waiting?.()]).toEqual([[7, 4, 1], 1])
    archive.index([entryOf(row(4, { eventType: 'UPDATE', lights: FAILED }))], false)
    expect(view.rows(1, 1)[0]?.lights).toEqual(FAILED)
    archive.remove([7])
    expect([sequences(view), view.total(), view.position(7), view.waiting?.()]).toEqual([[4, 1], 2, null, 1])
    archive.clear()
    expect([view.total(), view.waiting?.()]).toEqual([0, 0])
    view.close()
    end()
  })
})
