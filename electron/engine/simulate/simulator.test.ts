import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import { readDelivery } from '../../../shared/checks/deliveries/reading.ts'
import { LADDER } from '../../../shared/facts/delivery.ts'
import { READY_SCENARIOS } from '../../../shared/simulate/ready-scenarios.ts'
import { systemClocks } from '../clocks.ts'
import { settled, startEngine } from '../resilience/testing.ts'
import type { Started } from '../resilience/testing.ts'
import { openRunNotes } from './run-notes.ts'
import { findRunning } from './running.ts'
import { createSimulator } from './simulator.ts'
import { simulatorKey } from './simulator-key.ts'
import { play, ready, scenario, UNFREEZE, until, wish } from './testing.ts'

/* The simulator over real sockets, against our own listener. */

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: Parameters<typeof startEngine>[0] = {}): Promise<Started> {
  const started = await startEngine(options)
  closing.push(started.stop)
  return started
}

function deliveryAt({ engine }: Started, id: number): Delivery {
  const found = engine.archive.deliveries.read(id)
  if (found === null) throw new Error(`no delivery ${String(id)}`)
  return found
}

it('shows three failures and then success, each linked to its callback', async () => {
  const started = await start()
  const run = await play(started, ready('demo'))
  expect(run.requests.map(({ attempt, status, delivered }) => [attempt, status, delivered])).toEqual([
    [4, 204, true],
    [3, 503, false],
    [2, 503, false],
    [1, 503, false],
  ])
  const linked = await until(started, run.id, ({ requests }) => requests.every(({ sequence }) => sequence !== null))
  expect(linked.requests.map(({ sequence }) => sequence)).toEqual([4, 3, 2, 1])
  await settled(started.engine)
  const row = started.engine.archive.row(4)
  expect(row).toMatchObject({ simulated: true, eventType: 'UNFREEZE', status: 204 })
  expect(row?.lights).toEqual(['pass', 'not-applicable', 'unchecked', 'pass', 'pass'])
})

it('plays the whole ladder of 36 hours, with every gap on its clock exact', async () => {
  const started = await start()
  const run = await play(started, ready('whole-ladder'))
  expect(run.deliveries).toMatchObject([{ state: 'lost', attempts: 20 }])
  await settled(started.engine)
  const marks = Array.from({ length: 20 }, (_, index) => {
    const entry = started.engine.archive.entry(index + 1)
    return entry?.facts.kind === 'callback' ? entry.facts.simulation : undefined
  })
  const first = marks[0]?.at ?? 0
  expect(marks.map((mark) => ((mark?.at ?? 0) - first) / 1000)).toEqual(
    LADDER.map(({ offsetSeconds }) => offsetSeconds),
  )
  expect(new Set(marks.map((mark) => mark?.run))).toEqual(new Set([run.id]))
  const [delivery, ...others] = started.engine.archive.deliveries.payment(run.deliveries[0]?.reference ?? '')
  if (delivery === undefined) throw new Error('no delivery')
  expect(others).toEqual([])
  expect(readDelivery(delivery).numbers.map(({ number }) => number)).toEqual(LADDER.map(({ attempt }) => attempt))
  // Lost, although by the clock on the wall the last attempt is far ahead.
  expect(started.engine.archive.deliveries.counts()).toMatchObject({ lost: 1, waiting: 0 })
})

it('plays every ready scenario to its end', async () => {
  const started = await start()
  const expected: Record<string, string[]> = {
    redirecting: ['lost'],
    'whole-ladder': ['lost'],
    'wrong-salt': ['lost', 'delivered'],
  }
  // The slow shop takes its seconds at any speed.
  for (const { id, scenario: given } of READY_SCENARIOS.filter((one) => one.id !== 'slow')) {
    const run = await play(started, given)
    expect([id, ...run.deliveries.map(({ state }) => state)]).toEqual([
      id,
      ...(expected[id] ?? run.deliveries.map(() => 'delivered')),
    ])
  }
})

it('waits for nothing after a run was stopped, or ended before the ladder, also after a start anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stopped-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  const archiveFile = join(folder, 'archive.sqlite')
  const answerRules = [{ name: 'no', steps: [{ kind: 'answer', status: 503 }] }]
  const before = await startEngine({ archiveFile, answerRules })
  const { archive, simulator } = before.engine
  const endOf = (id: number) => archive.deliveries.runEnd(deliveryAt(before, id))
  const begun = await simulator.start(wish(scenario(UNFREEZE), { speed: 1 }))
  const run = begun.ok ? begun.value.run : ''
  await until(before, run, ({ requests, deliveries }) => requests[0]?.sequence === 1 && deliveries[0]?.nextAt !== null)
  await settled(before.engine)
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 1, open: 0 })
  expect(endOf(1)).toBe(null)
  simulator.act(run, 'stop')
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 0, open: 1 })
  simulator.clear()
  expect(endOf(1)).toBe('stopped')
  await play(before, scenario({ ...UNFREEZE, attempts: 1 }))
  await settled(before.engine)
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 0, open: 2 })
  expect(endOf(2)).toBe('over')
  await before.stop()

  const after = await start({ archiveFile })
  expect(after.engine.archive.deliveries.runEnd(deliveryAt(after, 1))).toBe('over')
  expect(after.engine.archive.deliveries.counts()).toMatchObject({ waiting: 0, open: 2 })
})

it('hears from the requests of another process that its run is over', async () => {
  const started = await start({ answerRules: [{ name: 'no', steps: [{ kind: 'answer', status: 503 }] }] })
  const { archive, options } = started.engine
  const [running] = findRunning(options.dataFolder)
  const nothing = () => undefined
  const other = createSimulator({
    clocks: systemClocks,
    token: running?.token ?? null,
    uuid: randomUUID,
    key: () => simulatorKey(options.dataFolder, true),
    profiles: () => [],
    ownListener: () => null,
    authorities: () => running?.authorities ?? [],
    notes: { keep: nothing, forget: nothing, interrupted: () => [] },
  })
  const given = scenario({ ...UNFREEZE, attempts: 1 }, { ...UNFREEZE, attempts: 2 })
  const url = `http://127.0.0.1:${String(started.ports.http)}/`
  const begun = await other.start({ ...wish(given, { url }), speed: 1 })
  expect(begun.ok).toBe(true)
  const over = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if ((other.runs()[0]?.sent ?? 0) >= count) resolve()
      }
      other.onChange(look)
      look()
    })
  await over(2)
  await settled(started.engine)
  // The second delivery is tried again in 30 s.
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 2, open: 0 })
  const run = begun.ok ? begun.value.run : ''
  other.act(run, 'pause')
  other.act(run, 'step')
  await over(3)
  await settled(started.engine)
  expect(archive.deliveries.counts()).toMatchObject({ waiting: 0, open: 2 })
  expect(archive.deliveries.runEnd(deliveryAt(started, 1))).toBe('over')
  other.close()
})

it('answers a run by its own rules, and everything else as before', async () => {
  const started = await start({ answerRules: [{ name: 'usual', steps: [{ kind: 'answer', status: 202 }] }] })
  const own = await play(started, ready('demo'))
  const usual = await play(started, scenario(UNFREEZE))
  expect(own.requests[0]?.status).toBe(204)
  expect(usual.requests[0]?.status).toBe(202)
})

it('counts every run anew, also when a payment is played again', async () => {
  const started = await start()
  const again = { ...ready('demo'), deliveries: scenario({ ...UNFREEZE, reference: 'same' }).deliveries }
  expect((await play(started, again)).sent).toBe(4)
  expect((await play(started, again)).sent).toBe(4)
})

it('sends POST and then GET in one attempt, with both user agents', async () => {
  const started = await start({ answerRules: [{ name: 'no', steps: [{ kind: 'answer', status: 403 }] }] })
  const run = await play(started, scenario({ family: 'legacy', event: 'BOOKED', attempts: 1, userAgents: 2 }))
  expect(run.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST', 'POST'])
  expect(new Set(run.requests.map(({ at }) => at)).size).toBe(4)
  expect(run.deliveries[0]).toMatchObject({ state: 'lost', attempts: 1 })
})

it('plays many deliveries at once', async () => {
  const started = await start()
  const run = await play(started, scenario(...Array.from({ length: 150 }, () => UNFREEZE)))
  expect(run.deliveries.every(({ state }) => state === 'delivered')).toBe(true)
  const linked = await until(started, run.id, ({ requests }) => requests.every(({ sequence }) => sequence !== null))
  expect(new Set(linked.requests.map(({ sequence }) => sequence)).size).toBe(150)
})

it('pauses, steps, goes on and stops', async () => {
  const started = await start({ answerRules: [{ name: 'no', steps: [{ kind: 'answer', status: 503 }] }] })
  const { simulator } = started.engine
  const run = await simulator.start(wish(scenario(UNFREEZE), { speed: 1 }))
  if (!run.ok) throw new Error(run.problem.message)
  const id = run.value.run
  await until(started, id, ({ sent }) => sent === 1)
  simulator.act(id, 'pause')
  simulator.act(id, 'step')
  const stepped = await until(started, id, ({ sent, deliveries }) => sent === 2 && deliveries[0]?.state === 'waiting')
  expect(stepped.state).toBe('paused')
  expect((stepped.requests[0]?.at ?? 0) - (stepped.requests[1]?.at ?? 0)).toBe(30_000)
  simulator.act(id, 'resume')
  simulator.act(id, 'stop')
  expect(simulator.runs()[0]).toMatchObject({
    state: 'stopped',
    sent: 2,
    deliveries: [{ state: 'stopped', nextAt: null }],
  })
  expect(simulator.act('nobody', 'stop')).toBe(false)
})

it('is not led astray by a wall clock that jumps', async () => {
  let jump = 0
  const clocks = { wall: () => systemClocks.wall() + jump, monotonic: systemClocks.monotonic }
  const started = await start({ clocks })
  const running = started.engine.simulator.start(wish(ready('whole-ladder'), { speed: 200_000 }))
  const run = await running
  if (!run.ok) throw new Error(run.problem.message)
  await until(started, run.value.run, ({ sent }) => sent >= 5)
  jump = -7_200_000
  await until(started, run.value.run, ({ sent }) => sent >= 10)
  jump = 10_800_000
  const done = await until(started, run.value.run, ({ state }) => state === 'done')
  const ats = done.requests.map(({ at }) => at).toReversed()
  expect(ats.map((at) => (at - (ats[0] ?? 0)) / 1000)).toEqual(LADDER.map(({ offsetSeconds }) => offsetSeconds))
})

it('plays for a profile, under the host name that it is bound to', async () => {
  const profile = {
    version: 1,
    name: 'Shop',
    host: 'shop.example',
    digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: 'own salt' },
    events: { UNFREEZE: { uriTemplate: 'https://shop.example/cb/{paymentId}/{digest}' } },
  }
  const started = await start({ profiles: [profile] })
  await play(started, scenario(UNFREEZE), { profile: 'Shop' })
  await settled(started.engine)
  expect(started.engine.archive.row(1)?.lights[0]).toBe('pass')
  const missing = await started.engine.simulator.start(wish(scenario(UNFREEZE), { profile: 'Nobody' }))
  expect(missing).toMatchObject({ ok: false, problem: { code: 'not-found' } })
})

it('marks a run as interrupted when the program ended in the middle of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'runs-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  const started = await start()
  const run = await started.engine.simulator.start(wish(ready('whole-ladder'), { speed: 1 }))
  if (!run.ok) throw new Error(run.problem.message)
  const view = await until(started, run.value.run, ({ sent }) => sent > 0)
  const first = { pid: 1, identity: '100' }
  openRunNotes(folder, first, () => '100').keep(view)
  const second = (identity: string | null) => openRunNotes(folder, { pid: 2, identity: '200' }, () => identity)
  expect(second('100').interrupted()).toEqual([])
  const expected = { id: view.id, name: view.name, state: 'interrupted', sent: 1, requests: [{ number: 1 }] }
  // It ended, or its number was given to another program; it is told until it is forgotten.
  for (const identity of [null, '101', null]) {
    const found = second(identity).interrupted()
    expect(found).toMatchObject([{ ...expected, deliveries: [{ state: 'stopped', attempts: 1, nextAt: null }] }])
  }
  // In a container every start of the program may have the same number.
  expect(openRunNotes(folder, { pid: 1, identity: '300' }, () => '300').interrupted()).toHaveLength(1)
  second(null).forget(view.id)
  expect(second(null).interrupted()).toEqual([])
})
