import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { system } from '../../engine/store/testing/child.ts'
import type { BuiltCli } from '../testing.ts'
import { buildCli } from '../testing.ts'
import { callOn, post } from './testing-calls.ts'
import { exported, listenHarsh } from './testing.ts'
import type { Caller } from './testing-calls.ts'
import { callsOf } from './trace.ts'

const noTrace = system('strace', '-f', '-o', '/dev/null', 'true')
if (noTrace !== null) console.warn(`Skipped: the order of sync and answer cannot be traced here (${noTrace}).`)

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})
afterAll(() => cli.remove())

/** `w`: rows into the log. `s`: the log is on the disk. `a`: an answer begins to leave. */
function orderOf(file: string, archive: string, answer: RegExp): string {
  return callsOf(readFileSync(file, 'latin1'))
    .map(({ name, rest, phase }) => {
      if (rest.includes(`<${archive}-wal>`)) {
        if (name.startsWith('pwrite') && phase === 'done') return 'w'
        if (/^f(data)?sync$/.test(name) && phase === 'done' && rest.endsWith(' = 0')) return 's'
      }
      return /^(write|writev|sendto|sendmsg)$/.test(name) && phase === 'begun' && answer.test(rest) ? 'a' : ''
    })
    .join('')
}

/** Listens traced, lets calls be made, and gives the order in which log, sync and answers came. */
async function traced(
  name: string,
  args: readonly string[],
  answer: RegExp,
  calls: (one: () => Promise<Caller>) => Promise<void>,
) {
  const archive = join(cli.folder, `${name}.sqlite`)
  const log = join(cli.folder, `${name}.strace`)
  const seen = 'trace=fsync,fdatasync,pwrite64,pwritev,write,writev,sendto,sendmsg'
  const one = await listenHarsh(cli, ['--archive', archive, ...args], {
    wrap: ['strace', '-f', '-y', '-s', '32', '-e', seen, '-o', log],
  })
  // Signals for strace are not passed on: the program itself is asked to stop, whatever comes of the calls.
  const program = Number(/^(\d+)/.exec(readFileSync(log, 'latin1'))?.[1])
  try {
    await calls(() => callOn(one.ready, 'TLSv1.2'))
  } finally {
    process.kill(program, 'SIGTERM')
  }
  expect(await one.ended).toBe(0)
  const stored = await exported(cli, archive)
  return { order: orderOf(log, archive, answer), stored: stored.length }
}

/** On the wire an answer is text over plain HTTP, and a record of type 23 (application data) over TLS 1.2. */
const PLAIN = /^\d+<(socket|TCP)[^>]*>.*"HTTP\/1\.1 204/
const RECORD = /^\d+<(socket|TCP)[^>]*>.*"\\27\\3\\3/

describe.skipIf(noTrace !== null)('the log is synced before an answer leaves', () => {
  test.each([
    ['plain', ['--http'], PLAIN],
    ['tls', [], RECORD],
  ] as const)('one request after the other (%s)', async (name, args, answer) => {
    const { order, stored } = await traced(`single-${name}`, args, answer, async (connect) => {
      const { socket, answer: next } = await connect()
      for (const target of ['/1', '/2', '/3', '/4']) {
        socket.write(post(target))
        expect(await next()).toBe(204)
      }
      socket.destroy()
    })
    expect(stored).toBe(4)
    // Between any two answers lie a write into the log and, after it, a sync.
    expect(order.match(/a/g)).toHaveLength(4)
    expect(order).toMatch(/^[ws]*(w+s+a[s]*){4}[ws]*$/)
  })

  test.each([
    ['plain', ['--http'], PLAIN],
    ['tls', [], RECORD],
  ] as const)('requests that share a commit (%s)', async (name, args, answer) => {
    const { order, stored } = await traced(`batch-${name}`, args, answer, async (connect) => {
      const callers = await Promise.all([connect(), connect(), connect()])
      for (const { socket } of callers) socket.write(post('/a').repeat(10))
      const statuses = await Promise.all(callers.flatMap(({ answer: next }) => Array.from({ length: 10 }, next)))
      expect(statuses).toEqual(Array.from({ length: 30 }, () => 204))
      for (const { socket } of callers) socket.destroy()
    })
    expect(stored).toBe(30)
    // No answer between a write into the log and its sync, and several answers share one sync.
    expect(order).toMatch(/^([ws]*sa+)+[ws]*$/)
    const commits = order.match(/sa/g)?.length ?? 0
    expect(commits).toBeLessThan(30)
    console.info(`30 callbacks over ${name}: answered after ${String(commits)} commits`)
  })
})
