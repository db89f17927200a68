import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { profileOf } from '../verify/test-support.ts'
import type { LightsQuestion, SweepTrust } from './judged-lights.ts'
import { createLightsJudge } from './lights-judge.ts'
import { createLightsThread } from './lights-thread.ts'
import type { LightsThread, LightsThreadInternals } from './lights-thread.ts'
import { onTwoThreads } from './two-threads.ts'

/* The thread itself: that it answers, ends, and that nothing is lost when it fails. */

const EVENTS = { BOOKED: { uriTemplate: '/booked?paymentId={paymentId}&digest={digest}' } }
const base = (salt: string) => ({
  profiles: [profileOf({ events: EVENTS, digest: { algorithm: 'MD5', parameters: ['paymentId'], salt } })],
  keySets: [],
})
const TRUST: SweepTrust = { before: base('one'), after: base('two'), simulated: base('two'), decodedBytes: 1_000_000 }
const TARGET = '/booked?paymentId=7&digest=37EC6AA8E3D8F8C4E9F3E1B0C9E0A5D1'
const rows = (...sequences: readonly number[]): LightsQuestion => ({
  kind: 'digests',
  text: JSON.stringify(sequences.map((sequence) => [sequence, 0, 0, TARGET])),
})
const script = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`)
/** Answers each question with the number of its thread. */
const NUMBERED = script(`import { parentPort, threadId } from 'node:worker_threads'
  const judged = { asked: threadId, changes: [], open: [] }
  parentPort.on('message', ({ id }) => { if (id !== undefined) parentPort.postMessage({ id, judged }) })`)

let thread: LightsThread | null = null
const made = (internals?: LightsThreadInternals): LightsThread => (thread = createLightsThread(internals))
afterEach(() => thread?.close())

describe('the thread for judging again', () => {
  test('answers as the engine does, whatever the order in which it is asked', async () => {
    const [there, here] = [made().judge(TRUST), createLightsJudge(TRUST)]
    const questions = [rows(3, 2), rows(1), rows()]
    const answers = await Promise.all(questions.map(there))
    expect(answers).toEqual(await Promise.all(questions.map(here)))
    expect(answers[0]?.changes).toEqual([{ from: 0, to: expect.any(Number) as number, sequences: '[3,2]' }])
  })

  test('ends when it is not asked any more, and starts anew', async () => {
    const judge = made({ script: NUMBERED, idleMs: 1 }).judge(TRUST)
    const { asked: first } = await judge(rows(1))
    let later = first
    while (later === first) {
      await pause(5)
      later = (await judge(rows(1))).asked
    }
    expect(later).toBeGreaterThan(first)
  })

  test('closed: what is with it is not judged, and nothing is started again', async () => {
    const { judge, close } = made({ script: script(`setInterval(() => 0, 1000)`) })
    const asked = judge(TRUST)(rows(1))
    const closed = close()
    const nothing = { asked: 0, changes: [], open: [] }
    expect([await asked, await judge(TRUST)(rows(2))]).toEqual([nothing, nothing])
    await closed
  })
})

const BROKEN = [
  ['is not there', script('import "./nowhere.js"')],
  ['throws at its start', script('throw new Error("no")')],
  ['ends', script('process.exit(3)')],
  [
    'ends at a question',
    script(`import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ id }) => { if (id === 2) process.exit() })`),
  ],
  [
    'fails',
    script(`import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ id }) => { if (id !== undefined) parentPort.postMessage({ id, failed: 'no' }) })`),
  ],
] as const

const twoCores = () => 2

describe('where the other thread fails', () => {
  test.each(BROKEN)('%s: the engine judges itself, and says so once', async (_, broken) => {
    const told: unknown[] = []
    const questions = [rows(3), rows(2), rows(1)]
    const judged = onTwoThreads(made({ script: broken }), (thrown) => told.push(thrown), twoCores)(TRUST)
    expect(await Promise.all(questions.map(judged))).toEqual(await Promise.all(questions.map(createLightsJudge(TRUST))))
    expect(told).toHaveLength(1)
    expect(await judged(rows(4))).toEqual(await createLightsJudge(TRUST)(rows(4)))
    expect(told).toHaveLength(1)
  })

  test('a trust base that cannot be sent there', async () => {
    const told: unknown[] = []
    const odd = { ...TRUST, decodedBytes: (() => 1) as unknown as number }
    const judged = onTwoThreads(made(), (thrown) => told.push(thrown), twoCores)(odd)
    expect((await judged(rows(1))).asked).toBe(1)
    expect(told).toHaveLength(1)
  })
})
