import { expect, test } from 'vitest'
import { profileOf } from '../verify/test-support.ts'
import type { LightsJudge, SweepTrust } from './judged-lights.ts'
import { createLightsJudge } from './lights-judge.ts'
import { onTwoThreads } from './two-threads.ts'

/* Where judging again works: beside the engine's thread, or on it. That both find the same is said in same-as-arrival.test.ts. */

const EVENTS = { BOOKED: { uriTemplate: '/booked?paymentId={paymentId}&digest={digest}' } }
const base = (salt: string) => ({
  profiles: [profileOf({ events: EVENTS, digest: { algorithm: 'MD5', parameters: ['paymentId'], salt } })],
  keySets: [],
})
const TRUST: SweepTrust = { before: base('one'), after: base('two'), simulated: base('two'), decodedBytes: 1_000_000 }
const question = {
  kind: 'digests',
  text: JSON.stringify([[1, 0, 0, '/booked?paymentId=7&digest=37EC6AA8E3D8F8C4E9F3E1B0C9E0A5D1']]),
} as const
const THERE = { asked: 7, changes: [], open: [] }
const there = (): LightsJudge => () => Promise.resolve(THERE)
const notFailed = (thrown: unknown) => {
  throw thrown
}

test('judges beside the engine where there is a second core', async () => {
  expect(await onTwoThreads({ judge: there }, notFailed, () => 2)(TRUST)(question)).toBe(THERE)
})

test('judges on its thread where there is none, also when that became so while it ran', async () => {
  let cores = 2
  const judge = onTwoThreads({ judge: there }, notFailed, () => cores)
  expect(await judge(TRUST)(question)).toBe(THERE)
  cores = 1
  const here = await judge(TRUST)(question)
  expect(here).toEqual(await createLightsJudge(TRUST)(question))
  expect(here.changes).toHaveLength(1)
  // Another archive of the same process.
  expect(await onTwoThreads({ judge: there }, notFailed, () => cores)(TRUST)(question)).toEqual(here)
})
