import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsSchema } from '../../shared/model/settings.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { mintAuthority, mintLeaf } from './certificate/mint.ts'
import type { PemPair } from './certificate/mint.ts'
import { MemorySink, testClocks } from './listener/testing.ts'
import { createListeners } from './listeners.ts'
import type { Listeners } from './listeners.ts'
import { createSelfTests } from './self-test/self-tests.ts'

let folder: string
let listeners: Listeners
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'renewal-'))
})
afterEach(async () => {
  await listeners.stop(0)
  rmSync(folder, { recursive: true })
})

/** Writes as renewal programs do: beside, then renamed over. */
function write(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
  return file
}

interface Load {
  readonly answered: () => number
  readonly failures: readonly string[]
  readonly fingerprints: ReadonlySet<string>
  readonly stop: () => Promise<void>
}

/** Requests without a pause: half of the workers on a new connection each time (as the bank calls), half kept alive. */
function underLoad(port: number, ca: string): Load {
  const failures: string[] = []
  const fingerprints = new Set<string>()
  let answered = 0
  let over = false
  const kept = new Agent({ keepAlive: true })
  const one = (agent: Agent | false) =>
    new Promise<void>((done) => {
      const call = request({
        host: '127.0.0.1',
        port,
        ca,
        agent,
        path: '/callback?paymentId=1',
        servername: 'localhost',
      })
      call.on('response', (answer) => {
        const shown = (answer.socket as TLSSocket).getPeerX509Certificate()?.fingerprint256
        if (shown !== undefined) fingerprints.add(shown)
        if (answer.statusCode !== 204) failures.push(`status ${String(answer.statusCode)}`)
        answer.resume()
        answer.on('end', () => {
          answered++
          done()
        })
      })
      call.on('error', (error) => {
        failures.push(error.message)
        done()
      })
      call.end()
    })
  const worker = async (agent: Agent | false) => {
    while (!over) await one(agent)
  }
  const workers = [false as const, false as const, kept, kept].map(worker)
  return {
    answered: () => answered,
    failures,
    fingerprints,
    stop: async () => {
      over = true
      await Promise.all(workers)
      kept.destroy()
    },
  }
}

async function listening(leaf: PemPair, renewed: (problem: Problem | null) => void): Promise<number> {
  const certificateFile = write('fullchain.pem', leaf.certificate)
  const keyFile = write('privkey.pem', leaf.key)
  const certificate = { kind: 'pem', certificateFile, keyFile }
  const settings = settingsSchema.parse({ https: { port: 0 }, certificate })
  const parts = { sink: new MemorySink(), clocks: testClocks, certificateFolder: folder, demoToken: 'token', renewed }
  listeners = createListeners(parts, settings)
  expect(await listeners.apply(settings, null)).toEqual([])
  return listeners.status()[0]?.port ?? 0
}

test('a certificate is renewed under load without one failed request', async () => {
  const now = testClocks.wall()
  const authority = await mintAuthority(now)
  const problems: (Problem | null)[] = []
  let told = (): void => undefined
  const leaf = () => mintLeaf(authority, ['localhost', '127.0.0.1'], now)
  const port = await listening(await leaf(), (problem) => {
    problems.push(problem)
    if (problem === null) told()
  })
  const load = underLoad(port, authority.certificate)
  const until = (holds: () => boolean) =>
    new Promise<void>((done) => {
      const look = () => (holds() ? done() : setImmediate(look))
      look()
    })
  for (let renewals = 1; renewals <= 3; renewals++) {
    const next = await leaf()
    const taken = new Promise<void>((done) => (told = done))
    // First the certificate, then the key: for a moment they do not fit, and the one before stays in force.
    write('fullchain.pem', next.certificate)
    write('privkey.pem', next.key)
    await taken
    const seen = load.fingerprints.size
    await until(() => load.fingerprints.size > seen || load.fingerprints.size > renewals)
  }
  const before = load.answered()
  await until(() => load.answered() > before + 20)
  await load.stop()
  expect(load.failures).toEqual([])
  expect(load.fingerprints.size).toBe(4)
  expect(listeners.status()[0]?.state).toBe('listening')
})

test('files that do not fit leave the certificate before them in force, and say so', async () => {
  const now = testClocks.wall()
  const authority = await mintAuthority(now)
  let told = (_problem: Problem | null): void => undefined
  const first = await mintLeaf(authority, ['localhost'], now)
  const port = await listening(first, (problem) => told(problem))
  const answer = new Promise<Problem | null>((done) => (told = done))
  write('privkey.pem', 'no key at all')
  expect((await answer)?.message).toContain('privkey.pem')
  const load = underLoad(port, authority.certificate)
  await new Promise<void>((done) => {
    const look = () => (load.answered() > 3 ? done() : setImmediate(look))
    look()
  })
  await load.stop()
  expect(load.failures).toEqual([])
})

test('other certificate settings are taken over by the running listener', async () => {
  const now = testClocks.wall()
  const authority = await mintAuthority(now)
  const port = await listening(await mintLeaf(authority, ['localhost'], now), () => undefined)
  const settings = settingsSchema.parse({ https: { port: 0 }, certificate: { kind: 'generated' } })
  expect(await listeners.apply(settings, null)).toEqual([])
  expect(listeners.status()[0]).toMatchObject({ port, certificate: { kind: 'generated' } })
})

test('the listener tests itself through the real socket, and leaves no callback behind', async () => {
  const now = testClocks.wall()
  const sink = new MemorySink()
  const parts = { sink, clocks: testClocks, certificateFolder: folder, demoToken: 'token' }
  const settings = settingsSchema.parse({ https: { port: 0 }, http: { enabled: true, port: 0 } })
  listeners = createListeners(parts, settings)
  await listeners.apply(settings, null)
  const notices: (string | null)[] = []
  const tests = createSelfTests({
    listeners,
    clocks: testClocks,
    token: 'token',
    notice: (_key, problem) => notices.push(problem?.message ?? null),
    changed: () => undefined,
  })
  await tests.run()
  const [https, http] = listeners.status()
  expect(https?.selfTest).toMatchObject({
    ok: true,
    sentence: expect.stringMatching(/^Answered in \d+ ms\.$/) as string,
  })
  expect(https?.certificate?.standing).toMatchObject({ kind: 'lab' })
  expect(http?.selfTest).toMatchObject({ ok: true })
  expect(https?.selfTest?.at).toBeGreaterThanOrEqual(now)
  expect([sink.captures, sink.troubles]).toEqual([[], []])
  expect(notices).toEqual([null, null])
  tests.stop()
})

test('a certificate of no public authority is named as refused, with the reason', async () => {
  const now = testClocks.wall()
  await listening(await mintLeaf(await mintAuthority(now), ['shop.example.com'], now), () => undefined)
  const notices: (Problem | null)[] = []
  const notice = (_key: string, problem: Problem | null) => notices.push(problem)
  const tests = createSelfTests({ listeners, clocks: testClocks, token: 'token', notice, changed: () => undefined })
  await tests.run()
  expect(listeners.status()[0]?.certificate?.standing).toMatchObject({ kind: 'refused' })
  expect(listeners.status()[0]?.certificate?.standing?.sentence).toContain('Real bank traffic will refuse')
  tests.stop()
})
