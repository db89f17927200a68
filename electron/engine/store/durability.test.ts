import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredEntry } from '../../../shared/model/stored.ts'
import { WRITER, acknowledged, killLeft, start, startWriter, system } from './testing/child.ts'
import { DRIVERS, append, arrival, openSample, tempFolder } from './testing/samples.ts'

/** Text of an entry as the writer made it, without the padding. */
const textOf = (entry: StoredEntry | null): string | null =>
  entry === null ? null : Buffer.from(entry.raw).toString('latin1').replace(/\.+$/, '')

/** Gives the reason why a file system of a fixed size cannot be mounted here, or null. */
function whyNoMount(): string | null {
  const folder = tempFolder()
  const reason = system('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.path)
  if (reason === null) system('umount', folder.path)
  folder.remove()
  return reason
}

const noMount = whyNoMount()
const noTrace = system('strace', '-o', '/dev/null', 'true')
for (const reason of [noMount, noTrace]) if (reason !== null) console.warn(`Skipping a test of the archive: ${reason}`)

// Processes start slowly on a busy machine.
describe.each(DRIVERS)('durability with the %s driver', { timeout: 60_000 }, (driver) => {
  let folder: ReturnType<typeof tempFolder>
  const file = (): string => join(folder.path, 'archive.db')
  beforeEach(() => {
    folder = tempFolder()
  })
  afterEach(() => {
    killLeft()
    folder.remove()
  })

  it('loses nothing that it acknowledged, and stores nothing twice, when it is killed again and again', async () => {
    const promised = new Map<number, string>()
    for (let round = 0; round < 8; round += 1) {
      const writer = startWriter('load', file(), driver, `r${String(round)}`)
      // A different place each time: from the first acknowledgements to some hundreds later.
      await writer.saw(2 + round * 60)
      writer.process.kill('SIGKILL')
      await writer.ended
      const now = acknowledged(writer.lines)
      expect(now.length).toBeGreaterThan(0)
      const before = promised.size
      for (const [sequence, text] of now) promised.set(sequence, text)
      expect(promised.size).toBe(before + now.length)
      const { archive, notices } = openSample({ file: file() }, { driver })
      const stored = new Map(archive.entries(0, 1_000_000).map((entry) => [entry.sequence, textOf(entry)]))
      expect([...promised].filter(([sequence, text]) => stored.get(sequence) !== text)).toEqual([])
      expect(new Set(stored.values()).size).toBe(stored.size)
      expect(archive.unindexed(0, 1_000_000)).toHaveLength(archive.status().backlog)
      expect(notices.size).toBe(0)
      archive.close()
    }
  })

  it.skipIf(noTrace !== null)('syncs before each acknowledgement', async () => {
    const log = join(folder.path, 'trace')
    const args = ['-f', '-e', 'trace=fsync,fdatasync,write', '-o', log, process.execPath, WRITER, 'few', file(), driver]
    const writer = start('strace', args)
    await writer.ended
    expect(acknowledged(writer.lines)).toHaveLength(3)
    const calls = readFileSync(log, 'latin1')
      .split('\n')
      .flatMap((line) =>
        / (<\.\.\. )?f(data)?sync( resumed>|\(\d+).*= 0$/.test(line)
          ? ['sync']
          : / write\(1, "(\d|ready)/.test(line)
            ? ['said']
            : [],
      )
    const afterReady = calls.slice(calls.indexOf('said') + 1)
    // Between any two acknowledgements lies at least one sync.
    expect(afterReady.join(' ')).toMatch(/^(sync )+said (sync )+said (sync )+said( sync)*$/)
  })

  it.skipIf(noMount !== null)(
    'says that the disk is full, keeps what it promised, and goes on when there is room again',
    async () => {
      const disk = join(folder.path, 'disk')
      mkdirSync(disk)
      expect(system('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk)).toBeNull()
      try {
        const filler = join(disk, 'filler')
        writeFileSync(filler, Buffer.alloc(2_500_000))
        const { archive, notices } = openSample({ file: join(disk, 'archive.db') }, { driver })
        const stored: number[] = []
        const fillUp = async (): Promise<string> => {
          for (;;) {
            const outcome = await append(archive, arrival('x'.repeat(50_000)))
            if ('problem' in outcome) return outcome.problem.code
            stored.push(outcome.sequence)
          }
        }
        expect(await fillUp()).toBe('archive-full')
        expect(notices.get('archive')).toMatchObject({ code: 'archive-full', data: { file: join(disk, 'archive.db') } })
        expect(await append(archive, arrival('y'.repeat(50_000)))).toMatchObject({ problem: { code: 'archive-full' } })
        const before = stored.length
        rmSync(filler)
        expect(await append(archive, arrival('room again'))).toEqual({ sequence: before + 1 })
        expect(notices.size).toBe(0)
        stored.push(before + 1)
        expect(await fillUp()).toBe('archive-full')
        archive.close()
        const again = openSample({ file: join(disk, 'archive.db'), readOnly: false }, { driver })
        for (const sequence of stored) expect(again.archive.entry(sequence)?.raw.length).toBeGreaterThan(0)
        expect(stored.length).toBeGreaterThan(before + 5)
        again.archive.close()
      } finally {
        system('umount', '-l', disk)
      }
    },
  )

  it('says that a size limit of the system is reached, and keeps what it promised', async () => {
    const writer = startWriter('full', file(), driver, 'a', { shell: 'ulimit -f 2000' })
    await writer.ended
    expect(writer.lines.at(-1)).toBe('problem archive-full')
    expect(writer.process.exitCode).toBe(0)
    const { archive, notices } = openSample({ file: file() }, { driver })
    const promised = acknowledged(writer.lines)
    expect(promised.length).toBeGreaterThan(5)
    for (const [sequence, text] of promised) expect(textOf(archive.entry(sequence))).toBe(text)
    expect(notices.size).toBe(0)
    archive.close()
  })

  it('stores on when no file descriptor is left', async () => {
    const writer = startWriter('descriptors', file(), driver, 'a', { shell: 'ulimit -n 60' })
    await writer.ended
    expect(writer.lines).toEqual(['ready', 'out EMFILE', '1 a-1'])
  })
})
