import type { JudgedLights, LightsJudge, LightsQuestion } from './judged-lights.ts'
import { createLightsThread } from './lights-thread.ts'
import type { LightsThread } from './lights-thread.ts'

/** Requests take a worker seven times as long as the engine's thread: with two the verdicts are there in nearly half of the time. */
const MOST = 2

/** How many questions are with a thread. */
interface Worked {
  readonly judge: LightsJudge
  waiting: number
}

/** Gives a question to the thread with the least to do. Digests go to the first one: the engine's thread can hardly keep it busy. */
function spread(threads: readonly LightsJudge[]): LightsJudge {
  const all = threads.map((judge): Worked => ({ judge, waiting: 0 }))
  const choose = ({ kind }: LightsQuestion): Worked | undefined =>
    kind === 'digests' ? all[0] : all.reduce((best, one) => (one.waiting < best.waiting ? one : best))
  return async (question): Promise<JudgedLights> => {
    const chosen = choose(question)
    if (chosen === undefined) throw new Error('There is no thread.')
    chosen.waiting += 1
    try {
      return await chosen.judge(question)
    } finally {
      chosen.waiting -= 1
    }
  }
}

/** Threads for judging again; each is started when it is first needed. */
export function createLightsThreads(count: number = MOST): LightsThread {
  const threads = Array.from({ length: count }, () => createLightsThread())
  return {
    judge: (trust) => spread(threads.map(({ judge }) => judge(trust))),
    close: async () => void (await Promise.all(threads.map(({ close }) => close()))),
  }
}
