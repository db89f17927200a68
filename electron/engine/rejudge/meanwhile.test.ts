import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPipeline } from '../pipeline.ts'
import { packLights } from '../store/row-codec.ts'
import { openSample } from '../store/testing/samples.ts'
import type { Archive } from '../store/types.ts'
import { digestHash } from '../verify/hash.ts'
import { createJudge } from '../verify/judge.ts'
import { entryOf, get, profileOf } from '../verify/test-support.ts'
import type { TrustBase } from '../verify/types.ts'
import type { JudgedLights, LightsJudge } from './judged-lights.ts'
import { createLightsThread } from './lights-thread.ts'
import { createSweep } from './sweep.ts'
import type { SweepParts } from './sweep.ts'

/* What happens while batches are with the other thread: the archive, the trust base and the wishes of the user go on. */

/** More than fit into the batches that are under way at one time. */
const COUNT = 4_000
const SALT = 'one'
const EVENTS = { BOOKED: { uriTemplate: '/booked?paymentId={paymentId}&digest={digest}' } }
const trustOf = (salt: string): TrustBase => ({
  profiles: [profileOf({ events: EVENTS, digest: { algorithm: 'MD5', parameters: ['paymentId'], salt } })],
  keySets: [],
})
const target = (id: number) => `/booked?paymentId=${String(id)}&digest=${digestHash('MD5', `${String(id)}${SALT}`)}`

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ci-meanwhile-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const thread = createLightsThread()
afterAll(() => thread.close())

/** Does something when the answer to the question of this number has come, before the sweep hears of it. */
type Meanwhile = (number: number) => void

async function setUp() {
  const { archive } = openSample({ file: join(folder, 'archive.sqlite') })
  const judge = createJudge({ decodedBytes: 1_000_000 })
  const now = { trust: trustOf(SALT), simulated: [] as TrustBase['keySets'], cancelled: false }
  const trustFor: SweepParts['trustFor'] = ({ simulated }) =>
    simulated ? { ...now.trust, keySets: now.simulated } : now.trust
  const monotonic = () => performance.now()
  const [onJudged, onFault] = [() => undefined, () => undefined]
  const pipeline = createPipeline({ archive, judge, trustFor, trust: () => now.trust, monotonic, onJudged, onFault })
  for (let id = 1; id <= COUNT; id += 1) {
    const entry = { ...entryOf(get(target(id))), sequence: id }
    archive.append(entry, () => pipeline.push(entry))
  }
  archive.flush()
  while (pipeline.backlog() > 0) await pipeline.idle()

  let meanwhile: Meanwhile = () => undefined
  const told: TrustBase[] = []
  const answers: Promise<JudgedLights>[] = []
  const judgeLights: SweepParts['judgeLights'] = (trust) => {
    told.push(trust.simulated)
    const judged: LightsJudge = thread.judge(trust)
    return (question) => {
      const number = answers.length + 1
      const answer = judged(question).then((lights) => (meanwhile(number), lights))
      answers.push(answer)
      return answer
    }
  }
  const decodedBytes = () => 1_000_000
  const sweep = createSweep(
    { archive, judge, judgeLights, decodedBytes, trustFor, trust: () => now.trust, pipeline, monotonic },
    now.trust,
  )
  const control = { cancelled: () => now.cancelled, progress: () => undefined }
  const change = async (salt: string, act: Meanwhile = () => undefined) => {
    meanwhile = act
    now.trust = trustOf(salt)
    return await sweep(control, false)
  }
  return { archive, now, told, answers, change }
}

/** How the digest lights of all rows stand, counted. */
function digests(archive: Archive): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { lights } of archive.open({}).rows(0, COUNT)) counted[lights[0]] = (counted[lights[0]] ?? 0) + 1
  return counted
}

describe('while batches are with the other thread', () => {
  test('a cancel: what comes back later is not written', async () => {
    const { archive, now, answers, change } = await setUp()
    await change('other', (number) => (now.cancelled ||= number === 2))
    const standing = digests(archive)
    await Promise.all(answers)
    expect(answers.length).toBeGreaterThan(2)
    expect(standing['pass']).toBeGreaterThan(0)
    expect(digests(archive)).toEqual(standing)
    now.cancelled = false
    await change('other')
    expect(digests(archive)).toEqual({ fail: COUNT })
    archive.close()
  })

  test('rows that are judged anew keep that, and rows that are deleted stay away', async () => {
    const { archive, change } = await setUp()
    const [judged, deleted] = [COUNT - 1, COUNT - 2]
    const from = packLights(archive.row(judged)?.lights ?? ['fail', 'fail', 'fail', 'fail', 'fail'])
    const to = packLights(['warn', 'unchecked', 'unchecked', 'unchecked', 'unchecked'])
    await change('other', (number) => {
      if (number !== 1) return
      archive.relight([{ from, to, sequences: `[${String(judged)}]` }])
      archive.remove([deleted])
    })
    expect(archive.row(judged)?.lights[0]).toBe('warn')
    expect(archive.row(deleted)).toBeNull()
    expect(digests(archive)).toEqual({ warn: 1, fail: COUNT - 2 })
    archive.close()
  })

  test('another change of the salt: the next sweep puts everything right', async () => {
    const { archive, now, change } = await setUp()
    await change('other', () => (now.trust = trustOf(SALT)))
    expect(digests(archive)).toEqual({ fail: COUNT })
    expect(await change(SALT)).toBe(COUNT)
    expect(digests(archive)).toEqual({ pass: COUNT })
    archive.close()
  })

  test('the archive is closed: the sweep ends', async () => {
    const { archive, change } = await setUp()
    expect(await change('other', (number) => number === 1 && archive.close())).toBeLessThan(COUNT)
  })

  test('the simulator gets its key: it is told', async () => {
    const { archive, now, told, change } = await setUp()
    const keySet = { name: 'simulator', profileName: null, keys: [], remarks: [] }
    await change('other', () => (now.simulated = [keySet]))
    expect(told.map(({ keySets }) => keySets)).toEqual([[], [keySet]])
    expect(digests(archive)).toEqual({ fail: COUNT })
    archive.close()
  })
})
