import type { Recognition } from '../model/recognition.ts'
import type { Finding, Light, Verdict } from '../model/verdict.ts'

const WORDS = {
  legacy: 'A legacy',
  mapi: 'A MAPI',
  'rco-plus': 'An RCO+',
  loan: 'A loan',
  unknown: 'An unknown',
} as const

function firstOf(light: Light, severity: Finding['severity']): Finding | null {
  return light.findings.find((finding) => finding.severity === severity) ?? null
}

const withoutStop = (text: string) => text.replace(/\.$/, '')
const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** How the story of the answer ends a sentence. */
function delivery({ answer }: Verdict): string {
  if (answer.state === 'pass') return 'and answered in time.'
  if (answer.state === 'fail') {
    const found = firstOf(answer, 'error')
    return found === null ? 'but not delivered.' : `but not delivered: ${lowered(found.summary)}`
  }
  return answer.findings.some(({ code }) => code === 'answer-none') ? 'read from a file.' : 'and not answered yet.'
}

function contentFault(verdict: Verdict): string | null {
  for (const light of [verdict.signature, verdict.digest]) {
    if (light.state === 'fail') return firstOf(light, 'error')?.summary ?? null
  }
  return null
}

function caution(verdict: Verdict): string | null {
  for (const light of [verdict.digest, verdict.signature]) {
    if (light.state === 'warn') return firstOf(light, 'warning')?.summary ?? null
  }
  return null
}

function unchecked(verdict: Verdict): string | null {
  for (const light of [verdict.signature, verdict.digest]) {
    if (light.state === 'unchecked') return light.findings[0]?.summary ?? null
  }
  return null
}

/** The whole verdict in one sentence that a person would say: the worst thing first, green only when it was earned. */
export function headline(recognition: Recognition, verdict: Verdict): string {
  const fault = contentFault(verdict)
  if (fault !== null) return fault
  if (recognition.family === 'unknown') return `Not recognised as a callback, ${delivery(verdict)}`
  const warned = caution(verdict)
  if (warned !== null) return warned
  const earned = verdict.digest.state === 'pass' || verdict.signature.state === 'pass'
  const open = unchecked(verdict)
  if (earned) return `Genuine, ${delivery(verdict)}`
  if (open !== null) return `${withoutStop(open)}; ${delivery(verdict).replace(/^(?:and|but) /, '')}`
  const kind = recognition.eventType === 'TEST' ? `${WORDS[recognition.family]} TEST` : WORDS[recognition.family]
  if (verdict.answer.state === 'pass') return `${kind} callback: nothing to verify, and delivered.`
  return `${kind} callback: nothing to verify, ${delivery(verdict)}`
}
