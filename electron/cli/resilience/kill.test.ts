import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BuiltCli } from '../testing.ts'
import { buildCli } from '../testing.ts'
import type { Harsh } from './testing.ts'
import { callOn, post } from './testing-calls.ts'
import type { Caller } from './testing-calls.ts'
import { exported, listenHarsh } from './testing.ts'

const ROUNDS = 16
const CLIENTS = 6

let cli: BuiltCli
let running: Harsh | null = null
beforeAll(async () => {
  cli = await buildCli()
})
afterAll(async () => {
  await running?.end('SIGKILL')
  cli.remove()
})

/** Posts unique targets on one kept-alive connection until it breaks; tells of each that is sent and acknowledged. */
async function keepPosting(
  { socket, answer }: Caller,
  name: string,
  sent: string[],
  acknowledged: (target: string) => void,
) {
  for (let n = 0; ; n += 1) {
    const target = `/${name}-${String(n)}`
    sent.push(target)
    socket.write(post(target))
    const status = await answer()
    if (status === null) return
    expect(status).toBe(204)
    acknowledged(target)
  }
}

describe('SIGKILL under load, over TLS', () => {
  test(`${String(ROUNDS)} rounds: all that was acknowledged is there, nothing twice`, async () => {
    const archive = join(cli.folder, 'killed.sqlite')
    const promised: string[] = []
    const sent: string[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const one = await listenHarsh(cli, ['--archive', archive])
      running = one
      // The moment of the kill: after a number of answers that nobody planned, while others are under way.
      const last = promised.length + 1 + Math.floor(Math.random() * 150)
      let ending: Promise<unknown> | null = null
      const acknowledged = (target: string): void => {
        promised.push(target)
        if (promised.length >= last) ending ??= one.end('SIGKILL')
      }
      const callers = await Promise.all(Array.from({ length: CLIENTS }, () => callOn(one.ready)))
      await Promise.all(
        callers.map((caller, client) =>
          keepPosting(caller, `r${String(round)}-c${String(client)}`, sent, acknowledged),
        ),
      )
      await ending
      // Nothing to say at the start: no number that was promised is missing.
      expect(one.errors()).toBe('')
    }
    const records = await exported(cli, archive)
    const targets = records.flatMap((record) => (record.type === 'callback' ? [record.target] : []))
    const stored = new Set(targets)
    const lost = promised.filter((target) => !stored.has(target))
    const twice = targets.length - stored.size
    const figures = { rounds: ROUNDS, sent: sent.length, acknowledged: promised.length, stored: targets.length }
    console.info(`kill -9 under load: ${JSON.stringify({ ...figures, lost: lost.length, twice })}`)
    expect(lost).toEqual([])
    expect(twice).toBe(0)
    const known = new Set(sent)
    expect(targets.filter((target) => !known.has(target))).toEqual([])
    expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => index + 1))
    expect(promised.length).toBeGreaterThanOrEqual(ROUNDS)
  }, 120_000)
})
