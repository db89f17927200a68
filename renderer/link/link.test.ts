import { expect, test } from 'vitest'
import { ProblemError } from '../../shared/protocol/errors.ts'
import { createFakeEngine } from '../testing/fake-engine.ts'
import { memoryLink } from '../testing/memory-link.ts'
import { until } from '../testing/ready.ts'
import type { EngineEvent } from './client.ts'
import { createSession } from './session.ts'
import type { LinkStatus } from './session.ts'

function connected(rows = 10) {
  const engine = createFakeEngine({ rows, now: 1_700_000_000_000 })
  const seen = { statuses: [] as LinkStatus[], snapshots: 0, events: [] as EngineEvent[] }
  const session = createSession({
    onStatus: (status) => seen.statuses.push(status),
    onSnapshot: () => (seen.snapshots += 1),
    onEvent: (event) => seen.events.push(event),
  })
  const attach = () => {
    const pair = memoryLink()
    engine.serve(pair.engine)
    session.attach(pair.page)
    return pair
  }
  const last = () => seen.statuses.at(-1)?.kind
  return { engine, session, seen, attach, last }
}
const problemOf = async (promise: Promise<unknown>): Promise<string> => {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  )
  return thrown instanceof ProblemError ? thrown.problem.code : `no problem: ${String(thrown)}`
}

test('greets, gives the snapshot, then is ready', async () => {
  const { attach, seen, last } = connected()
  attach()
  await until(() => last() === 'ready')
  expect(seen.snapshots).toBe(1)
  expect(seen.statuses.map((status) => status.kind)).toEqual(['connecting', 'ready'])
})

test('answers and problems of the engine reach the caller', async () => {
  const { attach, session, last } = connected()
  attach()
  await until(() => last() === 'ready')
  expect(await session.call('inbox.open', { filter: {} })).toEqual({ view: 1, total: 10 })
  await session.call('inbox.delete', { sequences: [3] })
  expect(await problemOf(session.call('entry.detail', { sequence: 3 }))).toBe('not-found')
})

test('an answer of the wrong form is refused, not passed on', async () => {
  const pair = memoryLink()
  pair.engine.onMessage(({ id }) => pair.engine.send({ type: 'result', id, result: { deleted: 'three' } }))
  const session = createSession({ onStatus: () => {}, onSnapshot: () => {}, onEvent: () => {} })
  session.attach(pair.page)
  expect(await problemOf(session.call('inbox.clear', {}))).toBe('bad-result')
})

test('a gap in the numbers leads to a new snapshot, and events go on after it', async () => {
  const { attach, engine, session, seen, last } = connected()
  attach()
  await until(() => last() === 'ready')
  await session.call('inbox.open', { filter: {} })
  engine.arrive(1)
  await until(() => seen.events.length === 1, 'the first event')
  engine.skip()
  engine.arrive(1)
  await until(() => seen.snapshots === 2, 'a second snapshot')
  expect(seen.events.length).toBe(1)
  engine.arrive(1)
  await until(() => seen.events.length === 2, 'events after the gap')
})

test('an event that cannot be read counts as a gap', async () => {
  const { attach, engine, seen, last } = connected()
  const pair = attach()
  await until(() => last() === 'ready')
  pair.engine.send({ type: 'event', number: 1, event: 'weather.changed', data: {} })
  await until(() => seen.snapshots === 2)
  engine.skip()
  engine.emit('notices.changed', { notices: [] })
  await until(() => seen.events.length === 1)
})

test('when the engine goes, open calls fail with a reason, and a new port brings it back', async () => {
  const { attach, engine, session, seen, last } = connected()
  attach()
  await until(() => last() === 'ready')
  engine.crash()
  const open = problemOf(session.call('inbox.clear', {}))
  await until(() => last() === 'down')
  expect(await open).toBe('link-closed')
  expect(await problemOf(session.call('inbox.clear', {}))).toBe('link-closed')
  attach()
  await until(() => last() === 'ready')
  expect(seen.snapshots).toBe(2)
})

test('an engine of another protocol is said plainly', async () => {
  const { attach, engine, seen, last } = connected()
  engine.state = { ...engine.state, protocol: 999 }
  attach()
  await until(() => last() === 'mismatch')
  const status = seen.statuses.at(-1)
  expect(status?.kind === 'mismatch' && status.problem.code).toBe('protocol-version')
  expect(seen.snapshots).toBe(0)
})
