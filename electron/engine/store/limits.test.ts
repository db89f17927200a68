import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Retention } from '../../../shared/model/settings.ts'
import { SLICE } from './removal.ts'
import { openSqlite } from './sqlite.ts'
import { DRIVERS, append, appendAll, arrival, fill, openSample, tempFolder } from './testing/samples.ts'
import type { Opened } from './testing/samples.ts'
import type { Archive, ArchiveChange } from './types.ts'

const NONE: Retention = { maxCount: null, maxAgeDays: null, maxBytes: null }
const DAY = 86_400_000

describe.each(DRIVERS)('limits with the %s driver', { timeout: 60_000 }, (driver) => {
  let folder: ReturnType<typeof tempFolder>
  let retention: Retention
  let now: number
  let opened: Opened
  const file = (): string => join(folder.path, 'archive.db')
  const open = (): Opened => openSample({ file: file(), retention: () => retention, wall: () => now }, { driver })
  beforeEach(() => {
    folder = tempFolder()
    retention = NONE
    now = 0
    opened = open()
  })
  afterEach(() => {
    opened.archive.close()
    folder.remove()
  })
  /** Settles once the archive has told that `count` rows were removed in all. */
  const deleted = (archive: Archive, count: number): Promise<void> =>
    new Promise((settle) => {
      let sum = 0
      archive.onChange((change: ArchiveChange) => {
        if (change.kind !== 'deleted') return
        sum += change.count
        if (sum >= count) settle()
      })
    })

  it('removes nothing without limits', async () => {
    await fill(opened.archive, 10)
    expect(opened.archive.retain()).toBe(0)
    expect(opened.archive.status()).toMatchObject({ callbacks: 10, fill: null })
  })

  it('keeps the newest by count, in slices, and keeps the numbers known over a restart', async () => {
    await fill(opened.archive, SLICE * 2 + 500)
    const all = opened.archive.open({ eventType: 'BOOKED' })
    retention = { ...NONE, maxCount: 200 }
    const gone = deleted(opened.archive, SLICE * 2 + 300)
    expect(opened.archive.retain()).toBe(SLICE)
    await gone
    expect(opened.archive.retain()).toBe(0)
    expect(all.total()).toBe(200)
    expect(all.rows(199, 5).map((row) => row.sequence)).toEqual([SLICE * 2 + 301])
    opened.archive.close()
    const look = openSqlite({ file: file(), readOnly: true, driver })
    expect(look.all('SELECT first, last FROM removed_range').map((row) => [row['first'], row['last']])).toEqual([
      [1, SLICE * 2 + 300],
    ])
    look.close()
    opened = open()
    expect(opened.archive.status().callbacks).toBe(200)
    expect(opened.notices.size).toBe(0)
  })

  it('warns from four fifths of a limit on, and takes the warning back', async () => {
    retention = { ...NONE, maxCount: 10 }
    await fill(opened.archive, 7)
    opened.archive.retain()
    expect(opened.notices.size).toBe(0)
    await fill(opened.archive, 1)
    opened.archive.retain()
    expect(opened.archive.status().fill).toBe(0.8)
    expect(opened.notices.get('archive-limit')).toMatchObject({ code: 'archive-limit-near', data: { share: 80 } })
    opened.archive.remove([1, 2])
    opened.archive.retain()
    expect(opened.notices.size).toBe(0)
  })

  it('removes by age from the oldest on, and stops at the first young one whatever the clock did', async () => {
    const { archive } = opened
    await appendAll(
      archive,
      [1 * DAY, 2 * DAY, 9 * DAY, 1 * DAY, 10 * DAY].map((at) => arrival('x', undefined, at)),
    )
    retention = { ...NONE, maxAgeDays: 4 }
    now = 10 * DAY
    expect(archive.retain()).toBe(2)
    expect(archive.retain()).toBe(0)
    expect(archive.entries(0, 9).map((entry) => entry.sequence)).toEqual([3, 4, 5])
    expect(archive.status().fill).toBe(0.25)
    now = -5 * DAY
    expect(archive.retain()).toBe(0)
    expect(archive.status().fill).toBe(0)
  })

  it('keeps the files below a size, the newest rows in them', async () => {
    const { archive } = opened
    retention = { ...NONE, maxBytes: 3_000_000 }
    for (let round = 0; round < 20; round += 1) {
      await appendAll(
        archive,
        Array.from({ length: 50 }, () => arrival('x'.repeat(10_000))),
      )
      while (archive.retain() > 0) expect(archive.status().callbacks).toBeGreaterThan(0)
    }
    expect(archive.status().callbacks).toBeGreaterThan(100)
    expect(archive.entry(1)).toBeNull()
    expect(archive.entry(1_000)?.raw).toHaveLength(10_000)
    expect(archive.status().bytes).toBeLessThanOrEqual(3_000_000)
  })

  it('gives the room of cleared rows back to the disk in steps, after a restart too', async () => {
    await appendAll(
      opened.archive,
      Array.from({ length: 400 }, () => arrival('x'.repeat(10_000))),
    )
    const full = opened.archive.status().bytes
    expect(opened.archive.clear()).toBe(400)
    expect(opened.archive.entries(0, 9)).toEqual([])
    // The steps have not begun: this process ends before them.
    opened.archive.close()
    expect(statSync(file()).size).toBeGreaterThan(full / 3)
    opened = open()
    expect(await append(opened.archive, arrival('x'))).toEqual({ sequence: 401 })
    await expect
      .poll(() => statSync(file()).size + statSync(`${file()}-wal`).size, { timeout: 10_000 })
      .toBeLessThan(full / 3)
    expect(opened.notices.size).toBe(0)
  })
})
