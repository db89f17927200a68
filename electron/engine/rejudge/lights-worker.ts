import { writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { THREAD_NAME } from './judged-lights.ts'
import type { JudgedLights, LightsJudge, LightsQuestion, SweepTrust } from './judged-lights.ts'
import { createLightsJudge } from './lights-judge.ts'

/* The thread beside the engine's on which stored callbacks are judged again. It has no socket, no file and no database. */

/** What it is told: with what to judge from now on, or rows to judge. */
export type ToLightsWorker =
  | { readonly kind: 'trust'; readonly trust: SweepTrust }
  | { readonly kind: 'question'; readonly id: number; readonly question: LightsQuestion }

/** What it answers; `failed` where it could not. */
export type FromLightsWorker =
  { readonly id: number; readonly judged: JudgedLights } | { readonly id: number; readonly failed: string }

/** For `top -H` and debuggers, as Node 24 does by itself: whoever wonders what uses the core. On Linux only. */
function nameThread(): void {
  try {
    writeFileSync('/proc/thread-self/comm', THREAD_NAME)
  } catch {
    // Elsewhere it stays nameless.
  }
}

function serve(port: NonNullable<typeof parentPort>): void {
  let judge: LightsJudge | null = null
  const answer = (message: FromLightsWorker): void => port.postMessage(message)
  port.on('message', (message: ToLightsWorker) => {
    if (message.kind === 'trust') {
      judge = createLightsJudge(message.trust)
      return
    }
    const { id, question } = message
    const judged = judge === null ? Promise.reject(new Error('It was not told with what to judge.')) : judge(question)
    judged.then(
      (lights) => answer({ id, judged: lights }),
      (thrown: unknown) => answer({ id, failed: String(thrown) }),
    )
  })
}

if (parentPort !== null) {
  nameThread()
  serve(parentPort)
}
