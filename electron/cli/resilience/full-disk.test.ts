import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { system } from '../../engine/store/testing/child.ts'
import type { BuiltCli } from '../testing.ts'
import { buildCli } from '../testing.ts'
import { callOn, post } from './testing-calls.ts'
import type { Harsh } from './testing.ts'
import { exported, listenHarsh } from './testing.ts'

let cli: BuiltCli
let noMount: string | null = null
let running: Harsh | null = null
const disk = (): string => join(cli.folder, 'disk')

beforeAll(async () => {
  cli = await buildCli()
  mkdirSync(disk())
  noMount = system('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk())
})
afterEach(async () => {
  await running?.end('SIGKILL')
  running = null
})
afterAll(() => {
  if (noMount === null) system('umount', '-l', disk())
  cli.remove()
})

const BODY = 'x'.repeat(60_000)

/** Posts until a callback cannot be stored; gives the targets that were acknowledged. */
async function fillUp(one: Harsh, name: string): Promise<string[]> {
  const { socket, answer } = await callOn(one.ready)
  const acknowledged: string[] = []
  for (let n = 0; n < 500; n += 1) {
    socket.write(post(`/${name}-${String(n)}`, BODY))
    const status = await answer()
    if (status !== 204) {
      expect(status).toBe(503)
      socket.destroy()
      return acknowledged
    }
    acknowledged.push(`/${name}-${String(n)}`)
  }
  throw new Error('it was never full')
}

/** Every target that was acknowledged is there once, and every other request is a row of its own. */
async function expectKept(archive: string, acknowledged: readonly string[], refused: number): Promise<void> {
  const records = await exported(cli, archive)
  const targets = records.flatMap((record) => (record.type === 'callback' ? [record.target] : []))
  expect(targets).toEqual(acknowledged)
  const rows = records.flatMap((record) => (record.type === 'connection' ? [record] : []))
  expect(rows).toHaveLength(refused)
  for (const row of rows) {
    expect(row).toMatchObject({ cause: 'not-stored', code: 'archive-full', answered: 503 })
    expect(Buffer.from(row.rawBase64, 'base64').toString('latin1')).toContain('POST /')
  }
}

describe('a disk that is full', () => {
  test('503 and a sentence; with room again 204, and nothing that was acknowledged is lost', async (context) => {
    if (noMount !== null) context.skip(`a small disk cannot be mounted here: ${noMount}`)
    const archive = join(disk(), 'archive.sqlite')
    const filler = join(disk(), 'filler')
    writeFileSync(filler, Buffer.alloc(2_500_000))
    const one = await listenHarsh(cli, ['--archive', archive])
    running = one
    const acknowledged = await fillUp(one, 'before')
    await one.until(() => one.errors().includes('Make room'))
    expect(one.errors()).toContain(archive)
    // Still full, still alive, on a new connection as well.
    const { socket, answer } = await callOn(one.ready)
    socket.write(post('/still-full', BODY))
    expect(await answer()).toBe(503)
    rmSync(filler)
    socket.write(post('/room-again'))
    expect(await answer()).toBe(204)
    socket.destroy()
    // What was refused shows up by itself.
    await one.until(() => one.records.filter(({ type }) => type === 'connection').length === 2)
    // The bank tries again what was not taken.
    const again = await callOn(one.ready)
    again.socket.write(post('/still-full', BODY))
    expect(await again.answer()).toBe(204)
    again.socket.destroy()
    expect(await one.end('SIGTERM')).toBe(0)
    expect(one.errors().trimEnd().split('\n')).toHaveLength(1)
    console.info(`full disk: ${String(acknowledged.length + 2)} acknowledged, 2 answered 503, 0 lost`)
    await expectKept(archive, [...acknowledged, '/room-again', '/still-full'], 2)
  })

  test('a limit on the size of files is told in the same way, and the end of the run is in order', async () => {
    const archive = join(cli.folder, 'limited.sqlite')
    const one = await listenHarsh(cli, ['--archive', archive], {
      wrap: ['sh', '-c', 'ulimit -f 2000; exec "$0" "$@"'],
    })
    running = one
    const acknowledged = await fillUp(one, 'limited')
    await one.until(() => one.errors().includes('a size limit is reached'))
    expect(acknowledged.length).toBeGreaterThan(3)
    expect(await one.end('SIGTERM')).toBe(0)
    const targets = (await exported(cli, archive)).flatMap((record) =>
      record.type === 'callback' ? [record.target] : [],
    )
    expect(targets).toEqual(acknowledged)
  })
})
