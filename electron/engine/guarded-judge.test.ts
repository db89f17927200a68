import { describe, expect, it } from 'vitest'
import { createGuardedJudge } from './guarded-judge.ts'
import { entryOf, get, judgeRaw } from './verify/test-support.ts'
import type { Judge } from './verify/types.ts'

const TRUST = { profiles: [], keySets: [] }
const ENTRY = entryOf(get('/callback?paymentId=1'))

function guarded(judge: Judge) {
  const faults: number[] = []
  return {
    faults,
    judge: createGuardedJudge(
      () => 1000,
      (sequence) => faults.push(sequence),
      () => judge,
    ),
  }
}

describe('the guarded judge', () => {
  it('gives what the judge gives', async () => {
    const judge = createGuardedJudge(
      () => 1_000_000,
      () => expect.unreachable(),
    )
    expect((await judge(ENTRY, TRUST)).verdict).toEqual((await judgeRaw(get('/callback?paymentId=1'))).verdict)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('a defect')
      },
    ],
    ['rejects', () => Promise.reject(new Error('a defect'))],
  ] as const)('claims nothing about a callback on which the judge %s, and says so', async (_what, broken) => {
    const { judge, faults } = guarded(broken)
    const judgement = await judge(ENTRY, TRUST)
    expect(Object.values(judgement.verdict).map((light) => light.state)).toEqual(Array(5).fill('unchecked'))
    expect(judgement.head.target).toBe('/callback?paymentId=1')
    expect(faults).toEqual([ENTRY.sequence])
  })

  it('follows the setting for decoded bodies', () => {
    const limits: number[] = []
    let limit = 10
    const judge = createGuardedJudge(
      () => limit,
      () => undefined,
      ({ decodedBytes }) => {
        limits.push(decodedBytes)
        return () => expect.unreachable()
      },
    )
    void judge(ENTRY, TRUST)
    limit = 20
    void judge(ENTRY, TRUST)
    expect(limits).toEqual([10, 20])
  })
})
