import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { getRawHeader } from '@electron/asar'
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { listeningSockets, packApp, processTree, runPackaged, type PackagedRun } from '../fixtures/packaged.ts'

/* What a user gets, started as a user starts it: no test tool inside. */

let folder = ''
let userData = ''
let running: PackagedRun | null = null

test.beforeAll(() => {
  test.setTimeout(180_000)
  folder = packApp()
})
test.beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'packaged-'))
})
test.afterEach(async () => {
  await running?.stop()
  running = null
  rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

const start = (args: readonly string[], env?: Record<string, string>): PackagedRun => {
  running = runPackaged(folder, [`--user-data=${userData}`, ...args], env)
  return running
}

/** Sends one callback the way curl -k would. */
const send = (url: string, target = 'callbacks/booked/packaged-1'): Promise<number> =>
  new Promise((done, failed) => {
    // The certificate was made a moment ago by the app itself; whose it is, is another test's question.
    const options = { method: 'POST', agent: false, checkServerIdentity: () => undefined, rejectUnauthorized: false }
    request(new URL(target, url), options, (answer) => {
      answer.resume()
      done(answer.statusCode ?? 0)
    })
      .on('error', failed)
      .end('{}')
  })

test('19: all fuses are set', async () => {
  const wire = await getCurrentFuseWire(join(folder, 'callback-inspector'))
  expect(wire.version).toBe(FuseVersion.V1)
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ]
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ]
  expect(on.map((fuse) => wire[fuse])).toEqual(on.map(() => FuseState.ENABLE))
  expect(off.map((fuse) => wire[fuse])).toEqual(off.map(() => FuseState.DISABLE))
})

test('T1: it starts, captures, and listens nowhere else', async () => {
  const ready = await start(['--port=0']).ready
  expect(ready?.problems).toEqual([])
  const url = ready?.urls.https ?? ''
  expect(await send(url)).toBe(204)
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0')
  expect(listeningSockets(processTree(running?.pid ?? 0))).toEqual([`0100007F:${port}`])
  await running?.stop()
  const archive = new DatabaseSync(ready?.archive ?? '', { readOnly: true })
  const tables = archive.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[]
  const counts = tables
    .filter(({ name }) => /^[a-z_]+$/.test(name))
    .map(({ name }) => archive.prepare(`select count(*) as n from ${name}`).get() as { n: number })
  archive.close()
  expect(counts.some(({ n }) => n === 1)).toBe(true)
})

/** The names of all threads of a process. */
const threads = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${String(pid)}/task`).map((task) =>
      readFileSync(`/proc/${String(pid)}/task/${task}/comm`, 'utf8').trim(),
    )
  } catch {
    // It has ended meanwhile.
    return []
  }
}

test('a new salt: what is stored is judged again, on a thread of its own that ends', async () => {
  const profiles = join(userData, 'profiles')
  const file = join(profiles, 'shop.json')
  const save = (salt: string): void => {
    const events = { BOOKED: { uriTemplate: '/booked/{paymentId}/{digest}' } }
    const digest = { algorithm: 'MD5', parameters: ['paymentId'], salt }
    mkdirSync(profiles, { recursive: true })
    writeFileSync(`${file}~`, JSON.stringify({ version: 1, name: 'Shop', family: 'legacy', events, digest }))
    renameSync(`${file}~`, file)
  }
  const digest = createHash('md5').update('7second').digest('hex').toUpperCase()
  save('first')
  const ready = await start(['--port=0']).ready
  expect(await send(ready?.urls.https ?? '', `booked/7/${digest}`)).toBe(204)
  const hasThread = () =>
    processTree(running?.pid ?? 0)
      .flatMap(threads)
      .includes('judging again')
  let saved = 0
  // Where the first change came before the callback was indexed, nothing had to be judged again.
  const changed = () => hasThread() || (save(saved++ % 2 === 0 ? 'second' : 'third'), false)
  await expect.poll(changed, { intervals: [1000], timeout: 30_000 }).toBe(true)
  save('second')
  // It ends when nothing is left to do.
  await expect.poll(hasThread, { timeout: 30_000 }).toBe(false)
  await running?.stop()
  expect(readFileSync(join(userData, 'logs', 'main.log'), 'utf8')).not.toContain('judged again on the thread')
  const archive = new DatabaseSync(ready?.archive ?? '', { readOnly: true })
  const { lights } = archive.prepare('select lights from light').get() as { lights: number }
  archive.close()
  // The digest light stands lowest, 0 is `pass`.
  expect(lights % 5).toBe(0)
})

test('T4: no debugging door opens, no foreign code runs', async () => {
  const canary = join(userData, 'canary')
  const script = join(userData, 'canary.cjs')
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(canary)}, 'ran')`)
  const ready = await start(['--port=0', '--inspect=0'.replace('--inspect', '--inspect-port')], {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require=${script}`,
    ELECTRON_ENABLE_LOGGING: '',
  }).ready
  expect(ready).not.toBeNull()
  expect(listeningSockets(processTree(running?.pid ?? 0))).toHaveLength(1)
  expect(existsSync(canary)).toBe(false)
})

for (const door of ['--remote-debugging-port=0', '--inspect=0', '--inspect-brk=0', '--remote-debugging-pipe'])
  test(`T4: it does not start with ${door}`, async () => {
    const { ready, ended, errors } = start(['--port=0', door])
    expect(await ready).toBeNull()
    expect(await ended).toBe(2)
    expect(errors()).toContain('would open a door into the app')
    running = null
  })

test('T3: no dev server and no source map is inside, and a test build says so', () => {
  const asar = join(folder, 'resources', 'app.asar')
  const names = JSON.stringify(getRawHeader(asar).header)
  expect(names).toContain('TEST-BUILD.txt'.slice(0, basename(folder).endsWith('test-build') ? undefined : 0))
  expect(names).not.toContain('.map"')
  expect(readFileSync(asar, 'latin1')).not.toMatch(/__DEV_SERVER__|localhost:5173|127\.0\.0\.1:5173/)
  expect(existsSync(join(folder, 'TEST-BUILD.txt'))).toBe(basename(folder).endsWith('-test-build'))
})
