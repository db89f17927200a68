import { expect, test } from 'vitest'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import { answerRulesSchema } from '../../../shared/model/answer-rule.ts'
import { faultAt, faultOfStep, wrongIn } from './wrong.ts'

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
  expect(wrong).toMatchObject({ at: 1, path: ['steps', 0, 'status'] })
  expect(wrong?.message).toMatch(/^[A-Z].*599.*\.$/)
  expect(wrong?.placed).toMatch(/^Rule 2, answer 1, status: .*599/)
})

test('a name that is empty stands at the name', () => {
  expect(wrongIn([{ ...rule, name: '' }])).toMatchObject({ at: 0, path: ['name'] })
  expect(wrongIn([{ ...rule, name: '' }])?.placed).toMatch(/^Rule 1, name: /)
})

const withHeaders = (headers: [string, string][]): AnswerRule => ({
  ...rule,
  steps: rule.steps.map((step) => (step.kind === 'answer' ? { ...step, headers } : step)),
})

test('a fault stands at its field, and one of a header as a whole at its name', () => {
  const value = wrongIn([
    withHeaders([
      ['X-One', 'fine'],
      ['X-Two', 'a\nb'],
    ]),
  ])
  expect(faultAt(value)('steps', 0, 'headers', 1, 1)).toMatch(/line breaks/)
  expect(faultAt(value)('steps', 0, 'headers', 0)).toBeUndefined()
  const own = wrongIn([withHeaders([['Content-Length', '3']])])
  expect(own?.path).toEqual(['steps', 0, 'headers', 0])
  expect(faultAt(own)('steps', 0, 'headers', 0)).toMatch(/sets this header itself/)
  expect(faultAt(null)('name')).toBeUndefined()
  const event = wrongIn([{ ...rule, when: { ...rule.when, events: ['FINE', 'E'.repeat(201)] } }])
  expect(faultAt(event)('when', 'events')).toMatch(/200/)
  expect(event?.placed).toMatch(/^Rule 1, when events: /)
})

test('what no field shows stands below the answer', () => {
  const many = wrongIn([withHeaders(Array.from({ length: 101 }, (_, n) => [`X-${String(n)}`, '']))])
  expect(faultOfStep(many, 0, true)).toMatch(/100/)
  expect(faultOfStep(wrongIn([withStatus(999)]), 0, true)).toBeNull()
  const attempts = wrongIn([{ ...rule, steps: [{ kind: 'close', attempts: 0, delaySeconds: 0 }] }])
  expect([faultOfStep(attempts, 0, true), faultOfStep(attempts, 0, false)]).toEqual([attempts?.message, null])
  expect(faultOfStep(wrongIn([{ ...rule, name: '' }]), 0, true)).toBeNull()
})
