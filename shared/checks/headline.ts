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
/** A reason that follows a colon: a second colon becomes a parenthesis. */
const aside = (text: string) => lowered(text).replace(/: ([^:]+)\.$/, ' ($1).')

/** The answer as the end of a sentence; `read` when a file was judged and nobody could be answered. */
interface Delivery {
  readonly state: 'delivered' | 'failed' | 'pending' | 'read'
  readonly words: string
}

function delivery(verdict: Verdict): Delivery {
  const { answer } = verdict
  if (answer.state === 'pass') {
    const odd = reservation(verdict)
    return { state: 'delivered', words: `${punctuality(answer)}${odd === null ? '' : `, but ${odd}`}.` }
  }
  if (answer.state === 'warn')
    return { state: 'delivered', words: 'answered 422, which tells the checkout not to go on.' }
  if (answer.state === 'fail') {
    const found = firstOf(answer, 'error')
    return { state: 'failed', words: found === null ? 'not delivered.' : `not delivered: ${aside(found.summary)}` }
  }
  if (answer.findings.some(({ code }) => code === 'answer-none')) return { state: 'read', words: '' }
  return { state: 'pending', words: 'not answered yet.' }
}

/** In time only where a time is published and was kept. */
function punctuality({ findings }: Light): string {
  return findings.some(({ code }) => code === 'answer-slow-unpublished')
    ? 'answered, though slowly'
    : 'answered in time'
}

/** What is odd about the way it came, when there is nothing worse to say. */
function reservation({ transport, source, answer }: Verdict): string | null {
  const odd = [transport, source].find(({ state }) => state === 'fail' || state === 'warn')
  const light = odd ?? answer
  const found = light?.findings.find(({ severity }) => severity === 'error' || severity === 'warning')
  const [first] = found?.summary.split(/\.(?= |$)/) ?? []
  return first === undefined ? null : lowered(first)
}

function genuine({ state, words }: Delivery): string {
  if (state === 'read') return 'Genuine, as far as a file can tell.'
  return `Genuine, ${state === 'failed' ? 'but' : 'and'} ${words}`
}

/** A statement, then what became of the answer. */
function stated(what: string, { state, words }: Delivery): string {
  if (state === 'read') return `${what}.`
  const verb = state === 'pending' ? 'it is' : 'it was'
  return `${what}; ${verb} ${words}`
}

/** A digest that does not match, with its cause where somebody looked for it. */
function mismatch({ code, summary, evidence }: Finding): string {
  const { cause } = evidence
  return code === 'digest-mismatch' && typeof cause === 'string'
    ? `The digest does not match: ${aside(cause.replace(/^The digest /, 'It '))}`
    : summary
}

function contentFault(verdict: Verdict): string | null {
  for (const light of [verdict.signature, verdict.digest]) {
    if (light.state !== 'fail') continue
    const found = firstOf(light, 'error')
    return found === null ? null : mismatch(found)
  }
  return null
}

function caution(verdict: Verdict): string | null {
  for (const light of [verdict.digest, verdict.signature]) {
    if (light.state === 'warn') return firstOf(light, 'warning')?.summary ?? null
  }
  return null
}

/** Why it could not be verified, to follow "because"; other findings of an unchecked light are sentences that fit as they are. */
const REASONS: Readonly<Partial<Record<Finding['code'], string>>> = {
  'digest-no-profile': 'no profile says how to check its digest',
  'digest-no-salt-known': 'the profile has no salt to check its digest with',
  'digest-parameter-missing': 'a value that belongs into its digest is not in the request',
  'jws-no-key-set': 'no key set is registered for its signature',
}

function unchecked(verdict: Verdict): string | null {
  for (const light of [verdict.signature, verdict.digest]) {
    if (light.state !== 'unchecked') continue
    const [found] = light.findings
    return found === undefined ? null : (REASONS[found.code] ?? withoutStop(lowered(found.summary)))
  }
  return null
}

/** The whole verdict in one sentence that a person would say: the worst thing first, green only when it was earned. */
export function headline(recognition: Recognition, verdict: Verdict): string {
  const fault = contentFault(verdict)
  if (fault !== null) return fault
  const end = delivery(verdict)
  if (recognition.family === 'unknown') return stated('Not recognised as a callback', end)
  const warned = caution(verdict)
  if (warned !== null) return warned
  if (verdict.digest.state === 'pass' || verdict.signature.state === 'pass') return genuine(end)
  const open = unchecked(verdict)
  if (open !== null) return stated(`Not verified, because ${open}`, end)
  const kind = recognition.eventType === 'TEST' ? `${WORDS[recognition.family]} TEST` : WORDS[recognition.family]
  return stated(`${kind} callback, which carries nothing to verify`, end)
}
