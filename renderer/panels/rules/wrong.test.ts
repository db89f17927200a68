import { expect, test } from 'vitest'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import { answerRulesSchema } from '../../../shared/model/answer-rule.ts'
import { wrongIn } from './wrong.ts'

const [rule] = answerRulesSchema.parse([
  { name: 'Slow', steps: [{ kind: 'answer', attempts: 1, delaySeconds: 0, status: 204, headers: [], body: '' }] },
]) as [AnswerRule]
const withStatus = (status: number): AnswerRule => ({
  ...rule,
  steps: rule.steps.map((step) => (step.kind === 'answer' ? { ...step, status } : step)),
})

test('rules that can be saved have nothing wrong', () => {
  expect(wrongIn([rule])).toBeNull()
})

test('what is wrong names the rule, the answer and what is allowed', () => {
  const wrong = wrongIn([rule, withStatus(999)])
  expect(wrong).toMatchObject({ at: 1, member: 'steps', step: 0 })
  expect(wrong?.message).toMatch(/^[A-Z].*599.*\.$/)
  expect(wrong?.placed).toMatch(/^Rule 2, answer 1, status: .*599/)
})

test('a name that is empty stands at the name', () => {
  expect(wrongIn([{ ...rule, name: '' }])).toMatchObject({ at: 0, member: 'name', step: null })
  expect(wrongIn([{ ...rule, name: '' }])?.placed).toMatch(/^Rule 1, name: /)
})
