import { expect, test } from 'vitest'
import { answerRuleSchema, answerRulesSchema } from '../model/answer-rule.ts'
import { countRule, countStep, durationWords } from './bank-count.ts'
import { PRESETS } from './presets.ts'

const step = (fields: object) => {
  const [first] = answerRuleSchema.parse({ name: 'x', steps: [fields] }).steps
  if (first === undefined) throw new Error('no step')
  return first
}

test('the presets can all stand in one list', () => {
  expect(answerRulesSchema.safeParse(PRESETS.map(({ rule }) => rule)).success).toBe(true)
})

test.each([
  ['accept', 'delivered', 'Delivered with the first attempt.'],
  ['not-ready', 'delivered', 'Delivered with attempt 3 of 20, 1 min 15 s after the first.'],
  [
    'digest-rejected',
    'failed',
    'Never delivered: all 20 attempts fail, and after 36 h 12 min 15 s the callback is lost.',
  ],
  ['digest-checked', 'failed', 'Where the digest light says so: never delivered'],
  ['login', 'delivered', 'With the right login: delivered with the first attempt.'],
  ['redirect', 'failed', 'Never delivered'],
  ['slow', 'failed', 'Never delivered'],
  ['silence', 'failed', 'Never delivered'],
  ['close', 'failed', 'Never delivered'],
  ['reset', 'failed', 'Never delivered'],
  ['forward', 'depends', 'depends on the upstream'],
])('the bank counts the preset %s as %s', (id, counts, sentence) => {
  const found = PRESETS.find((preset) => preset.id === id)
  if (found === undefined) throw new Error(id)
  const count = countRule(found.rule)
  expect(count.counts).toBe(counts)
  expect(count.sentence).toContain(sentence)
})

test.each([
  [{ kind: 'answer', status: 204 }, 'delivered', 'below 300'],
  [{ kind: 'answer', status: 204, delaySeconds: 4.9 }, 'delivered', 'below 300'],
  [{ kind: 'answer', status: 204, delaySeconds: 5 }, 'failed', 'has given up'],
  [{ kind: 'answer', status: 302 }, 'failed', 'does not follow'],
  [{ kind: 'answer', status: 406 }, 'failed', 'the digest was refused'],
  [{ kind: 'answer', status: 418 }, 'failed', '418 counts as failed.'],
  [{ kind: 'silence' }, 'failed', 'gives up'],
  [{ kind: 'forward', url: 'https://shop.example', delaySeconds: 6 }, 'failed', 'has given up'],
])('%j counts as %s', (fields, counts, words) => {
  const count = countStep(step(fields))
  expect(count.counts).toBe(counts)
  expect(count.sentence).toContain(words)
})

test('durations are said in hours, minutes and seconds', () => {
  expect([0, 45, 75, 3600, 130_335].map(durationWords)).toEqual([
    '0 s',
    '45 s',
    '1 min 15 s',
    '1 h',
    '36 h 12 min 15 s',
  ])
})
