import { expect, test } from 'vitest'
import { CHECK_ITEMS } from '../../shared/facts/preflight/items.ts'
import { checklistItem } from '../../shared/preflight/finding.ts'
import type { CheckView } from '../../shared/protocol/checks.ts'
import type { Call } from '../link/client.ts'
import { createChecks } from './checks.ts'

const view = (check: number, finished: boolean): CheckView => ({
  check,
  url: 'https://shop.example.com/',
  checkedAt: 0,
  rehearsal: false,
  finished,
  verdict: 'pass',
  items: CHECK_ITEMS.map(({ id }) => checklistItem(id, '', [])),
  outside: [],
})

/** An engine that numbers what it is asked to begin. */
function engine() {
  const calls: { method: string; params: unknown }[] = []
  let last = 0
  const call = ((method: string, params: unknown) => {
    calls.push({ method, params })
    last += method === 'check.start' ? 1 : 0
    return Promise.resolve({ check: last })
  }) as Call
  return { call, calls }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('four run at a time, the next begins when one has finished', async () => {
  const { call, calls } = engine()
  const checks = createChecks(call)
  checks.change({ text: 'https://a/\n\n# a remark\nhttps://b/\nhttps://c/\nhttps://d/\nhttps://e/' })
  checks.start()
  await settled()
  const states = () => checks.store.getState().runs.map(({ state }) => state)
  expect(states()).toEqual(['running', 'running', 'running', 'running', 'waiting'])
  checks.onChange(view(2, false))
  expect(states()[1]).toBe('running')
  checks.onChange(view(2, true))
  await settled()
  expect(states()).toEqual(['running', 'done', 'running', 'running', 'running'])
  expect(calls.filter(({ method }) => method === 'check.start')).toHaveLength(5)
})

test('stopping asks the engine for those that run, and forgets those that wait', async () => {
  const { call, calls } = engine()
  const checks = createChecks(call)
  checks.change({ text: Array.from({ length: 6 }, (_, index) => `https://${String(index)}/`).join('\n') })
  checks.start()
  await settled()
  checks.cancel()
  expect(calls.filter(({ method }) => method === 'check.cancel')).toHaveLength(4)
  expect(checks.store.getState().runs).toHaveLength(4)
})

test('what an engine took with it is said to be lost', async () => {
  const checks = createChecks(engine().call)
  checks.change({ text: ' https://a/' })
  checks.start()
  await settled()
  checks.lost()
  expect(checks.store.getState().runs).toMatchObject([{ url: ' https://a/', state: 'failed' }])
})

test('an engine that refuses is quoted', async () => {
  const call = (() => Promise.reject(new Error('no'))) as Call
  const checks = createChecks(call)
  checks.change({ text: 'https://a/' })
  checks.start()
  await settled()
  expect(checks.store.getState().runs[0]?.problem).toContain('no')
})

test('the login of a profile goes only when wanted, and not once the address is changed by hand', async () => {
  const { call, calls } = engine()
  const checks = createChecks(call)
  const begun = async () => {
    checks.start()
    await settled()
    return calls.filter(({ method }) => method === 'check.start').at(-1)?.params
  }
  checks.takeFrom('https://shop.example.com/callback', 'Shop')
  expect(await begun()).toMatchObject({ profile: null })
  checks.change({ login: true })
  expect(await begun()).toMatchObject({ profile: 'Shop' })
  checks.change({ text: 'https://other.example.com/callback' })
  expect(await begun()).toMatchObject({ profile: null })
})

test('the self-test takes the first address; the answer to an older question is dropped', async () => {
  const answers: ((view: unknown) => void)[] = []
  const asked: unknown[] = []
  const call = ((_method: string, params: unknown) => {
    asked.push(params)
    return new Promise((resolve) => answers.push(resolve))
  }) as Call
  const checks = createChecks(call)
  expect(checks.testPublicName()).toBe(false)
  checks.change({ text: ' https://a/cb \nhttps://b/' })
  expect(checks.testPublicName()).toBe(true)
  checks.change({ text: 'https://b/' })
  checks.testPublicName()
  expect(asked).toEqual([
    { url: 'https://a/cb', profile: null },
    { url: 'https://b/', profile: null },
  ])
  answers[1]?.({ url: 'https://b/' })
  answers[0]?.({ url: 'https://a/cb' })
  await settled()
  expect(checks.store.getState().publicTest).toMatchObject({ state: 'done', view: { url: 'https://b/' } })
})

test('a self-test that the engine refuses, or takes with it, is said', async () => {
  const refused = createChecks((() => Promise.reject(new Error('no listener'))) as Call)
  refused.change({ text: 'https://a/' })
  refused.testPublicName()
  await settled()
  expect(refused.store.getState().publicTest).toMatchObject({ state: 'failed' })
  expect(refused.store.getState().publicTest?.problem).toContain('no listener')
  const gone = createChecks((() => new Promise(() => undefined)) as Call)
  gone.change({ text: 'https://a/' })
  gone.testPublicName()
  gone.lost()
  expect(gone.store.getState().publicTest).toMatchObject({ state: 'failed', url: 'https://a/' })
})
