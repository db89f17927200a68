import { answerRulesSchema } from '../../../shared/model/answer-rule.ts'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import { faultsOf, sentenceOf } from '../../../shared/model/faults.ts'

/** What keeps rules from being saved. */
export interface WrongRule {
  /** Which rule, from 0. */
  readonly at: number
  /** The member of the rule that it concerns, and the answer, from 0, where it is one's. */
  readonly member: string
  readonly step: number | null
  /** Beside the field. */
  readonly message: string
  /** With its place, for where no field is near. */
  readonly placed: string
}

/** Takes rules, gives the first thing that keeps them from being saved; null when nothing does. */
export function wrongIn(rules: readonly AnswerRule[]): WrongRule | null {
  const { error } = answerRulesSchema.safeParse(rules)
  const fault = error === undefined ? undefined : faultsOf(error, rules)[0]
  if (fault === undefined) return null
  const [at, member, step, field] = fault.path
  const number = typeof at === 'number' ? at : 0
  const inStep = member === 'steps' && typeof step === 'number' ? step : null
  const place = [
    `Rule ${String(number + 1)}`,
    inStep === null ? String(member ?? '') : `answer ${String(inStep + 1)}`,
    inStep === null ? '' : String(field ?? ''),
  ].filter((part) => part !== '')
  return {
    at: number,
    member: String(member ?? ''),
    step: inStep,
    message: sentenceOf(fault.why),
    placed: `${place.join(', ')}: ${fault.why}.`,
  }
}
