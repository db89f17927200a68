import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeLadderArchive } from '../engine/deliveries/testing-ladder-archive.ts'
import { buildCli, recordsOf, run } from './testing.ts'
import type { BuiltCli } from './testing.ts'

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
