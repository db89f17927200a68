import type { CallbackDetail } from '../../shared/protocol/views.ts'
import { span } from './units.ts'

type Answer = CallbackDetail['answer']

const ACTS = {
  close: 'nothing: a rule closed the connection',
  reset: 'nothing: a rule broke the connection',
  silence: 'nothing: a rule stayed silent',
} as const

/** What was answered, in words: the status and how long it took, or why there was none. */
export function answerWords({ status, sent, afterMs, rule }: Answer): string {
  const after = afterMs === null ? '' : `, ${span(afterMs)} after the last byte`
  if (rule !== null && rule.act !== 'answer' && rule.act !== 'forward') return `${ACTS[rule.act]}${after}`
  if (status === 0) return sent === null ? 'nothing yet' : 'nothing'
  if (sent === false) return `${status} could not be sent: the connection was gone`
  return `${status}${after}`
}

/** Which rule answered, and what it did; null when none held. */
export function ruleWords({ rule }: Answer): string | null {
  if (rule === null) return null
  const where = rule.profile === null ? '' : ` of the profile ${rule.profile}`
  const login = rule.loginRefused ? '; the credentials were missing or wrong' : ''
  const attempt = rule.attempt === null ? '' : `, attempt ${rule.attempt}`
  return `“${rule.name}”${where}${attempt}${login}`
}
