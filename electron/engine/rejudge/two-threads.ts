import { availableParallelism } from 'node:os'
import type { LightsJudge, SweepTrust } from './judged-lights.ts'
import { createLightsJudge } from './lights-judge.ts'
import type { LightsThread } from './lights-thread.ts'

/**
 * Judges on the other thread, and on this one where that fails or where there is no second core: another thread would only take the one
 * core away for milliseconds at a time while captures wait, and this one gives way after each slice. The same is found on both.
 * @param failed told why, once for each sweep
 * @param cores how many there are now: a process can be bound to fewer while it runs
 */
export function onTwoThreads(
  thread: Pick<LightsThread, 'judge'>,
  failed: (thrown: unknown) => void,
  cores: () => number = availableParallelism,
): (trust: SweepTrust) => LightsJudge {
  return (trust) => {
    let there: LightsJudge | null = cores() === 1 ? null : thread.judge(trust)
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
