import type { Problem } from '../../../shared/protocol/errors.ts'
import { listenerKey } from '../../../shared/protocol/listener-views.ts'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import type { Clocks } from '../listener/types.ts'
import type { Listeners } from '../listeners.ts'
import { testListener } from './self-test.ts'
import { standingOf } from './standing.ts'

export interface SelfTests {
  /** Tests every running listener now; a test that runs already is waited for. */
  readonly run: () => Promise<void>
  readonly stop: () => void
}

export interface SelfTestsParts {
  readonly listeners: Listeners
  readonly clocks: Clocks
  readonly token: string
  /** A banner while a listener fails its test. */
  readonly notice: (key: string, problem: Problem | null) => void
  readonly changed: () => void
}

/** "Looks connected but is dead" must be found out before a callback finds it out. */
const EVERY_MS = 300_000

const problemOf = (sentence: string, url: string | null): Problem => ({
  code: 'self-test-failed',
  message: `The listener failed its own test: ${sentence}`,
  data: { url },
})

/** Tests the listeners through their real sockets, on demand and every five minutes; the results stand in their status. */
export function createSelfTests({ listeners, clocks, token, notice, changed }: SelfTestsParts): SelfTests {
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  const failing = new Set<string>()

  const test = async (status: ListenerStatus): Promise<void> => {
    const result = await testListener(status, { clocks, token, authorities: listeners.authorities() })
    if (stopped) return
    const { ok, sentence, chain } = result
    const { certificate } = status
    const standing = chain === null || certificate === null ? null : await standingOf(chain, certificate, clocks.wall())
    const key = listenerKey(status)
    listeners.tested(key, { selfTest: { at: clocks.wall(), ok, sentence }, standing })
    notice(`self-test ${key}`, ok ? null : problemOf(sentence, status.url))
    if (ok) failing.delete(key)
    else failing.add(key)
  }
  /** A listener that was switched off or removed leaves no banner behind. */
  const forget = (listening: readonly ListenerStatus[]): void => {
    const keys = new Set(listening.map(listenerKey))
    for (const key of [...failing].filter((one) => !keys.has(one))) {
      failing.delete(key)
      notice(`self-test ${key}`, null)
    }
  }
  const all = async (): Promise<void> => {
    const listening = listeners.status().filter(({ state }) => state === 'listening')
    forget(listening)
    await Promise.all(listening.map(test))
    if (!stopped) changed()
  }
  const run = (): Promise<void> => {
    if (timer === null && !stopped) timer = setInterval(() => void run(), EVERY_MS).unref()
    return (running ??= all().finally(() => (running = null)))
  }
  return {
    run,
    stop: () => {
      stopped = true
      if (timer !== null) clearInterval(timer)
    },
  }
}
