import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { THREAD_NAME } from './judged-lights.ts'
import type { JudgedLights, LightsJudge, LightsQuestion, SweepTrust } from './judged-lights.ts'
import type { FromLightsWorker, ToLightsWorker } from './lights-worker.ts'

/** A thread that has had nothing to do for so long (ms) is ended: it holds memory. */
const IDLE_MS = 5_000

/** From sources the file beside this one; built, a bundle of its own for the app and the command line. */
const WORKER = import.meta.filename.endsWith('.ts')
  ? join(import.meta.dirname, 'lights-worker.ts')
  : join(import.meta.dirname, '..', 'worker', 'worker.js')

/** Judges lights on a thread of its own. */
export interface LightsThread {
  /** What it gives starts the thread when it is first asked, and rejects when that cannot be done, or when the thread crashes or fails. */
  readonly judge: (trust: SweepTrust) => LightsJudge
  /** Ends the thread for good; what is with it is not judged. */
  readonly close: () => Promise<void>
}

const NOT_JUDGED: JudgedLights = { asked: 0, changes: [], open: [] }

/** Questions that are with the worker, by their numbers. */
class Waiting {
  #lastId = 0
  readonly #asked = new Map<number, { resolve: (judged: JudgedLights) => void; reject: (thrown: unknown) => void }>()

  get size(): number {
    return this.#asked.size
  }

  add(post: (id: number) => void): Promise<JudgedLights> {
    const id = (this.#lastId += 1)
    return new Promise((resolve, reject) => {
      post(id)
      this.#asked.set(id, { resolve, reject })
    })
  }

  answer(message: FromLightsWorker): void {
    const asked = this.#asked.get(message.id)
    this.#asked.delete(message.id)
    if ('judged' in message) asked?.resolve(message.judged)
    else asked?.reject(new Error(message.failed))
  }

  /** Ends them all. */
  end(how: { readonly judged: JudgedLights } | { readonly thrown: unknown }): void {
    for (const { resolve, reject } of this.#asked.values()) {
      if ('judged' in how) resolve(how.judged)
      else reject(how.thrown)
    }
    this.#asked.clear()
  }
}

/** Starts the worker; `lost` is told once when it is gone. */
function startWorker(
  script: string | URL,
  heard: (message: FromLightsWorker) => void,
  lost: (worker: Worker, thrown: unknown) => void,
): Worker {
  const worker = new Worker(script, { name: THREAD_NAME })
  const gone = (thrown: unknown): void => lost(worker, thrown)
  worker.on('message', heard)
  worker.on('error', gone)
  worker.on('messageerror', gone)
  worker.on('exit', (code) => gone(new Error(`It ended with code ${String(code)}.`)))
  // It must not keep a program alive that is done.
  worker.unref()
  return worker
}

/** For tests: another script for the worker, and another time (ms) after which an idle one is ended. */
export interface LightsThreadInternals {
  readonly script?: string | URL
  readonly idleMs?: number
}

/** Makes the thread for judging again; it is started when it is first asked something, and ended when it is not asked for a while. */
export function createLightsThread({ script = WORKER, idleMs = IDLE_MS }: LightsThreadInternals = {}): LightsThread {
  const waiting = new Waiting()
  let worker: Worker | null = null
  let closed = false
  let idle: NodeJS.Timeout | null = null

  const end = async (): Promise<void> => {
    const ended = worker
    worker = null
    await ended?.terminate()
  }
  const lost = (which: Worker, thrown: unknown): void => {
    if (worker !== which) return
    worker = null
    waiting.end({ thrown })
    void which.terminate()
  }
  const heard = (message: FromLightsWorker): void => {
    waiting.answer(message)
    if (idle !== null) clearTimeout(idle)
    idle = waiting.size > 0 ? null : setTimeout(() => void end(), idleMs).unref()
  }
  const post = (message: ToLightsWorker): Worker => {
    if (idle !== null) clearTimeout(idle)
    worker ??= startWorker(script, heard, lost)
    worker.postMessage(message)
    return worker
  }
  return {
    judge: (trust) => {
      let told: Worker | null = null
      return async (question: LightsQuestion) => {
        if (closed) return NOT_JUDGED
        if (told === null || told !== worker) told = post({ kind: 'trust', trust })
        return await waiting.add((id) => post({ kind: 'question', id, question }))
      }
    },
    close: async () => {
      closed = true
      waiting.end({ judged: NOT_JUDGED })
      await end()
    },
  }
}
