import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import type { RunEnd } from '../../../shared/model/delivery.ts'
import { arrival } from '../store/testing/samples.ts'
import type { Archive } from '../store/types.ts'
import type { DeliveryChange } from './archive-deliveries.ts'
import { NOON, entryOf, openUntroubled, request } from './testing-requests.ts'

let folder: string
let archive: Archive
/** Runs that have ended. */
let ends: Map<string, RunEnd>

const open = () =>
  openUntroubled({
    file: join(folder, 'archive.sqlite'),
    wall: () => NOON + 1000,
    runEnd: (run) => ends.get(run) ?? null,
  })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'end-runs-'))
  ends = new Map()
  archive = open()
})
afterEach(() => {
  archive.close()
  rmSync(folder, { recursive: true })
})

/** Stores so many arrivals; their numbers go up from 1. */
function store(count: number): void {
  for (let one = 0; one < count; one += 1) archive.append(arrival('x'), () => undefined)
  archive.flush()
}
const index = (...requests: readonly GroupRequest[]) => archive.index(requests.map(entryOf), true)

it('lets nothing wait whose run has ended; the others do', () => {
  store(5)
  const told: DeliveryChange[] = []
  archive.deliveries.onChange((change) => told.push(change))
  index(request(1, 0, { key: 1, simulated: true, run: 'a' }), request(2, 0, { key: 2, simulated: true, run: 'b' }))
  index(request(3, 0))
  const waiting = archive.deliveries.open({ group: 'waiting' })
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 3, open: 0 })
  ends.set('a', 'stopped')
  archive.deliveries.runsEnded()
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 2, open: 1 })
  expect(told.at(-1)?.changed).toEqual([1])
  waiting.follow(told.at(-1) as DeliveryChange)
  expect(waiting.rows(0, 10).map(({ id }) => id)).toEqual([3, 2])
  // What was under way when the run was stopped does not begin to wait again.
  index(request(4, 30, { key: 1, simulated: true, run: 'a' }))
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 2, open: 1 })
  index(request(5, 30, { key: 2, simulated: true, run: 'b', status: 204, outcome: 'delivered' }))
  ends.set('b', 'over')
  archive.deliveries.runsEnded()
  expect(archive.deliveries.counts()).toEqual({ first: 0, later: 1, waiting: 1, lost: 0, open: 1 })
})

it('lets nothing wait for runs of an earlier process, however many real ones wait before them', async () => {
  store(2502)
  const many = Array.from({ length: 2501 }, (_, place) => request(place + 1, place % 7, { key: place }))
  index(...many, request(2502, 6, { key: 9000, simulated: true, run: 'a' }))
  archive.close()
  archive = open()
  ends.set('a', 'interrupted')
  const ended = new Promise<DeliveryChange>((tell) => archive.deliveries.onChange(tell))
  archive.deliveries.endEarlierRuns()
  expect((await ended).changed).toEqual([2502])
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 2501, open: 1 })
  expect(archive.deliveries.open({ group: 'open' }).rows(0, 1).map(archive.deliveries.runEnd)).toEqual(['interrupted'])
})
