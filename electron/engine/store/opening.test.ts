import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SCHEMA_VERSION, migrate } from './migrations/migrations.ts'
import { openSqlite } from './sqlite.ts'
import { killLeft, startWriter } from './testing/child.ts'
import { DRIVERS, append, appendAll, arrival, callbackFacts, fill, openSample, tempFolder } from './testing/samples.ts'

// Processes start slowly on a busy machine.
describe.each(DRIVERS)('opening with the %s driver', { timeout: 60_000 }, (driver) => {
  let folder: ReturnType<typeof tempFolder>
  const file = (): string => join(folder.path, 'archive.db')
  const open = (changes: Partial<Parameters<typeof openSample>[0]> = {}): ReturnType<typeof openSample> =>
    openSample({ file: file(), ...changes }, { driver })
  beforeEach(() => {
    folder = tempFolder()
  })
  afterEach(() => {
    killLeft()
    folder.remove()
  })

  /** Names, sizes and contents of everything in the folder. */
  const state = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder.path).map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder.path, name)))
          .digest('hex'),
      ]),
    )
  const expectUntouched = (work: () => void): void => {
    const before = state()
    work()
    expect(state()).toEqual(before)
  }
  const makeFilled = async (count = 3): Promise<void> => {
    const { archive } = open()
    await fill(archive, count)
    archive.close()
  }

  it('brings an older archive up to date, with everything in it', () => {
    const old = openSqlite({ file: file(), readOnly: false, driver })
    migrate(old, () => '0badcafe', 1)
    old.run('INSERT INTO arrival VALUES (4, 5.5, 0, ?, ?)', JSON.stringify(callbackFacts), Buffer.from('old bytes'))
    old.run('INSERT INTO removed_range (first, last) VALUES (1, 3)')
    old.close()
    const readOnly = (): unknown => open({ readOnly: true })
    expectUntouched(() => expect(readOnly).toThrow(/archive-read-only.*older format/))
    const { archive, notices } = open()
    expect(archive.id).toBe('0badcafe')
    expect(Buffer.from(archive.unindexed(0, 9)[0]?.raw ?? []).toString()).toBe('old bytes')
    expect(archive.status()).toMatchObject({ callbacks: 1, backlog: 1 })
    expect(notices.size).toBe(0)
    archive.close()
  })

  it('refuses a newer archive and leaves it untouched', async () => {
    await makeFilled()
    const newer = openSqlite({ file: file(), readOnly: false, driver })
    newer.exec(`PRAGMA user_version = ${String(SCHEMA_VERSION + 1)}`)
    newer.close()
    expectUntouched(() =>
      expect(() => open()).toThrow(
        new RegExp(`archive-newer.*newer version.*format ${String(SCHEMA_VERSION + 1)}.*Update`),
      ),
    )
    expectUntouched(() => expect(() => open({ readOnly: true })).toThrow(/archive-newer/))
  })

  it('refuses a newer archive whose version still stands in its log only', async () => {
    await makeFilled()
    const newer = openSqlite({ file: file(), readOnly: false, driver })
    newer.exec(`PRAGMA journal_mode = WAL; PRAGMA user_version = ${String(SCHEMA_VERSION + 1)}`)
    const copy = join(folder.path, 'copy.db')
    copyFileSync(file(), copy)
    copyFileSync(`${file()}-wal`, `${copy}-wal`)
    newer.close()
    expectUntouched(() => expect(() => openSample({ file: copy }, { driver })).toThrow(/archive-newer/))
  })

  it('refuses what is not an archive and leaves it untouched', () => {
    writeFileSync(file(), 'Not a database, but somebody may need it.\n'.repeat(10))
    expectUntouched(() => expect(() => open()).toThrow(/archive-damaged.*archive\.db.*Move it away/))
    writeFileSync(file(), 'SQLite format 3\0')
    expectUntouched(() => expect(() => open()).toThrow(/archive-damaged/))
    writeFileSync(file(), '')
    const foreign = openSqlite({ file: join(folder.path, 'other.db'), readOnly: false, driver })
    foreign.exec('CREATE TABLE bookmarks (a)')
    foreign.close()
    expectUntouched(() =>
      expect(() => open({ file: join(folder.path, 'other.db') })).toThrow(/archive-unreadable.*another program/),
    )
    expectUntouched(() => expect(() => open({ readOnly: true })).toThrow(/archive-unreadable.*no archive/))
    mkdirSync(join(folder.path, 'folder.db'))
    expect(() => open({ file: join(folder.path, 'folder.db') })).toThrow(/archive-(unreadable|damaged).*folder\.db/)
  })

  it('refuses a truncated or overwritten archive and leaves it untouched', async () => {
    await makeFilled(200)
    const whole = readFileSync(file())
    truncateSync(file(), whole.length - 5_000)
    expectUntouched(() => expect(() => open()).toThrow(/archive-damaged.*last 5000 bytes are missing/))
    const header = Buffer.from(whole)
    header.fill(0xff, 0, 60)
    writeFileSync(file(), header)
    expectUntouched(() => expect(() => open()).toThrow(/archive-damaged/))
    const schema = Buffer.from(whole)
    schema.fill(0xff, 100, 4_000)
    writeFileSync(file(), schema)
    expect(() => open()).toThrow(/archive-damaged/)
    writeFileSync(file(), whole)
    const { archive } = open()
    expect(archive.open({}).total()).toBe(200)
    archive.close()
  })

  it('names the damage when rows cannot be read, and goes on storing', async () => {
    await makeFilled(2_000)
    const bytes = readFileSync(file())
    // Pages in the middle of the table of arrivals; the ends, which opening looks at, stay.
    bytes.fill(0xff, 80 * 4096, 90 * 4096)
    writeFileSync(file(), bytes)
    const { archive } = open()
    expect(() => archive.entries(0, 2_000)).toThrow(/archive\.db is damaged.*Move it away/)
    expect(await append(archive, arrival('x'))).toEqual({ sequence: 2_001 })
    archive.close()
  })

  it('starts anew in an empty file, as a crash while making it may leave', async () => {
    writeFileSync(file(), '', { mode: 0o644 })
    const { archive } = open()
    expect(await append(archive, arrival('x'))).toEqual({ sequence: 1 })
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    archive.close()
  })

  it('says that another process has it, and opens once that one was killed', async () => {
    const holder = startWriter('hold', file(), driver)
    await holder.saw(1)
    expect(holder.lines).toEqual(['ready'])
    expect(() => open()).toThrow(/archive-locked.*another process/)
    expect(() => open({ readOnly: true })).toThrow(/archive-locked/)
    holder.process.kill('SIGKILL')
    await holder.ended
    const { archive } = open()
    expect(await append(archive, arrival('x'))).toEqual({ sequence: 1 })
    const second = startWriter('few', file(), driver)
    await second.ended
    expect(second.lines).toEqual(['refused archive-locked'])
    expect(await append(archive, arrival('y'))).toEqual({ sequence: 2 })
    archive.close()
  })

  it('says that a file or folder is read-only', async () => {
    await makeFilled()
    // Root may write everything: the writer gives that right up, so that permissions mean something.
    const nobody = process.geteuid?.() === 0 ? 65_534 : undefined
    if (nobody !== undefined) for (const path of [folder.path, file(), `${file()}.seq`]) chownSync(path, nobody, nobody)
    const lines = async (mode: string, target: string): Promise<readonly string[]> => {
      const child = startWriter(mode, target, driver, 'a', { user: nobody })
      await child.ended
      return child.lines
    }
    chmodSync(file(), 0o444)
    expect(await lines('few', file())).toEqual(['refused archive-read-only'])
    chmodSync(file(), 0o600)
    chmodSync(folder.path, 0o555)
    expect(await lines('few', file())).toEqual(['refused archive-read-only'])
    expect(await lines('few', join(folder.path, 'new.db'))).toEqual(['refused archive-read-only'])
    expect(await lines('read', file())).toEqual(['ready', 'total 3'])
    chmodSync(folder.path, 0o700)
    expect(readdirSync(folder.path).sort()).toEqual(['archive.db', 'archive.db.seq'])
  })

  it('tells which rows a damaged log has lost, once, and does not use their numbers again', async () => {
    const writer = startWriter('load', file(), driver)
    await writer.saw(400)
    writer.process.kill('SIGKILL')
    await writer.ended
    const promised = writer.lines.filter((line) => /^\d/.test(line)).length
    const log = readFileSync(`${file()}-wal`)
    log[Math.floor(log.length / 2)] = (log[Math.floor(log.length / 2)] ?? 0) ^ 0x10
    writeFileSync(`${file()}-wal`, log)
    let { archive, notices } = open()
    const left = archive.status().callbacks
    expect(left).toBeLessThan(promised)
    const problem = notices.get('archive-rows')
    expect(problem).toMatchObject({ code: 'archive-rows-missing', data: { first: left + 1 } })
    const last = Number(problem?.data?.['last'])
    expect(last).toBeGreaterThanOrEqual(promised)
    expect(await append(archive, arrival('next'))).toEqual({ sequence: last + 1 })
    archive.close()
    ;({ archive, notices } = open())
    expect(notices.size).toBe(0)
    expect(archive.status().callbacks).toBe(left + 1)
    archive.close()
  })

  it('tells of a row that is gone from the middle', async () => {
    await makeFilled(5)
    const other = openSqlite({ file: file(), readOnly: false, driver })
    other.exec('DELETE FROM arrival WHERE sequence = 3; DELETE FROM entry_index WHERE sequence = 3')
    other.close()
    const { archive, notices } = open()
    expect(notices.get('archive-rows')?.message).toMatch(/number 3 is gone/)
    expect(
      archive
        .open({})
        .rows(0, 9)
        .map((row) => row.sequence),
    ).toEqual([5, 4, 2, 1])
    archive.close()
  })

  it('needs no sidecar, and ignores that of another archive', async () => {
    await makeFilled()
    writeFileSync(`${file()}.seq`, 'ffffffff 0000000000000099\n')
    const { archive, notices } = open()
    expect(notices.size).toBe(0)
    expect(await append(archive, arrival('x'))).toEqual({ sequence: 4 })
    expect(readFileSync(`${file()}.seq`, 'latin1')).toBe(`${archive.id} 0000000000000004\n`)
    archive.close()
  })

  it('opens 100,000 rows with every position right', async () => {
    const { archive } = open()
    for (let round = 0; round < 100; round += 1) {
      await appendAll(
        archive,
        Array.from({ length: 1_000 }, () => arrival('x')),
      )
    }
    archive.close()
    const indexer = openSqlite({ file: file(), readOnly: false, driver })
    indexer.exec(`INSERT INTO entry_index (sequence, kind, received_at, family, method, target, size, peer, simulated)
      SELECT sequence, 0, received_at, 4, 'POST', '/', 1, '', 0 FROM arrival`)
    indexer.exec('INSERT INTO light SELECT sequence, 0 FROM arrival')
    indexer.close()
    const again = open()
    const view = again.archive.open({})
    expect(view.total()).toBe(100_000)
    expect(view.rows(99_999, 5).map((row) => row.sequence)).toEqual([1])
    expect(view.position(60_001)).toBe(39_999)
    expect(again.notices.size).toBe(0)
    again.archive.close()
  })
})
