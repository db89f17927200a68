import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { profileSchema } from '../../shared/model/profile.ts'
import type { EndpointProfile } from '../../shared/model/profile.ts'
import { settingsSchema } from '../../shared/model/settings.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { EngineMessage, Link } from '../../shared/protocol/messages.ts'
import { systemClocks } from './clocks.ts'
import { createEngine } from './core.ts'
import type { Engine } from './core.ts'
import { createClients } from './link/attach-client.ts'
import { memoryLinkPair } from './link/memory-link.ts'
import type { TrustBase } from './verify/types.ts'

/* The whole engine on real sockets and a real archive; only the window is missing. */

const PROFILE = profileSchema.parse({
  version: 1,
  name: 'Shop',
  digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: 'iCanHasCheezeburger' },
  events: { UNFREEZE: { uriTemplate: '/cb?orderId={paymentId}&status=UNFREEZE&digest={digest}' } },
})
/** The bank's published example (source-documents 004). */
const PUBLISHED = '/cb?orderId=lePayment&status=UNFREEZE&digest=ED3381936CCAA2659CF3089F4AA83007'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A trust source whose profiles the test replaces. */
function trustSource() {
  let trust: TrustBase = { profiles: [], keySets: [] }
  const handlers: (() => void)[] = []
  return {
    source: {
      current: () => trust,
      status: () => [],
      folder: '',
      onChange: (handler: () => void) => void handlers.push(handler),
      editor: null,
      reload: () => Promise.resolve(),
      close: () => undefined,
    },
    use: (profiles: readonly EndpointProfile[]) => {
      trust = { profiles, keySets: [] }
      for (const handler of handlers) handler()
    },
  }
}

function start(folder = mkdtempSync(join(tmpdir(), 'engine-'))) {
  const trust = trustSource()
  let settings = settingsSchema.parse({ https: { enabled: true, port: 0 }, http: { enabled: true, port: 0 } })
  const save = (next: Settings) => ((settings = next), null)
  const created = createEngine({
    dataFolder: folder,
    archiveFile: join(folder, 'archive.sqlite'),
    settings: { current: () => settings, save },
    trust: trust.source,
    testsItself: true,
    passphrase: null,
    clocks: systemClocks,
    version: '0.0.0',
    runtime: { node: process.versions.node, electron: null, testBuild: false },
  })
  if (!created.ok) throw new Error(created.problem.message)
  const engine = created.value
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  closing.push(() => engine.stop(1000))
  return { engine, trust, folder }
}

async function listen(engine: Engine): Promise<string> {
  expect(await engine.listen(null)).toEqual([])
  const url = engine.listeners.status().find((status) => status.scheme === 'http')?.url
  if (url === null || url === undefined) throw new Error('no plain listener')
  return url
}

function send(url: string, path: string, method = 'GET', body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, url), { method, agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** A client over a link: calls by name, and waits for events. */
function client(engine: Engine) {
  const pair = memoryLinkPair()
  createClients(engine, () => undefined).attach(pair.engine)
  return speak(pair.client)
}

function speak(link: Link<unknown, EngineMessage>) {
  const answers = new Map<number, (message: EngineMessage) => void>()
  const events: { event: string; data: unknown }[] = []
  let wake: () => void = () => undefined
  let last = 0
  link.onMessage((message) => {
    if (message.type !== 'event') return answers.get(message.id)?.(message)
    events.push({ event: message.event, data: message.data })
    return wake()
  })
  return {
    call: async (method: string, params: unknown = {}): Promise<Record<string, unknown>> => {
      last += 1
      const id = last
      const answer = new Promise<EngineMessage>((resolve) => answers.set(id, resolve))
      link.send({ type: 'call', id, method, params })
      const message = await answer
      if (message.type === 'problem') throw new Error(`${message.problem.code}: ${message.problem.message}`)
      if (message.type !== 'result') throw new Error('an event is no answer')
      return message.result as Record<string, unknown>
    },
    /** Waits until an event holds what `test` asks for. */
    until: async (name: string, test: (data: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> => {
      for (;;) {
        const found = events.find(({ event, data }) => event === name && test(data as Record<string, unknown>))
        if (found !== undefined) return found.data as Record<string, unknown>
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}

describe('the engine', () => {
  it('captures, answers 204, judges and tells an open view', async () => {
    const { engine, trust } = start()
    trust.use([PROFILE])
    const url = await listen(engine)
    const page = client(engine)
    expect(await page.call('inbox.open', { filter: {} })).toEqual({ view: 1, total: 0 })
    expect(await send(url, PUBLISHED)).toBe(204)
    const news = await page.until('inbox.changed', (data) => data['total'] === 1)
    expect(news).toMatchObject({
      added: 1,
      arrived: [{ family: 'legacy', eventType: 'UNFREEZE', reference: 'lePayment', status: 204, method: 'GET' }],
    })
    const detail = await page.call('entry.detail', { sequence: 1 })
    expect(detail).toMatchObject({
      kind: 'callback',
      target: PUBLISHED,
      verdict: { digest: { state: 'pass' }, answer: { state: 'pass' } },
      answer: { status: 204, sent: true },
    })
  })

  it('tells when the last callback came', async () => {
    const { engine } = start()
    const url = await listen(engine)
    const page = client(engine)
    await send(url, PUBLISHED)
    const isLast = (data: Record<string, unknown>) => JSON.stringify(data).includes('"lastCallbackAt":1')
    expect(await page.until('listeners.changed', isLast)).toMatchObject({
      listeners: [{ scheme: 'https' }, { scheme: 'http' }],
    })
  })

  it('gives the exact bytes of a request, and a curl line for it', async () => {
    const { engine } = start()
    const url = await listen(engine)
    const page = client(engine)
    await page.call('inbox.open', { filter: {} })
    await send(url, '/booked', 'POST', '{"addedPaymentSpecificationLines":[]}')
    await page.until('inbox.changed', (data) => data['total'] === 1)
    const raw = await page.call('entry.bytes', { sequence: 1, part: 'raw', from: 0, length: 100000 })
    expect(new TextDecoder().decode(raw['bytes'] as Uint8Array)).toMatch(
      /^POST \/booked HTTP\/1\.1\r\n[^]*\r\n\r\n\{"addedPaymentSpecificationLines":\[\]\}$/,
    )
    const piece = await page.call('entry.bytes', { sequence: 1, part: 'body', from: 1, length: 5 })
    expect(new TextDecoder().decode(piece['bytes'] as Uint8Array)).toBe('"adde')
    expect((await page.call('entry.curl', { sequence: 1 }))['command']).toContain('curl')
  })

  it('judges everything again when a salt becomes known, with the result of judging on arrival', async () => {
    const { engine, trust } = start()
    const url = await listen(engine)
    const page = client(engine)
    await page.call('inbox.open', { filter: {} })
    await send(url, PUBLISHED)
    await page.until('inbox.changed', (data) => data['total'] === 1)
    const before = await page.call('inbox.rows', { view: 1, from: 0, count: 1 })
    expect(before).toMatchObject({
      rows: [{ lights: ['unchecked', expect.anything(), expect.anything(), expect.anything(), 'pass'] }],
    })
    trust.use([PROFILE])
    await page.until('inbox.changed', (data) => data['reset'] === true)
    const after = await page.call('inbox.rows', { view: 1, from: 0, count: 1 })
    expect(after).toMatchObject({
      rows: [{ lights: ['pass', expect.anything(), expect.anything(), expect.anything(), 'pass'] }],
    })
  })

  it('shows a demonstration that is genuine, over TLS with its own certificate', async () => {
    const { engine } = start()
    await listen(engine)
    const page = client(engine)
    await page.call('inbox.open', { filter: {} })
    expect(await page.call('demo.send')).toMatchObject({
      status: 204,
      url: expect.stringMatching(/^https:/) as unknown,
    })
    const news = await page.until('inbox.changed', (data) => data['total'] === 1)
    expect(news).toMatchObject({
      arrived: [{ simulated: true, lights: ['pass', 'not-applicable', 'unchecked', 'pass', 'pass'] }],
    })
  })

  it('does not trust the public salt of the demonstration for anybody else', async () => {
    const { engine } = start()
    const url = await listen(engine)
    const page = client(engine)
    await page.call('inbox.open', { filter: {} })
    await send(url, '/demo/unfreeze?paymentId=10000016&digest=C60345B6E58FD0B363FD2904A39EBB03442CF778')
    const news = await page.until('inbox.changed', (data) => data['total'] === 1)
    expect(news).toMatchObject({
      arrived: [{ simulated: false, lights: ['unchecked', 'not-applicable', 'unchecked', 'warn', 'pass'] }],
    })
  })

  it('keeps what it captured over a restart, and goes on counting', async () => {
    const first = start()
    const url = await listen(first.engine)
    expect(await send(url, PUBLISHED)).toBe(204)
    await closing.pop()?.()
    const second = start(first.folder)
    const again = await listen(second.engine)
    const page = client(second.engine)
    expect(await page.call('inbox.open', { filter: {} })).toMatchObject({ total: 1 })
    await send(again, PUBLISHED)
    const news = await page.until('inbox.changed', (data) => data['total'] === 2)
    expect(news).toMatchObject({ arrived: [{ sequence: 2 }] })
  })

  it('deletes, clears and says so to its views', async () => {
    const { engine } = start()
    const url = await listen(engine)
    const page = client(engine)
    await page.call('inbox.open', { filter: {} })
    for (const path of ['/a', '/b', '/c']) await send(url, path)
    await page.until('inbox.changed', (data) => data['total'] === 3)
    expect(await page.call('inbox.delete', { sequences: [2] })).toEqual({ deleted: 1 })
    await page.until('inbox.changed', (data) => data['total'] === 2 && data['reset'] === true)
    await expect(page.call('entry.detail', { sequence: 2 })).rejects.toThrow('not-found')
    expect(await page.call('inbox.clear')).toEqual({ deleted: 2 })
  })

  it('leaves the running listener alone when new settings cannot be bound', async () => {
    const { engine } = start()
    const url = await listen(engine)
    const taken = http.createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    closing.push(() => void taken.close())
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const page = client(engine)
    const settings = settingsSchema.parse({ https: { enabled: false }, http: { enabled: true, port } })
    const answer = await page.call('settings.write', { settings, passphrase: null })
    expect(answer['problems']).toMatchObject([
      { code: 'port-in-use', message: expect.stringContaining(String(port)) as unknown },
    ])
    expect(await send(url, PUBLISHED)).toBe(204)
  })

  it('goes on using the passphrase of the key when other settings are saved', async () => {
    const { engine, folder } = start()
    await listen(engine)
    const page = client(engine)
    const made = join(folder, 'certificate')
    const keyFile = join(made, 'encrypted.pem')
    const key = createPrivateKey(readFileSync(join(made, 'listener.key.pem')))
    writeFileSync(keyFile, key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' }))
    const own = {
      https: { enabled: true, port: 0 },
      certificate: { kind: 'pem', certificateFile: join(made, 'listener.pem'), keyFile },
    }
    const write = (settings: object, passphrase: string | null) =>
      page.call('settings.write', { settings: settingsSchema.parse(settings), passphrase })
    expect((await write(own, null))['problems']).toMatchObject([{ code: 'certificate-passphrase' }])
    expect((await write(own, 'open'))['problems']).toEqual([])
    expect((await write({ ...own, limits: { idleSeconds: 5 } }, null))['problems']).toEqual([])
    expect(engine.listeners.status()[0]).toMatchObject({ state: 'listening', certificate: { kind: 'pem' } })
  })

  it('tells a client of another protocol version to restart', async () => {
    const { engine } = start()
    await expect(client(engine).call('engine.hello', { protocol: 999 })).rejects.toThrow('protocol-version')
  })
})
