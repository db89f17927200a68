import { expect, test } from 'vitest'
import { answerWords, ruleWords } from './answer.ts'

const rule = { profile: null, name: 'Crash', attempt: 2, act: 'reset', delayMs: 0, loginRefused: false } as const
const answered = { status: 204, sent: true, afterMs: 12, rule: null }

test('an answer is said with its time, and a missing one with its reason', () => {
  expect(answerWords(answered)).toBe('204, 12 ms after the last byte')
  expect(answerWords({ ...answered, sent: false, afterMs: null })).toBe(
    '204 could not be sent: the connection was gone',
  )
  expect(answerWords({ status: 0, sent: false, afterMs: null, rule })).toBe('nothing: a rule broke the connection')
  expect(answerWords({ status: 0, sent: null, afterMs: null, rule: { ...rule, act: 'forward' } })).toBe('nothing yet')
})

test('a rule is named with where it stands and what it counted', () => {
  expect(ruleWords(answered)).toBeNull()
  expect(ruleWords({ ...answered, rule })).toBe('“Crash”, attempt 2')
  expect(ruleWords({ ...answered, rule: { ...rule, attempt: null } })).toBe('“Crash”')
  expect(ruleWords({ ...answered, rule: { ...rule, profile: 'Shop', loginRefused: true } })).toBe(
    '“Crash” of the profile Shop, attempt 2; the credentials were missing or wrong',
  )
})
