import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { settingsSchema } from '../../shared/model/settings.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Light } from '../../shared/model/verdict.ts'
import { systemClocks } from './clocks.ts'
import { createEngine } from './core.ts'
import { withPairRemark } from './deliveries/pair-remark.ts'
import { caseFolders } from './verify/case-folders.test-support.ts'
import type { JudgedEntry } from './judge-batch.ts'

/* What surrounds a callback, through the real listener and archive: trusted proxies, the list of sources, pages as answers. */

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function start(changes: Record<string, unknown> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ci-surroundings-'))
  let settings = settingsSchema.parse({ https: { enabled: false }, http: { enabled: true, port: 0 }, ...changes })
  const trust = { profiles: [], keySets: [] }
  const made = createEngine({
    dataFolder: folder,
    archiveFile: join(folder, 'archive.sqlite'),
    settings: { current: () => settings, save: () => null },
    trust: {
      current: () => trust,
      status: () => [],
      folder: '',
      onChange: () => undefined,
      editor: null,
      reload: () => Promise.resolve(),
      close: () => undefined,
    },
    testsItself: false,
    passphrase: null,
    clocks: systemClocks,
    version: '1',
    runtime: { node: '', electron: null, testBuild: false },
  })
  if (!made.ok) throw new Error(made.problem.message)
  const engine = made.value
  closing.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => engine.stop(1000),
  )
  const judged: JudgedEntry[] = []
  const nothing = () => undefined
  engine.subscribe({
    judged: (entries) => void judged.push(...entries),
    listeners: nothing,
    notices: nothing,
    profiles: nothing,
    rejudging: nothing,
  })
  const use = async (change: Partial<Settings>): Promise<void> => {
    settings = { ...settings, ...change }
    await engine.listen(null)
  }
  return { engine, judged, use }
}

async function send(engine: ReturnType<typeof start>['engine'], raw: Uint8Array | string): Promise<number> {
  const port = engine.listeners.status().find(({ state }) => state === 'listening')?.port ?? 0
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', agent: false, method: 'GET' })
    request.on('error', reject)
    // Byte for byte: the socket is written to, and Node reads the answer.
    request.once('socket', (socket) => socket.once('connect', () => socket.write(raw)))
    request.once('response', (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('socket', (socket) =>
      socket.once('data', (data) => resolve(Number(data.toString('latin1').slice(9, 12)))),
    )
  })
}

const get = (headers = '') => `GET /?event-type=TEST&par1=a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${headers}\r\n`

test('a proxy of the settings is believed, and naming it judges what is stored again', async () => {
  const { engine, use } = start()
  await engine.listen(null)
  expect(await send(engine, get('X-Forwarded-For: 13.50.187.51\r\n'))).toBe(204)
  await engine.pipeline.idle()
  const source = () => engine.archive.row(1)?.lights[2]
  expect(source()).toBe('unchecked')
  const told = new Promise<void>((resolve) =>
    engine.archive.onChange((change) => change.kind === 'indexed' && resolve()),
  )
  await use({ sources: { list: null, proxies: ['127.0.0.0/8'] } })
  await told
  expect(source()).toBe('pass')
})

test('a page as the answer is noted with the callback, and found again by judging again', async () => {
  const { engine, judged } = start({ answer: { status: 200, body: '<!doctype html><title>Logga in</title>' } })
  await engine.listen(null)
  expect(await send(engine, get())).toBe(200)
  await engine.pipeline.idle()
  const codes = (entry: JudgedEntry | undefined) => entry?.judgement?.verdict.answer.findings.map(({ code }) => code)
  expect(codes(judged[0])).toEqual(['answer-delivered', 'answer-page'])
  const stored = engine.archive.entry(1)
  expect(stored?.facts).toMatchObject({ answerStatus: 200, answerPage: 'login' })
})

const SENDABLE = caseFolders().filter(
  ({ options, raw, earlier }) =>
    earlier === null && Object.keys(options).length === 0 && !Buffer.from(raw).includes('{paymentId}'),
)

test('the cases of the corpus carry the same remarks through the real listener', async () => {
  expect(SENDABLE.length).toBeGreaterThan(15)
  const { engine, judged } = start()
  await engine.listen(null)
  for (const { raw } of SENDABLE) await send(engine, raw)
  await engine.pipeline.idle()
  const seen = judged.map(({ judgement }) => judgement?.recognition.notes.map(({ code }) => code))
  expect(seen).toEqual(SENDABLE.map(({ expected }) => expected.notes))
})

const codesOf = ({ findings }: Light) => findings.map(({ code }) => code)

test('the second user agent of an attempt is remarked, on arrival as in the detail', async () => {
  const pair = caseFolders().find(({ name }) => name === 'transport-agent-pair')
  if (pair?.earlier == null) throw new Error('the case is gone')
  const { engine, judged } = start()
  await engine.listen(null)
  for (const raw of [pair.earlier.raw, pair.raw, pair.raw]) {
    await send(engine, raw)
    await engine.pipeline.idle()
  }
  const { deliveries, row } = engine.archive
  const attempts = deliveries.read(row(1)?.delivery?.id ?? 0)?.attempts
  expect(attempts?.map(({ requests }) => requests.map(({ repeat }) => repeat))).toEqual([[false, false, true]])
  const said = judged.map(({ entry, judgement, delivery }) => {
    if (judgement === null) throw new Error('not judged')
    const { verdict } = withPairRemark(engine.archive, entry.sequence, delivery?.id, judgement)
    return [verdict.transport.state === judgement.verdict.transport.state, codesOf(verdict.transport).at(-1)]
  })
  expect(said).toEqual([
    [true, 'transport-port'],
    [true, 'transport-agent-pair'],
    [true, 'transport-agent-java'],
  ])
})
