import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  DRIVERS,
  append,
  appendAll,
  arrival,
  callbackFacts,
  entryOf,
  eventFacts,
  fill,
  openSample,
  row,
  tempFolder,
} from './testing/samples.ts'
import type { Opened } from './testing/samples.ts'

describe.each(DRIVERS)('archive with the %s driver', (driver) => {
  const folder = { path: '', remove: (): void => undefined }
  let opened: Opened
  const file = (): string => join(folder.path, 'deep', 'archive.db')
  const open = (changes: Partial<Parameters<typeof openSample>[0]> = {}): Opened =>
    openSample({ file: file(), ...changes }, { driver })
  beforeEach(() => {
    Object.assign(folder, tempFolder())
    opened = open()
  })
  afterEach(() => {
    opened.archive.close()
    folder.remove()
  })
  const reopen = (): Opened => {
    opened.archive.close()
    opened = open()
    return opened
  }

  it('gives numbers in order and gives every byte back', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const outcomes = await appendAll(opened.archive, [
      { receivedAt: 1234.5, raw: bytes, facts: callbackFacts },
      arrival('', {
        ...callbackFacts,
        connection: { ...callbackFacts.connection, peer: { address: 'a\0b', port: 1 } },
      }),
    ])
    expect(outcomes).toEqual([{ sequence: 1 }, { sequence: 2 }])
    const { archive } = reopen()
    expect(archive.entry(1)).toEqual({
      sequence: 1,
      receivedAt: 1234.5,
      raw: bytes,
      facts: callbackFacts,
      outcome: null,
    })
    expect(archive.entry(2)?.raw).toHaveLength(0)
    expect(archive.entry(2)?.facts.connection.peer.address).toBe('a\0b')
    expect(archive.entry(3)).toBeNull()
    expect(archive.lastSequence()).toBe(2)
  })

  it('keeps files for this user only, and is one single file at rest', async () => {
    await append(opened.archive, arrival('x'))
    for (const suffix of ['', '-wal', '.seq']) expect(statSync(file() + suffix).mode & 0o777).toBe(0o600)
    opened.archive.close()
    expect(existsSync(`${file()}-wal`)).toBe(false)
    expect(existsSync(`${file()}-shm`)).toBe(false)
  })

  it('gives rows of the index back exactly, NUL and half surrogates aside', async () => {
    await appendAll(opened.archive, [arrival('a'), arrival('b', eventFacts), arrival('c')])
    const rows = [
      row(1, { reference: 'a\0b\uF8FF0', eventType: null, target: '/x?q=\'"%', status: null, simulated: true }),
      row(2, {
        kind: 'connection',
        family: 'unknown',
        cause: 'tls-failed',
        lights: ['fail', 'warn', 'pass', 'unchecked', 'not-applicable'],
      }),
    ]
    opened.archive.index(
      rows.map((one) => entryOf(one, 'body', { sent: true, afterMs: 1.5 })),
      true,
    )
    opened.archive.index([entryOf(row(3, { reference: '\uD800x' }))], true)
    const { archive } = reopen()
    expect([archive.row(1), archive.row(2)]).toEqual(rows)
    expect(archive.row(3)?.reference).toBe('\uFFFDx')
    expect(archive.entry(1)?.outcome).toEqual({ sent: true, afterMs: 1.5 })
    expect(archive.entry(3)?.outcome).toBeNull()
  })

  it('counts without looking', async () => {
    await appendAll(opened.archive, [arrival('a'), arrival('b', eventFacts), arrival('c')])
    opened.archive.index([entryOf(row(1))], true)
    expect(opened.archive.status()).toMatchObject({ callbacks: 2, connectionEvents: 1, backlog: 2, fill: null })
    expect(reopen().archive.status()).toMatchObject({ callbacks: 2, connectionEvents: 1, backlog: 2 })
    expect(opened.archive.status().bytes).toBe(statSync(file()).size + statSync(`${file()}-wal`).size)
  })

  it('lists what is not indexed, oldest first, and forgets it once indexed', async () => {
    await appendAll(
      opened.archive,
      Array.from({ length: 6 }, (_, index) => arrival(String(index))),
    )
    opened.archive.index([entryOf(row(2)), entryOf(row(5))], true)
    const numbers = (above: number, limit: number): number[] =>
      opened.archive.unindexed(above, limit).map((entry) => entry.sequence)
    expect(numbers(0, 10)).toEqual([1, 3, 4, 6])
    expect(numbers(1, 2)).toEqual([3, 4])
    reopen()
    expect(numbers(3, 10)).toEqual([4, 6])
    expect(opened.archive.entries(2, 2).map((entry) => entry.sequence)).toEqual([3, 4])
  })

  it('judges again: only what changed is told, outcomes stay, rows move between views', async () => {
    await fill(opened.archive, 3, (n) => entryOf(row(n), '', { sent: true, afterMs: 2 }))
    const changes: unknown[] = []
    opened.archive.onChange((change) => changes.push(change))
    const green = opened.archive.open({ light: { name: 'digest', state: 'pass' } })
    const again = row(2, { lights: ['fail', 'not-applicable', 'unchecked', 'pass', 'pass'] })
    opened.archive.index([entryOf(row(1)), entryOf(again)], false)
    expect(changes).toEqual([{ kind: 'indexed', rows: [again], fresh: false }])
    expect(green.rows(0, 9).map((one) => one.sequence)).toEqual([3, 1])
    expect(opened.archive.entry(2)?.outcome).toEqual({ sent: true, afterMs: 2 })
  })

  it('removes, clears, and never uses a number again', async () => {
    await fill(opened.archive, 10)
    const changes: unknown[] = []
    opened.archive.onChange((change) => changes.push(change))
    expect(opened.archive.remove([9, 2, 3, 3, 77])).toBe(3)
    expect(opened.archive.remove([2])).toBe(0)
    expect(
      opened.archive
        .open({})
        .rows(0, 20)
        .map((one) => one.sequence),
    ).toEqual([10, 8, 7, 6, 5, 4, 1])
    opened.archive.index([entryOf(row(9))], true)
    expect(reopen().archive.open({}).total()).toBe(7)
    expect(opened.notices.size).toBe(0)
    expect(opened.archive.open({ text: 'ref' }).total()).toBe(7)
    expect(opened.archive.clear()).toBe(7)
    expect(opened.archive.open({ text: 'ref' }).total()).toBe(0)
    expect(reopen().archive.status()).toMatchObject({ callbacks: 0, backlog: 0 })
    expect(await append(opened.archive, arrival('next'))).toEqual({ sequence: 11 })
    expect(changes).toEqual([{ kind: 'deleted', count: 3 }])
    expect(opened.notices.size).toBe(0)
  })

  it('reads an archive without writing, and refuses to change it', async () => {
    await fill(opened.archive, 2)
    opened.archive.close()
    opened = open({ readOnly: true })
    expect(opened.archive.open({ text: 'ref' }).total()).toBe(2)
    expect(await append(opened.archive, arrival('x'))).toMatchObject({ problem: { code: 'archive-read-only' } })
    expect(opened.archive.clear()).toBe(0)
  })

  it('answers plainly after it was closed', async () => {
    opened.archive.close()
    expect(await append(opened.archive, arrival('x'))).toMatchObject({ problem: { code: 'archive-unreadable' } })
    expect(opened.archive.remove([1])).toBe(0)
    expect(opened.archive.unindexed(0, 9)).toEqual([])
    expect(opened.archive.entry(1)).toBeNull()
    opened.archive.index([entryOf(row(1))], true)
    expect(opened.archive.upkeep(true)).toBe(false)
    opened.archive.close()
  })

  it('merges the words of the search in pieces, after the rows are written', async () => {
    await fill(opened.archive, 100)
    let pieces = 0
    while (opened.archive.upkeep(false)) pieces += 1
    // A page, and a quarter of one for each row: three pieces, and a rest for later.
    expect(pieces).toBe(2)
    expect(opened.archive.upkeep(false)).toBe(false)
    expect(opened.archive.open({ text: 'ref' }).total()).toBe(100)
  })

  it('says that the index cannot be written, and writes it the next time', async () => {
    await append(opened.archive, arrival('x'))
    const broken = { ...row(1), size: Number.NaN }
    expect(() => opened.archive.index([entryOf(broken)], true)).toThrow(/cannot be written.*entry_index\.size/)
    expect(opened.archive.status().backlog).toBe(1)
    opened.archive.index([entryOf(row(1))], true)
    expect(opened.archive.status().backlog).toBe(0)
  })

  it('refuses a second handle in the same process', () => {
    expect(() => open()).toThrow(/archive-locked/)
  })
})
