import { answerMeaning, ATTEMPT_TIMEOUT_MS, ATTEMPTS, DELIVERED_BELOW, LADDER } from '../facts/delivery.ts'
import type { AnswerRule, AnswerStep } from '../model/answer-rule.ts'
import { stepFor } from './plan-answer.ts'

/** How the bank takes an attempt that is answered so. `depends`: only the upstream knows. */
export interface BankCount {
  readonly counts: 'delivered' | 'failed' | 'depends'
  readonly sentence: string
}

const LIMIT_SECONDS = ATTEMPT_TIMEOUT_MS / 1000
const failed = (sentence: string): BankCount => ({
  counts: 'failed',
  sentence: `${sentence} The callback comes again.`,
})

function countStatus(status: number): BankCount {
  if (status < DELIVERED_BELOW) {
    return { counts: 'delivered', sentence: `${String(status)} is below 300: it counts as delivered.` }
  }
  if (status < 400) return failed(`${String(status)} redirects, and the bank does not follow: it counts as failed.`)
  const meaning = answerMeaning(status)
  return failed(`${String(status)} counts as failed${meaning === null ? '' : ` (${meaning})`}.`)
}

/**
 * How the bank will count one step: below 300 within five seconds is delivered, redirects are not followed, all else comes again
 * (domain.md §0 nos. 5 and 6). The rule is documented for legacy callbacks; nothing is published for the other families.
 */
export function countStep(step: AnswerStep): BankCount {
  if (step.kind === 'silence') return failed('The bank waits five seconds and gives up: it counts as failed.')
  if (step.delaySeconds >= LIMIT_SECONDS) {
    return failed(`After ${String(step.delaySeconds)} s the bank has given up (it waits five): it counts as failed.`)
  }
  switch (step.kind) {
    case 'answer':
      return countStatus(step.status)
    case 'close':
      return failed('Closed without an answer: it counts as failed.')
    case 'reset':
      return failed('The connection breaks: it counts as failed.')
    case 'forward':
      return { counts: 'depends', sentence: 'It counts as the upstream answers, if it does so within five seconds.' }
  }
}

/** `45 s`, `1 min 15 s`, `36 h 12 min 15 s`. In: whole seconds. */
export function durationWords(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${String(count)} ${unit}`)
  return words.length === 0 ? '0 s' : words.join(' ')
}

/**
 * What a whole rule means for one delivery, by the published ladder of twenty attempts (domain.md §5). A rule that depends on a light
 * or a login speaks of those callbacks only that it holds for.
 */
export function countRule(rule: AnswerRule): BankCount {
  const count = countSteps(rule)
  const { light } = rule.when
  if (light !== undefined)
    return { ...count, sentence: `Where the ${light.name} light says so: ${lowered(count.sentence)}` }
  return rule.requireLogin ? { ...count, sentence: `With the right login: ${lowered(count.sentence)}` } : count
}

const lowered = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1)

function countSteps(rule: AnswerRule): BankCount {
  for (const { attempt, offsetSeconds } of LADDER) {
    const { counts } = countStep(stepFor(rule, attempt).step)
    if (counts === 'depends') return { counts, sentence: 'Whether it is delivered depends on the upstream.' }
    if (counts === 'delivered') return { counts, sentence: deliveredAt(attempt, offsetSeconds) }
  }
  const last = durationWords(LADDER.at(-1)?.offsetSeconds ?? 0)
  const sentence = `Never delivered: all ${String(ATTEMPTS)} attempts fail, and after ${last} the callback is lost.`
  return { counts: 'failed', sentence }
}

function deliveredAt(attempt: number, offsetSeconds: number): string {
  if (attempt === 1) return 'Delivered with the first attempt.'
  return `Delivered with attempt ${String(attempt)} of ${String(ATTEMPTS)}, ${durationWords(offsetSeconds)} after the first.`
}
