import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeLadderArchive } from '../engine/deliveries/testing-ladder-archive.ts'
import { buildCli, listening, recordsOf, run, send } from './testing.ts'
import type { BuiltCli, OutputLine } from './testing.ts'

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})
afterAll(() => cli.remove())

test('export says which attempt of which delivery a callback is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-record-'))
  const file = join(folder, 'archive.sqlite')
  const story = { target: '/callback?event-type=UNFREEZE&paymentId=1', count: 5, done: 5, lastMsAgo: 1000 }
  await writeLadderArchive(file, Date.UTC(2026, 5, 2, 12), [story])
  const { out } = await run(cli, ['export', '--archive', file])
  rmSync(folder, { recursive: true })
  const deliveries = recordsOf(out).map((record) => (record.type === 'callback' ? record.delivery : undefined))
  expect(deliveries.map((delivery) => delivery?.attempt)).toEqual([1, 2, 3, 4, 5])
  expect(deliveries[4]).toMatchObject({ of: 20, confidence: 'certain' })
  expect(new Set(deliveries.map((delivery) => delivery?.id)).size).toBe(1)
})

test('listen and export remark the same second user agent', async () => {
  const archive = join(cli.folder, 'pair.sqlite')
  const listener = await listening(cli, ['--archive', archive])
  const seen: OutputLine[] = []
  for (const agent of ['Java/17.0.9', 'Other/1', 'Other/1']) {
    await send(listener.ready, '/?event-type=UNFREEZE&paymentId=7', { headers: { 'User-Agent': agent } })
    seen.push(await listener.next())
  }
  await listener.stop()
  const { out } = await run(cli, ['export', '--archive', archive])
  const pairOf = (record: OutputLine) =>
    record.type === 'callback'
      ? record.verdict.transport.findings.filter(({ code }) => code === 'transport-agent-pair')
      : null
  const pairs = seen.map(pairOf)
  expect(recordsOf(out).map(pairOf)).toEqual(pairs)
  expect(pairs.map((found) => found?.length)).toEqual([0, 1, 0])
  expect(pairs[1]?.[0]?.evidence).toMatchObject({
    userAgent: 'Other/1',
    firstUserAgent: 'Java/17.0.9',
    firstCallback: '1',
  })
})
