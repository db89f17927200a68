import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { BuiltCli, Listening } from './testing.ts'
import { buildCli, listening, recordsOf, run, send } from './testing.ts'

let cli: BuiltCli
let running: Listening[] = []
beforeAll(async () => {
  cli = await buildCli()
})
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop('SIGKILL')))
  running = []
})
afterAll(() => cli.remove())

async function listenWith(...args: string[]): Promise<Listening> {
  const one = await listening(cli, args)
  running.push(one)
  return one
}

const put = (name: string, content: string | object): string => {
  const file = join(cli.folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const MAPI = JSON.stringify({
  paymentId: '0c6b5a36-6b2f-4a7c-9d3a-5f1f2f0b9a11',
  status: 'AUTHORIZED',
  created: '2026-01-02T03:04:05Z',
})

/** Opens a plain socket to a listener, sends, and resolves with all that came back when it was closed. */
function talk(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((done) => {
    let heard = ''
    const socket = connect(Number(port), hostname, () => socket.end(text))
    socket.on('data', (piece: Buffer) => (heard += piece.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => done(heard))
  })
}

describe('the end of a run', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: exit code 0, and the temporary archive is gone',
    async (signal) => {
      const one = await listenWith()
      expect(existsSync(one.ready.archive)).toBe(true)
      expect(statSync(one.ready.archive).mode & 0o077).toBe(0)
      expect(await one.stop(signal)).toEqual({ code: 0, out: '', err: '' })
      expect(existsSync(join(one.ready.archive, '..'))).toBe(false)
    },
  )

  test('a reader that goes away ends it', async () => {
    const one = await listenWith()
    const ended = one.hangUp()
    await send(one.ready, '/x')
    expect(await ended).toBe(0)
  })
})

describe('an archive that is kept', () => {
  test('holds everything; export gives the same records; a second run goes on counting', async () => {
    const archive = join(cli.folder, 'kept.sqlite')
    const one = await listenWith('--archive', archive)
    expect(one.ready).toMatchObject({ archive, temporaryArchive: false })
    await send(one.ready, '/first', { method: 'POST', body: MAPI, headers: { 'Content-Type': 'application/json' } })
    const first = await one.next()
    await talk(one.ready.url, 'GET / HTTP/1.1\r\n\r\n')
    const second = await one.next()

    const locked = await run(cli, ['export', '--archive', archive])
    expect([locked.code, locked.out]).toEqual([1, ''])
    expect(locked.err).toContain(archive)
    const other = await run(cli, ['listen', '--port', '0', '--archive', archive])
    expect([other.code, other.out]).toEqual([1, ''])
    expect(other.err).toContain(archive)

    expect((await one.stop()).code).toBe(0)
    const exported = await run(cli, ['export', '--archive', archive, '--json'])
    expect([exported.code, exported.err]).toEqual([0, ''])
    expect(recordsOf(exported.out)).toEqual([first, second])

    const mapi = put('mapi.json', { version: 1, name: 'Lab', host: '127.0.0.1', sources: ['127.0.0.0/8'] })
    const trusted = recordsOf((await run(cli, ['export', '--archive', archive, '--profile', mapi])).out)
    expect(trusted[0]).toMatchObject({ profile: 'Lab', verdict: { source: { state: 'pass' } } })

    const again = await listenWith('--archive', archive)
    await send(again.ready, '/third')
    expect(await again.next()).toMatchObject({ sequence: 3, target: '/third' })
  })

  test.each([
    ['nowhere/none.sqlite', 'there is no such file'],
    ['text.sqlite', 'text.sqlite'],
    ['folder.sqlite', 'folder.sqlite'],
  ])('export of %s: could not, one sentence', async (name, part) => {
    put('text.sqlite', 'this is no database, but long enough to look like a file with something in it'.repeat(40))
    const folder = join(cli.folder, 'folder.sqlite')
    if (!existsSync(folder)) mkdirSync(folder)
    const { code, out, err } = await run(cli, ['export', '--archive', name])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(part)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('an empty archive exports nothing', async () => {
    const archive = join(cli.folder, 'empty.sqlite')
    const one = await listenWith('--archive', archive)
    await one.stop()
    expect(await run(cli, ['export', '--archive', archive])).toEqual({ code: 0, out: '', err: '' })
  })
})
