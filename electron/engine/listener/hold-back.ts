import type { AnswerPlan } from '../../../shared/model/callback.ts'
import type { Held } from './exchange.ts'
import type { ListenerAct } from './types.ts'

/** What ends a connection without an answer. */
export const ENDINGS: ReadonlySet<ListenerAct['kind']> = new Set(['close', 'reset', 'silence'])

/** What a timer takes at most, ms; anything above fires at once. */
const LONGEST_TIMER_MS = 2_147_483_647

/** A timer without an upper limit. Gives how to stop it. */
function later(ms: number, work: () => void): () => void {
  let left = ms
  let timer: NodeJS.Timeout
  const arm = () => {
    const piece = Math.min(left, LONGEST_TIMER_MS)
    left -= piece
    timer = setTimeout(() => (left > 0 ? arm() : work()), piece)
  }
  arm()
  return () => clearTimeout(timer)
}

/**
 * Starts what a rule does to one answer. `ready` is called once, when the delay is over: with the plan to send, or null when the
 * connection is to be ended instead. A silence is never ready.
 */
export function holdBack(act: ListenerAct, ready: (plan: AnswerPlan | null) => void): Held {
  if (act.kind === 'silence') return { act, now: () => undefined, cancel: () => undefined }
  let begun = false
  const begin = () => {
    if (begun) return
    begun = true
    stop()
    if (act.kind === 'answer') ready(act.plan)
    else if (act.kind === 'fetch') void act.fetch().then(ready)
    else ready(null)
  }
  const cancel = () => {
    begun = true
    stop()
  }
  let stop: () => void = () => undefined
  if (act.delayMs > 0) stop = later(act.delayMs, begin)
  else setImmediate(begin)
  return { act, now: begin, cancel }
}
