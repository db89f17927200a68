import { webcrypto } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { JudgedLights, LightsJudge, LightsQuestion, SweepTrust } from './judged-lights.ts'
import { createLightsJudge } from './lights-judge.ts'
import { verifyHere } from './verify-here.ts'

/* The thread beside the engine's on which stored callbacks are judged again. It has no socket, no file and no database. */

/** What it is told: with what to judge from now on, or rows to judge. */
export type ToLightsWorker =
  | { readonly kind: 'trust'; readonly trust: SweepTrust }
  | { readonly kind: 'question'; readonly id: number; readonly question: LightsQuestion }

/** What it answers; `failed` where it could not. */
export type FromLightsWorker =
  { readonly id: number; readonly judged: JudgedLights } | { readonly id: number; readonly failed: string }

/** How far behind the engine's thread it stands for a busy core. */
const NICE = 10

/** Somebody waits for the answer to each capture, nobody for a verdict. On Linux threads have priorities of their own. */
function standBack(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE)
  } catch {
    // Elsewhere all threads are equal.
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
  standBack()
  verifyHere(webcrypto.subtle)
  serve(parentPort)
}
