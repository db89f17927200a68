import type { AnswerRule, AnswerStep } from '../model/answer-rule.ts'
import type { AnswerPlan } from '../model/callback.ts'
import type { Settings } from '../model/settings.ts'
import { challengeFor } from './login.ts'
import type { Credentials } from './login.ts'

/** What the settings say is answered to every callback. 204 by default: below 300 ends the retries (domain.md §5). */
export function planAnswer(settings: Settings): AnswerPlan {
  return { status: settings.answer.status, headers: settings.answer.headers, body: settings.answer.body }
}

/** What is to happen once a callback is stored. Delays in milliseconds, without a limit. */
export type AnswerAct =
  | { readonly kind: 'answer'; readonly delayMs: number; readonly plan: AnswerPlan }
  | { readonly kind: 'close' | 'reset'; readonly delayMs: number }
  | { readonly kind: 'silence' }
  | {
      readonly kind: 'forward'
      readonly delayMs: number
      readonly url: string
      readonly timeoutMs: number
      /** PEM certificates to trust beside the public ones. */
      readonly authority: string | null
    }

/** The step for an attempt (from 1): each step holds for so many attempts, the last one for ever. */
export function stepFor(rule: AnswerRule, attempt: number): { readonly step: AnswerStep; readonly index: number } {
  let left = attempt
  for (const [index, step] of rule.steps.entries()) {
    if (left <= step.attempts || index === rule.steps.length - 1) return { step, index }
    left -= step.attempts
  }
  // The schema demands one step at least.
  throw new Error('an answer rule without steps')
}

function actOf(step: AnswerStep): AnswerAct {
  switch (step.kind) {
    case 'answer': {
      const { status, headers, body } = step
      return { kind: 'answer', delayMs: step.delaySeconds * 1000, plan: { status, headers, body } }
    }
    case 'close':
    case 'reset':
      return { kind: step.kind, delayMs: step.delaySeconds * 1000 }
    case 'silence':
      return { kind: 'silence' }
    case 'forward': {
      const { url, timeoutSeconds, authority = null } = step
      return { kind: 'forward', delayMs: step.delaySeconds * 1000, url, timeoutMs: timeoutSeconds * 1000, authority }
    }
  }
}

/** 401 with what is asked for; the same for every caller without the right credentials. */
function refusal(credentials: Credentials | undefined): AnswerAct {
  const headers = [
    ['WWW-Authenticate', challengeFor(credentials)],
    ['Content-Type', 'text/plain; charset=utf-8'],
  ] as const
  return { kind: 'answer', delayMs: 0, plan: { status: 401, headers, body: 'Credentials are required.\n' } }
}

/** A rule at work on one callback. */
export interface PlannedAct {
  readonly act: AnswerAct
  /** Place of the step in the rule; null when the login was refused. */
  readonly step: number | null
}

/**
 * What a rule does to one attempt.
 * @param attempt number of the attempt within its delivery, from 1
 * @param login whether the caller showed the credentials of the profile; only looked at when the rule asks for them
 */
export function planAct(
  rule: AnswerRule,
  attempt: number,
  login: { readonly passed: boolean; readonly credentials: Credentials | undefined },
): PlannedAct {
  if (rule.requireLogin && !login.passed) return { act: refusal(login.credentials), step: null }
  const { step, index } = stepFor(rule, attempt)
  return { act: actOf(step), step: index }
}
