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

/** One thing that the trace shows. `promised`: the number noted beside the archive once a commit is on the disk. */
type Step =
  | { readonly letter: 'w' | 'S' | 's' }
  | { readonly letter: 'p'; readonly promised: number }
  | { readonly letter: 'a'; readonly bytes: number }

/**
 * `w`: rows into the log. `S`: a sync of the log begins, `s`: it is done (another thread may do it, while index rows go into the log).
 * `p`: up to there it is promised. `a`: answers leave.
 */
function stepsOf(file: string, archive: string, answer: RegExp): Step[] {
  return callsOf(readFileSync(file, 'latin1')).flatMap(({ name, rest, phase }): Step[] => {
    const isLog = rest.includes(`<${archive}-wal>`)
    if (phase === 'begun') return isLog && /^f(data)?sync$/.test(name) ? [{ letter: 'S' }] : []
    if (isLog) {
      if (name.startsWith('pwrite')) return [{ letter: 'w' }]
      if (/^f(data)?sync$/.test(name) && rest.endsWith(' = 0')) return [{ letter: 's' }]
    }
    const promised = /"[0-9a-f]{8} (\d{16})/.exec(rest)?.[1]
    if (rest.includes(`<${archive}.seq>`) && promised !== undefined)
      return [{ letter: 'p', promised: Number(promised) }]
    const bytes = Number(/ = (\d+)$/.exec(rest)?.[1] ?? 0)
    return /^(write|writev|sendto|sendmsg)$/.test(name) && answer.test(rest) ? [{ letter: 'a', bytes }] : []
  })
}

const orderOf = (steps: readonly Step[]): string => steps.map(({ letter }) => letter).join('')

const bytesOf = (steps: readonly Step[]): number =>
  steps.reduce((sum, step) => sum + (step.letter === 'a' ? step.bytes : 0), 0)

/** What was promised at each write of answers, and how many answers had left with it, `size` bytes each. */
function answersAgainstPromises(steps: readonly Step[], size: number) {
  let promised = 0
  let bytes = 0
  return steps.flatMap((step) => {
    if (step.letter === 'p') promised = step.promised
    if (step.letter !== 'a') return []
    bytes += step.bytes
    return [{ promised, answered: Math.floor(bytes / size) }]
  })
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
  return { steps: stepsOf(log, archive, answer), stored: stored.length }
}

/** On the wire an answer is text over plain HTTP, and a record of type 23 (application data) over TLS 1.2. */
const PLAIN = /^\d+<(socket|TCP)[^>]*>.*"HTTP\/1\.1 204/
const RECORD = /^\d+<(socket|TCP)[^>]*>.*"\\27\\3\\3/

describe.skipIf(noTrace !== null)('the log is synced before an answer leaves', () => {
  test.each([
    ['plain', ['--http'], PLAIN],
    ['tls', [], RECORD],
  ] as const)('one request after the other (%s)', async (name, args, answer) => {
    const { steps, stored } = await traced(`single-${name}`, args, answer, async (connect) => {
      const { socket, answer: next } = await connect()
      for (const target of ['/1', '/2', '/3', '/4']) {
        socket.write(post(target))
        expect(await next()).toBe(204)
      }
      socket.destroy()
    })
    expect(stored).toBe(4)
    // Before each answer lie a write into the log, a sync that began after it and is done, and the promise.
    const order = orderOf(steps)
    expect(order.match(/a/g)).toHaveLength(4)
    expect(order).toMatch(/^([wSs]*w[wSs]*S[wSs]*s[wSs]*pa){4}[wSs]*$/)
  })

  test.each([
    ['plain', ['--http'], PLAIN],
    ['tls', [], RECORD],
  ] as const)('requests that share a commit (%s)', async (name, args, answer) => {
    const { steps, stored } = await traced(`batch-${name}`, args, answer, async (connect) => {
      const callers = await Promise.all([connect(), connect(), connect()])
      for (const { socket } of callers) socket.write(post('/a').repeat(10))
      const statuses = await Promise.all(callers.flatMap(({ answer: next }) => Array.from({ length: 10 }, next)))
      expect(statuses).toEqual(Array.from({ length: 30 }, () => 204))
      for (const { socket } of callers) socket.destroy()
    })
    expect(stored).toBe(30)
    const order = orderOf(steps)
    // A number is promised after a sync that began after its rows. (Index rows go into the same log without a sync of their own.)
    for (const before of order.split('p').slice(0, -1)) expect(before).toMatch(/w.*S.*s/)
    // Over TLS a write may hold several answers in one record: counted by the largest write, so never too many.
    const size =
      name === 'plain' ? bytesOf(steps) / 30 : Math.max(...steps.map((step) => (step.letter === 'a' ? step.bytes : 0)))
    for (const { promised, answered } of answersAgainstPromises(steps, size))
      expect(answered).toBeLessThanOrEqual(promised)
    const commits = order.match(/p/g)?.length ?? 0
    expect(commits).toBeGreaterThan(0)
    expect(commits).toBeLessThan(30)
    console.info(`30 callbacks over ${name}: answered after ${String(commits)} commits`)
  })
})
