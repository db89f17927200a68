import { ATTEMPT_TIMEOUT_MS, DELIVERED_BELOW, SHOP_ANSWERS } from '../facts/delivery.ts'
import { RCO_PLUS_WEBHOOKS } from '../facts/events.ts'
import type { Family, PageKind } from '../model/callback.ts'
import type { Evidence, Finding, Light } from '../model/verdict.ts'
import { finding, light } from './finding.ts'

/** What is known of the answer. */
export interface AnswerInput {
  /** 0: there was nobody to answer. */
  readonly status: number
  /** null: not known yet. */
  readonly sent: boolean | null
  /** Milliseconds from the last byte of the request to the answer. */
  readonly afterMs: number | null
  /** Which act of an answer rule gave no answer; null or absent: none did. */
  readonly withheld?: 'close' | 'reset' | 'silence' | null
  /** An upstream is asked: its status is not known before it has answered. */
  readonly asked?: boolean
  /** What the body of the answer is, when it is an HTML page; null or absent: none, or not known. */
  readonly page?: PageKind | null
}

/** Whose answer it is: the bank's rules are published for one family only. */
export interface Answered {
  readonly family: Family
  readonly eventType: string | null
}

/**
 * Families for which the rule "below 300 within five seconds" is published. What is not recognised is judged by it too: it is the
 * only rule there is, and an RCO paymentCreatedCallbackUrl is nothing but an unknown address.
 */
const isLegacy = (family: Family): boolean => family === 'legacy' || family === 'unknown'

const isWebhook = ({ family, eventType }: Answered): boolean =>
  family === 'rco-plus' && RCO_PLUS_WEBHOOKS.some((name) => name.toUpperCase() === eventType)

function evidenceOf({ status, afterMs }: AnswerInput, legacy: boolean): Evidence {
  const known = SHOP_ANSWERS.get(status)
  const limit = legacy ? ` within ${String(ATTEMPT_TIMEOUT_MS / 1000)} s` : ''
  return {
    expected: `a status below ${String(DELIVERED_BELOW)}${limit}`,
    received: String(status),
    afterMs: afterMs === null ? null : Math.round(afterMs),
    meaning: known?.meaning ?? null,
    usedBy: known?.usedBy ?? null,
  }
}

/** A refusal in the words of the shops that use it. */
function refusal(code: 'answer-refused' | 'answer-refused-unpublished', status: number, evidence: Evidence): Finding {
  const known = SHOP_ANSWERS.get(status)
  if (known === undefined) return finding(code, evidence)
  const what = code === 'answer-refused' ? 'refuses the callback, so it comes again' : 'refuses the callback'
  const advice = known.advice === null ? {} : { advice: known.advice }
  return finding(code, evidence, { summary: `The answer ${String(status)} ${what}: ${known.meaning}.`, ...advice })
}

function statusFinding(input: AnswerInput, about: Answered): Finding {
  const legacy = isLegacy(about.family)
  const evidence = evidenceOf(input, legacy)
  const { status } = input
  if (isWebhook(about) && status === 422) return finding('answer-webhook-refused', evidence)
  if (status < DELIVERED_BELOW) return finding(legacy ? 'answer-delivered' : 'answer-accepted', evidence)
  if (status < 400) return finding('answer-redirect', evidence)
  return refusal(legacy ? 'answer-refused' : 'answer-refused-unpublished', status, evidence)
}

const WITHHELD: Readonly<Record<NonNullable<AnswerInput['withheld']>, string>> = {
  close: 'An answer rule closed the connection without an answer.',
  reset: 'An answer rule broke the connection without an answer.',
  silence: 'An answer rule stayed silent.',
}

const withheldFinding = (act: keyof typeof WITHHELD) => finding('answer-withheld', { act }, { summary: WITHHELD[act] })

const PAGE_WORDS: Readonly<Record<PageKind, string>> = {
  login: 'a login page',
  error: 'an error page',
  page: 'an HTML page',
}

/** A page below 300 ends the attempts although the shop may have done nothing. */
function pageNotes({ page = null, status }: AnswerInput): readonly Finding[] {
  if (page === null) return []
  const evidence = { expected: 'an empty body, or a few words', received: PAGE_WORDS[page], status }
  const summary = `The body of the answer is ${PAGE_WORDS[page]}.`
  return [finding('answer-page', evidence, status < DELIVERED_BELOW ? { summary } : { summary, severity: 'info' })]
}

/** Over five seconds: for legacy the bank had given up; for the other families nothing is published. */
function slow({ afterMs, status }: AnswerInput, family: Family): Finding | null {
  if (afterMs === null || afterMs <= ATTEMPT_TIMEOUT_MS) return null
  const took = Math.round(afterMs)
  if (!isLegacy(family)) return finding('answer-slow-unpublished', { status, afterMs: took })
  return finding('answer-slow', { status, afterMs: took, limitMs: ATTEMPT_TIMEOUT_MS })
}

/**
 * Judges the answer as the bank does: below 300 within five seconds is delivered, redirects are not followed, all else comes again
 * (domain.md §0 nos. 5 to 7). For the Merchant API, RCO+ and loans no time-out and no retries are published (domain.md §5): a slow
 * answer is said there, and fails nothing.
 */
export function checkAnswer(input: AnswerInput, about: Answered): Light {
  const { status, sent, withheld = null } = input
  if (withheld !== null) return light(withheldFinding(withheld))
  if (status === 0 && input.asked !== true) return light(finding('answer-none'))
  if (sent === null) return light(finding('answer-pending', { status }))
  const late = slow(input, about.family)
  if (!sent) return light(finding('answer-not-sent', { status }))
  const main = statusFinding(input, about)
  const notes = pageNotes(input)
  if (late === null) return light(main, ...notes)
  // Delivered and too late cannot both be said; a refusal stays one, however late.
  return late.code === 'answer-slow' && main.code === 'answer-delivered'
    ? light(late, ...notes)
    : late.code === 'answer-slow'
      ? light(late, main, ...notes)
      : light(main, late, ...notes)
}
