import type { CapturedCallback } from '../listener/types.ts'
import type { Decide, Decision } from './responder.ts'

/**
 * A rule decides before the callback is stored, since what it decided is stored with it. `go` is called once, with the callback as it
 * is to be stored; `act` is null when no rule holds. A defect of ours is told to `fault` and costs the rule, never the callback.
 */
export function decideFirst(
  decide: Decide,
  capture: CapturedCallback,
  fault: (thrown: unknown) => void,
  go: (capture: CapturedCallback, act: Decision['act'] | null) => void,
): void {
  const decided = (decision: Decision | null) => {
    if (decision === null) return go(capture, null)
    const { answerStatus, answerPage, rule, act } = decision
    const facts = { ...capture.facts, answerStatus, rule, ...(answerPage === null ? {} : { answerPage }) }
    return go({ ...capture, facts }, act)
  }
  const failed = (thrown: unknown) => {
    fault(thrown)
    decided(null)
  }
  let decision: ReturnType<Decide>
  try {
    decision = decide(capture)
  } catch (thrown) {
    return failed(thrown)
  }
  if (decision instanceof Promise) void decision.then(decided, failed)
  else decided(decision)
}
