import { answerRulesSchema } from '../../../shared/model/answer-rule.ts'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import { faultsOf, sentenceOf } from '../../../shared/model/faults.ts'

type Place = readonly (string | number)[]

/** What keeps rules from being saved. */
export interface WrongRule {
  /** Which rule, from 0. */
  readonly at: number
  /** What of the rule it concerns: `name`; `when` and what of that; `steps`, the number of an answer from 0, and what of that. */
  readonly path: Place
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
  const [at, ...path] = fault.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  const [member, step, field] = path
  const number = typeof at === 'number' ? at : 0
  const inStep = member === 'steps' && typeof step === 'number' ? step : null
  const place = [
    `Rule ${String(number + 1)}`,
    inStep === null ? path.filter((part) => typeof part === 'string').join(' ') : `answer ${String(inStep + 1)}`,
    inStep === null ? '' : String(field ?? ''),
  ].filter((part) => part !== '')
  return {
    at: number,
    path,
    message: sentenceOf(fault.why),
    placed: `${place.join(', ')}: ${fault.why}.`,
  }
}

/** Says what is wrong with a field, by its place in the rule; undefined: nothing. */
export type FaultAt = (...place: Place) => string | undefined

/** Takes what is wrong with a rule, gives what its fields say. A part of a field is the field's. */
export const faultAt =
  (wrong: WrongRule | null): FaultAt =>
  (...place) =>
    wrong !== null && place.every((part, index) => wrong.path[index] === part) ? wrong.message : undefined

const FIELDS = ['delaySeconds', 'status', 'body', 'url', 'timeoutSeconds', 'authority']

/** What is wrong with an answer and stands beside none of its fields; null: nothing. The last one shows no number of attempts. */
export function faultOfStep(wrong: WrongRule | null, index: number, last: boolean): string | null {
  if (wrong === null || wrong.path[0] !== 'steps' || wrong.path[1] !== index) return null
  const [, , field, header] = wrong.path
  const beside =
    field === 'headers' ? header !== undefined : field === 'attempts' ? !last : FIELDS.includes(String(field))
  return beside ? null : wrong.message
}
