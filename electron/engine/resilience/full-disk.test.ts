import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { plainClient } from '../listener/testing.ts'
import { system } from '../store/testing/child.ts'
import { settled, startEngine, watchEvents } from './testing.ts'
import type { Started } from './testing.ts'

let disk: string
let noMount: string | null = null
let running: Started | null = null
beforeAll(() => {
  disk = mkdtempSync(join(tmpdir(), 'engine-disk-'))
  noMount = system('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk)
})
afterEach(async () => {
  await running?.stop()
  running = null
})
afterAll(() => {
  if (noMount === null) system('umount', '-l', disk)
  rmSync(disk, { recursive: true, force: true })
})

async function send(port: number, target: string, size: number): Promise<number> {
  const client = await plainClient(port)
  client.socket.write(
    `POST ${target} HTTP/1.1\r\nHost: a\r\nContent-Length: ${String(size)}\r\n\r\n${'x'.repeat(size)}`,
  )
  await client.expect('HTTP/1.1 ')
  client.socket.destroy()
  return client.statuses[0] ?? 0
}

describe('a full disk, as a window sees it', () => {
  it('is one red banner, which goes by itself when there is room, and every refusal is a row', async (context) => {
    if (noMount !== null) context.skip(`a small disk cannot be mounted here: ${noMount}`)
    const archiveFile = join(disk, 'archive.sqlite')
    const filler = join(disk, 'filler')
    writeFileSync(filler, Buffer.alloc(2_500_000))
    running = await startEngine({ archiveFile })
    const { engine, ports, trustChanged } = running
    const page = watchEvents(engine)
    let stored = 0
    while ((await send(ports.http, `/${String(stored)}`, 60_000)) === 204) stored += 1
    await page.until(() => engine.notices().length > 0)
    expect(engine.notices()).toHaveLength(1)
    expect(engine.notices()[0]).toMatchObject({ severity: 'error', problem: { code: 'archive-full' } })
    expect(engine.notices()[0]?.problem.message).toContain(archiveFile)
    // Judging again needs room as well: it is tried again later, and takes nothing down with it.
    trustChanged()
    // A row of something that is no callback waits for room, too.
    expect(await send(ports.http, 'no-target', 70_000)).toBe(503)
    const stranger = await plainClient(ports.http)
    stranger.socket.write(`NONSENSE\r\n${'y'.repeat(60_000)}\r\n\r\n`)
    await stranger.expect('HTTP/1.1 400')
    stranger.socket.destroy()
    expect(engine.archive.lastSequence()).toBe(stored)

    rmSync(filler)
    // Nobody calls: the banner goes, and the rows come, by themselves.
    await page.until(() => engine.notices().length === 0 && engine.archive.lastSequence() >= stored + 3)
    await settled(engine)
    const causes = engine.archive
      .entries(stored, 100)
      .map(({ facts }) => (facts.kind === 'connection' ? facts.trouble.cause : 'callback'))
    expect(causes).toEqual(['not-stored', 'not-stored', 'malformed-request'])
    expect(await send(ports.http, '/again', 100)).toBe(204)
    await settled(engine)
    expect(engine.archive.status()).toMatchObject({ callbacks: stored + 1, connectionEvents: 3, backlog: 0 })
  })
})
