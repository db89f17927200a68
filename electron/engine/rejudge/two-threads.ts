import type { LightsJudge, SweepTrust } from './judged-lights.ts'
import { createLightsJudge } from './lights-judge.ts'
import type { LightsThread } from './lights-thread.ts'

/**
 * Judges on the other thread, and where that fails on this one: the same is found, and only captures wait a little longer.
 * @param failed told why, once for each sweep
 */
export function onTwoThreads(
  thread: Pick<LightsThread, 'judge'>,
  failed: (thrown: unknown) => void,
): (trust: SweepTrust) => LightsJudge {
  return (trust) => {
    let there: LightsJudge | null = thread.judge(trust)
    let here: LightsJudge | null = null
    return async (question) => {
      const asked = there
      try {
        if (asked !== null) return await asked(question)
      } catch (thrown) {
        // Several questions may have been with it.
        if (there !== null) failed(thrown)
        there = null
      }
      here ??= createLightsJudge(trust)
      return await here(question)
    }
  }
}
