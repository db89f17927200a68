import { ATTEMPT_TIMEOUT_MS, DELIVERED_BELOW } from '../facts/delivery.ts'
import { checkFinding, checklistItem } from './finding.ts'
import type { CheckFinding, ChecklistItem } from './model.ts'
import type { AnswerFacts } from './observations.ts'

/** Answers by which shops refuse a wrong digest, an unknown payment, or a wrong body (what published shop modules answer). */
const SAMPLE_REFUSALS: ReadonlySet<number> = new Set([400, 404, 406, 409, 410, 415, 422])

function judgeStatus(answer: AnswerFacts, filled: boolean): CheckFinding[] {
  const { status, location, challenge, method } = answer
  if (status === null || status < DELIVERED_BELOW) return []
  const evidence = { status, method }
  if (status < 400) return [checkFinding('HTTP_REDIRECT', { ...evidence, target: location })]
  if (status === 401) return [checkFinding('HTTP_AUTH', { ...evidence, challenge })]
  if (status === 403) return [checkFinding('HTTP_FORBIDDEN', evidence)]
  if (status === 405) return [checkFinding('HTTP_METHOD', evidence)]
  if (filled && SAMPLE_REFUSALS.has(status)) return [checkFinding('HTTP_SAMPLE_REFUSED', evidence)]
  return [checkFinding('HTTP_STATUS', evidence)]
}

/** Login forms, titles of login and error pages, and what crashed programs print, whatever the status says. */
const PAGES: readonly RegExp[] = [
  /<input[^>]{1,200}type\s*=\s*["']?password/i,
  /<form[^>]{1,200}(?:log-?in|sign-?in)/i,
  /<title[^>]{0,100}>[^<]{0,200}(?:log ?in|sign ?in|logga in|log ind|logg inn|kirjaudu|access denied|forbidden|not found|error|maintenance|under construction|coming soon)/i,
  /<b>(?:Fatal error|Parse error|Warning)<\/b>:|Traceback \(most recent call last\)|^Stack trace:/im,
]

function judgeBody({ status, body, bodyStart, contentType }: AnswerFacts): CheckFinding[] {
  if (status === null || status >= DELIVERED_BELOW) return []
  if (body === 'cut') return [checkFinding('HTTP_CUT', { status })]
  return PAGES.some((page) => page.test(bodyStart)) ? [checkFinding('HTTP_PAGE', { status, contentType })] : []
}

/** A second client with a Java user agent must meet the same answer. */
function judgeAgents(answer: AnswerFacts, java: AnswerFacts | null): CheckFinding[] {
  const first = answer.status
  if (java === null || first === null || first >= DELIVERED_BELOW) return []
  // Held until nothing came counts only beside a quick answer: a server that is slow for everybody says nothing of agents.
  const held = java.ms >= ATTEMPT_TIMEOUT_MS && answer.ms < ATTEMPT_TIMEOUT_MS
  const silent = java.outcome === 'timeout' ? held : true
  const blocked = java.status === null ? silent : java.status >= DELIVERED_BELOW
  return blocked ? [checkFinding('UA_BLOCKED', { status: first, withJava: java.status ?? java.outcome })] : []
}

const NO_ANSWER = { timeout: null, closed: 'HTTP_CLOSED', invalid: 'HTTP_INVALID', answer: null } as const

/**
 * Judges the answer to a request. `filled`: placeholders were filled with made-up values, so that a shop may well refuse them.
 * Source: callbacks page of the bank, "a status below 300".
 */
export function judgeAnswer(answer: AnswerFacts, java: AnswerFacts | null, filled: boolean): ChecklistItem {
  const broken = NO_ANSWER[answer.outcome]
  const { method, status, interim } = answer
  const found = broken === null ? [] : [checkFinding(broken, { method, reason: answer.reason })]
  found.push(...judgeStatus(answer, filled), ...judgeBody(answer), ...judgeAgents(answer, java))
  const seen =
    status === null
      ? `${method} got no answer${interim > 0 ? ' but 100 Continue' : ''}.`
      : `${method} got ${String(status)}.`
  return checklistItem('answer', seen, found, answer.outcome === 'timeout' ? 'unknown' : 'pass')
}

/** Judges the time until the head of the answer, against the 5 seconds of the bank. */
export function judgeTime({ outcome, ms }: AnswerFacts): ChecklistItem {
  const seconds = (ms / 1000).toFixed(ms < 1000 ? 2 : 1)
  if (outcome === 'timeout')
    return checklistItem('time', `Nothing within ${seconds} s.`, [checkFinding('HTTP_TIMEOUT', { ms })])
  if (outcome !== 'answer') return checklistItem('time', 'There was no answer to time.', [], 'unknown')
  const late = ms > ATTEMPT_TIMEOUT_MS
  return checklistItem('time', `${seconds} s.`, late ? [checkFinding('HTTP_SLOW', { ms })] : [])
}
