import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsSchema } from '../../shared/model/settings.ts'
import type { Settings } from '../../shared/model/settings.ts'
import { listenerKey } from '../../shared/protocol/listener-views.ts'
import type { ListenerStatus } from '../../shared/protocol/views.ts'
import { MemorySink, testClocks } from './listener/testing.ts'
import { createListeners } from './listeners.ts'
import type { Listeners } from './listeners.ts'
import { createSelfTests } from './self-test/self-tests.ts'

let folder: string
let sink: MemorySink
let listeners: Listeners
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listeners-'))
  sink = new MemorySink()
})
afterEach(async () => {
  await listeners.stop(0)
  rmSync(folder, { recursive: true })
})

interface Further {
  readonly name?: string
  readonly scheme?: 'https' | 'http'
  readonly enabled?: boolean
  readonly port?: number
}

function wanted(further: readonly Further[], changed: object = {}): Settings {
  return settingsSchema.parse({
    https: { port: 0 },
    ...changed,
    listeners: further.map((one) => ({ port: 0, ...one })),
  })
}

async function listen(settings: Settings) {
  listeners = createListeners({ sink, clocks: testClocks, certificateFolder: folder, demoToken: 'token' }, settings)
  return listeners.apply(settings, null)
}

/** The further ones, in the order of the settings. */
const further = () => listeners.status().filter((status) => status.further !== undefined)

/** A request over the socket; gives its status code. */
async function call({ scheme, port }: ListenerStatus): Promise<number> {
  const target = { host: '127.0.0.1', port, path: '/callback?paymentId=1', agent: false as const }
  const sent =
    scheme === 'http' ? plain(target) : secure({ ...target, ca: [...listeners.authorities()], servername: 'localhost' })
  sent.end()
  const [answer] = (await once(sent, 'response')) as [{ statusCode: number; resume: () => void }]
  answer.resume()
  return answer.statusCode
}

test('several listeners take callbacks at once, all HTTPS ones with the same certificate', async () => {
  expect(
    await listen(wanted([{ name: 'Shop 2' }, { scheme: 'http', name: 'Behind the proxy' }, { name: 'Third' }])),
  ).toEqual([])
  const all = listeners.status()
  expect(all.map(({ scheme, state }) => `${scheme} ${state}`)).toEqual([
    'https listening',
    'http stopped',
    'https listening',
    'http listening',
    'https listening',
  ])
  expect(further().map((one) => one.further?.name)).toEqual(['Shop 2', 'Behind the proxy', 'Third'])
  expect(new Set(all.map(listenerKey)).size).toBe(5)
  const listening = all.filter(({ state }) => state === 'listening')
  expect(await Promise.all(listening.map(call))).toEqual([204, 204, 204, 204])
  expect(sink.captures.map(({ facts }) => facts.connection.local.port).toSorted()).toEqual(
    listening.map(({ port }) => port).toSorted(),
  )
  const prints = all.flatMap(({ certificate }) => certificate?.fingerprint ?? [])
  expect([prints.length, new Set(prints).size]).toEqual([3, 1])
})

test('the self-test calls each of them, and a banner goes with the listener that it names', async () => {
  await listen(wanted([{ name: 'Shop 2' }, { scheme: 'http' }]))
  const notices = new Map<string, unknown>()
  const tests = createSelfTests({
    listeners,
    clocks: testClocks,
    token: 'token',
    notice: (key, problem) => notices.set(key, problem),
    changed: () => undefined,
  })
  await tests.run()
  expect(further().map(({ selfTest }) => selfTest?.ok)).toEqual([true, true])
  expect(further()[0]?.certificate?.standing).toMatchObject({ kind: 'lab' })
  expect(sink.captures).toEqual([])
  expect([...notices.values()]).toEqual([null, null, null])
  tests.stop()
})

test('those that the settings still name go on when another is added, changed or removed', async () => {
  await listen(wanted([{ name: 'a' }, { name: 'b', scheme: 'http' }]))
  const before = further()
  const [first, second] = before
  expect(await listeners.apply(wanted([{ name: 'b', scheme: 'http' }, { name: 'c' }]), null)).toEqual([])
  const [kept, changed] = further()
  expect(kept).toMatchObject({
    port: second?.port,
    since: second?.since,
    further: { name: 'b', id: second?.further?.id },
  })
  // The same scheme and address: it is the one from before under another name.
  expect(changed).toMatchObject({ port: first?.port, further: { name: 'c', id: first?.further?.id } })
  expect(await listeners.apply(wanted([{ name: 'b', scheme: 'http', enabled: false }]), null)).toEqual([])
  expect(further()).toMatchObject([{ state: 'stopped', url: null }])
  expect(listeners.status()[0]?.state).toBe('listening')
})

test('a new certificate reaches every HTTPS listener while it runs', async () => {
  await listen(wanted([{ name: 'a' }]))
  const ports = listeners.status().map(({ port }) => port)
  const old = listeners.status()[0]?.certificate?.fingerprint
  const certificate = { kind: 'generated', names: ['shop.example.com'] }
  expect(await listeners.apply(wanted([{ name: 'a' }], { certificate }), null)).toEqual([])
  expect(listeners.status().map(({ port }) => port)).toEqual(ports)
  const shown = listeners.status().flatMap((status) => status.certificate ?? [])
  expect(shown.map(({ names }) => names.includes('shop.example.com'))).toEqual([true, true])
  expect(shown.map(({ fingerprint }) => fingerprint === old)).toEqual([false, false])
})

test('a port in use is named with its field, and the others run', async () => {
  const other = createServer()
  await once(other.listen(0, '127.0.0.1'), 'listening')
  const { port } = other.address() as AddressInfo
  const problems = await listen(wanted([{ name: 'ok' }, { name: 'taken', port }]))
  expect(problems).toMatchObject([{ code: 'port-in-use', data: { field: 'listeners.1.port', port } }])
  expect(problems[0]?.message).toContain('by another program')
  expect(further()).toMatchObject([{ state: 'listening' }, { state: 'failed', problem: { code: 'port-in-use' } }])
  other.close()
  await once(other, 'close')
  expect(await listeners.apply(wanted([{ name: 'ok' }, { name: 'taken', port }]), null)).toEqual([])
  expect(further()[1]).toMatchObject({ state: 'listening', port })
  // The port of another listener of ours is named as such, and what runs stays.
  const clash = await listeners.apply(wanted([{ name: 'ok' }, { name: 'taken', port }, { name: 'twice', port }]), null)
  expect(clash).toMatchObject([{ code: 'port-in-use', data: { field: 'listeners.2.port' } }])
  expect(clash[0]?.message).toContain('another listener of this app (taken)')
  expect(further()[1]).toMatchObject({ state: 'listening', port })
})

test('a port that another listener gives up in the same step can be taken', async () => {
  await listen(wanted([{ scheme: 'http' }]))
  const taken = further()[0]?.port ?? 0
  const https = { port: taken }
  const onTop = await listeners.apply(wanted([{ scheme: 'http' }], { https }), null)
  expect(onTop).toMatchObject([{ code: 'port-in-use', data: { field: 'https.port' } }])
  expect(listeners.status()[0]?.state).toBe('listening')
  // Switched off, it lets go before the others are bound.
  expect(await listeners.apply(wanted([{ scheme: 'http', enabled: false }], { https }), null)).toEqual([])
  expect(listeners.status()[0]).toMatchObject({ state: 'listening', port: taken })
  // Bound after the one that wants its port, it is in the way at first.
  const second = wanted([{ scheme: 'http' }], { https: { port: 0 } })
  expect(await listeners.apply(second, null)).toEqual([])
  const held = further()[0]?.port ?? 0
  const spare = createServer()
  await once(spare.listen(0, '127.0.0.1'), 'listening')
  const { port } = spare.address() as AddressInfo
  spare.close()
  await once(spare, 'close')
  expect(await listeners.apply(wanted([{ scheme: 'http', port }], { https: { port: held } }), null)).toEqual([])
  expect(listeners.status().map((status) => status.port)).toEqual([held, 8080, port])
})
