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
