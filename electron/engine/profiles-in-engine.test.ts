import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { settingsSchema } from '../../shared/model/settings.ts'
import type { EngineMessage } from '../../shared/protocol/messages.ts'
import type { EventName, MethodName, MethodResult, Params } from '../../shared/protocol/table.ts'
import { systemClocks } from './clocks.ts'
import { createEngine } from './core.ts'
import type { Engine } from './core.ts'
import { createClients } from './link/attach-client.ts'
import { memoryLinkPair } from './link/memory-link.ts'
import { openProfiles } from './profiles/profiles.ts'

/* Profiles as the window works with them: over the protocol, with the real engine, archive, files and listener. */

const SALT = 'marker-salt-1'
const KEY = Buffer.alloc(32, 7).toString('base64')
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function start(folder = mkdtempSync(join(tmpdir(), 'ci-profiles-engine-')), version = '1', https = false) {
  const settings = settingsSchema.parse({ https: { enabled: https, port: 0 }, http: { enabled: !https, port: 0 } })
  const trust = await openProfiles({ folder: join(folder, 'profiles'), files: [], keySetFiles: [], dataKeys: [KEY] })
  const made = createEngine({
    dataFolder: folder,
    archiveFile: join(folder, 'archive.sqlite'),
    settings: { current: () => settings, save: () => null },
    trust,
    testsItself: false,
    passphrase: null,
    clocks: systemClocks,
    version,
    runtime: { node: '', electron: null, testBuild: false },
  })
  if (!made.ok) throw new Error(made.problem.message)
  const engine = made.value
  const stop = () => engine.stop(1000)
  closing.push(() => rmSync(folder, { recursive: true, force: true }), stop)
  return { engine, folder, stop, ...client(engine) }
}

function client(engine: Engine) {
  const pair = memoryLinkPair()
  createClients(engine, () => undefined).attach(pair.engine)
  const said: EngineMessage[] = []
  const waiting: (() => void)[] = []
  pair.client.onMessage((message) => {
    said.push(message)
    for (const wake of waiting.splice(0)) wake()
  })
  const find = async (wanted: (message: EngineMessage) => boolean): Promise<EngineMessage> => {
    for (;;) {
      const found = said.find(wanted)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  let last = 0
  return {
    said,
    call: async <M extends MethodName>(method: M, params: Params<M>): Promise<MethodResult<M>> => {
      const id = (last += 1)
      pair.client.send({ type: 'call', id, method, params })
      const answer = await find((message) => message.type !== 'event' && message.id === id)
      if (answer.type === 'problem') throw new Error(`${answer.problem.code}: ${answer.problem.message}`)
      return (answer as { result: MethodResult<M> }).result
    },
    event: (name: EventName, test: (data: never) => boolean) =>
      find((message) => message.type === 'event' && message.event === name && test(message.data as never)),
  }
}

const digest = createHash('md5').update(`1000${SALT}`).digest('hex').toUpperCase()

/** One callback over the real listener, until it is judged. */
async function capture(engine: Engine): Promise<void> {
  await engine.listen(null)
  const url = engine.listeners.status().find(({ state }) => state === 'listening')?.url ?? ''
  await new Promise<void>((resolve, reject) => {
    const target = new URL(`/shop?paymentId=1000&digest=${digest}`, url)
    http.get(target, { agent: false }, (response) => response.resume().on('end', resolve)).on('error', reject)
  })
  while (engine.archive.row(1) === null) await engine.pipeline.idle()
}

const light = (engine: Engine) => engine.archive.row(1)?.lights[0]
const PROFILE = {
  version: 1,
  name: 'Shop',
  events: { BOOKED: { uriTemplate: '/shop?paymentId={paymentId}&digest={digest}' } },
  digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: SALT },
}
const isCurrent = ({ state }: { state: string }) => state === 'current'

describe('profiles over the protocol', () => {
  test('an endpoint check carries the login of the profile that it names, and no view tells it', async () => {
    const { engine, call, event, said } = await start(undefined, undefined, true)
    const credentials = { kind: 'basic', user: 'bank', password: 'sesame' } as const
    await call('profiles.save', { profile: { ...PROFILE, credentials }, previousName: null })
    await engine.listen(null)
    const port = engine.listeners.status()[0]?.port ?? 0
    const wish = { url: `https://localhost:${String(port)}/shop`, method: 'GET', ownAuthority: true } as const
    for (const profile of [null, 'Shop']) {
      const { check } = await call('check.start', { ...wish, profile })
      await event(
        'check.changed',
        (view: { check: number; finished: boolean }) => view.check === check && view.finished,
      )
    }
    await engine.pipeline.idle()
    const raw = (sequence: number) => Buffer.from(engine.archive.entry(sequence)?.raw ?? []).toString('latin1')
    // The offers of old TLS versions are connection events between the requests.
    const heads = Array.from({ length: 20 }, (_, index) => raw(index + 1)).filter((head) => head.startsWith('GET '))
    const login = `Authorization: Basic ${Buffer.from('bank:sesame').toString('base64')}`
    expect(heads.map((head) => head.includes(login))).toEqual([false, false, true, true])
    expect(JSON.stringify(said)).not.toMatch(/sesame|YmFuazpzZXNhbWU/)
  })

  test('a saved salt turns what is stored, is told to every client, and leaves the engine only on demand', async () => {
    const { engine, folder, call, event, said } = await start()
    await capture(engine)
    expect(light(engine)).toBe('unchecked')
    const view = await call('profiles.save', { profile: PROFILE, previousName: null })
    await event('profiles.changed', ({ profiles }: { profiles: unknown[] }) => profiles.length === 1)
    await event('verdicts.progress', isCurrent)
    expect(light(engine)).toBe('pass')
    await call('profiles.list', {})
    await call('profiles.read', { name: 'Shop' })
    await call('profiles.save', { profile: { ...view.profile, host: '127.0.0.1' }, previousName: 'Shop' })
    await call('profiles.export', { name: 'Shop', secrets: false })
    await call('engine.hello', { protocol: 1 })
    await call('inbox.open', { filter: {} } as Params<'inbox.open'>)
    expect(JSON.stringify(said)).not.toContain(SALT)
    expect(readFileSync(join(folder, 'profiles', 'shop.json'), 'utf8')).not.toContain(SALT)
    // The digest of one callback, opened by the user, is worked out before his eyes; its findings hold no salt even so.
    const detail = await call('entry.detail', { sequence: 1 })
    expect(JSON.stringify({ ...detail, digest: null })).not.toContain(SALT)
    expect(await call('profiles.reveal', { name: 'Shop', path: 'digest.salt' })).toEqual({ secret: SALT })
    expect(await call('profiles.inspectSecret', { secret: `${SALT} ` })).toMatchObject({
      length: 14,
      remarks: [{ code: 'trailing-space' }],
    })
  })

  test('renamed, sealed, imported, deleted', async () => {
    const { folder, call } = await start()
    await call('profiles.save', { profile: PROFILE, previousName: null })
    const { profile } = await call('profiles.read', { name: 'Shop' })
    expect((await call('profiles.save', { profile: { ...profile, name: 'Store' }, previousName: 'Shop' })).name).toBe(
      'Store',
    )
    expect(await call('profiles.seal', {})).toEqual({ sealed: 0, problems: [] })
    const { text } = await call('profiles.export', { name: 'Store', secrets: true })
    expect(await call('profiles.import', { text, as: null, replace: false })).toMatchObject({
      clash: { suggestion: 'Store (2)' },
    })
    await call('profiles.import', { text, as: 'Store (2)', replace: false })
    await call('profiles.delete', { name: 'Store' })
    expect(readdirSync(join(folder, 'profiles'))).toEqual(['store-2.json'])
    await expect(call('profiles.read', { name: 'Store' })).rejects.toThrow(
      'profile-not-found: There is no profile "Store"',
    )
    await expect(call('profiles.save', { profile: { version: 1 }, previousName: null })).rejects.toThrow(
      'name: it is missing',
    )
  })
})

describe('verdicts that rest on older salts are not forgotten', () => {
  test('ended half way, started again: said, and then made up for', async () => {
    const first = await start()
    await capture(first.engine)
    await first.call('profiles.save', { profile: PROFILE, previousName: null })
    await first.event('verdicts.progress', isCurrent)
    // What a run leaves that is cancelled or crashes half way: it is set before the first row is looked at.
    first.engine.archive.setMark('judged-with', '')
    await first.stop()
    const second = await start(first.folder)
    expect((await second.call('engine.hello', { protocol: 1 })).rejudging.state).toBe('behind')
    second.engine.rejudging.trustChanged()
    await second.event('verdicts.progress', isCurrent)
    expect(light(second.engine)).toBe('pass')
    await second.stop()
    // Nothing to make up for: the archive knows. Another version of the program may judge otherwise.
    expect((await start(first.folder)).engine.rejudging.progress().state).toBe('current')
    await closing.pop()?.()
    expect((await start(first.folder, '2')).engine.rejudging.progress().state).toBe('behind')
  })
})
