import { answerMeaning, ATTEMPT_TIMEOUT_MS, DELIVERED_BELOW } from '../facts/delivery.ts'
import type { Finding, Light } from '../model/verdict.ts'
import { finding, light } from './finding.ts'

/** What is known of the answer. */
export interface AnswerInput {
  /** 0: there was nobody to answer. */
  readonly status: number
  /** null: not known yet. */
  readonly sent: boolean | null
  /** Milliseconds from the last byte of the request to the answer. */
  readonly afterMs: number | null
}

function statusFinding(status: number, afterMs: number | null): Finding {
  const evidence = { status, meaning: answerMeaning(status), afterMs }
  if (status < DELIVERED_BELOW) return finding('answer-delivered', evidence)
  if (status < 400) return finding('answer-redirect', evidence)
  const { meaning } = evidence
  if (meaning === null) return finding('answer-refused', evidence)
  const summary = `The answer ${String(status)} refuses the callback, so it comes again: ${meaning}.`
  return finding('answer-refused', evidence, { summary })
}

/**
 * Judges the answer as the bank does: below 300 within five seconds is delivered, all else comes again (domain.md §0 nos. 5 and 6).
 */
export function checkAnswer({ status, sent, afterMs }: AnswerInput): Light {
  if (status === 0) return light(finding('answer-none'))
  if (sent === null) return light(finding('answer-pending', { status }))
  if (!sent) return light(finding('answer-not-sent', { status }))
  const main = statusFinding(status, afterMs)
  if (afterMs === null || afterMs <= ATTEMPT_TIMEOUT_MS) return light(main)
  const slow = finding('answer-slow', { status, afterMs: Math.round(afterMs), limitMs: ATTEMPT_TIMEOUT_MS })
  return main.code === 'answer-delivered' ? light(slow) : light(slow, main)
}
