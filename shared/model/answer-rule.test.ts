import { expect, test } from 'vitest'
import { answerRuleSchema, answerRulesSchema } from './answer-rule.ts'

const answer = (extra: object) => ({ name: 'rule', steps: [{ kind: 'answer', ...extra }] })
const forward = (url: string) => ({ name: 'rule', steps: [{ kind: 'forward', url }] })

test('a rule needs little: the rest has defaults', () => {
  const rule = answerRuleSchema.parse(answer({}))
  expect(rule.enabled).toBe(true)
  expect(rule.when).toEqual({ events: [], methods: [], pathMatch: 'prefix' })
  expect(rule.steps).toEqual([{ kind: 'answer', attempts: 1, delaySeconds: 0, status: 204, headers: [], body: '' }])
})

test.each([
  ['CR', 'a\rb'],
  ['LF', 'a\nSet-Cookie: b'],
  ['NUL', 'a\0b'],
  ['DEL', 'a\x7fb'],
])('a header value with %s is refused', (_, value) => {
  const result = answerRuleSchema.safeParse(answer({ headers: [['X-Note', value]] }))
  expect(result.error?.issues[0]?.message).toContain('line breaks')
})

test.each(['X Note', 'X-Note:', 'X\r\nY', ''])('the header name %j is refused', (name) => {
  expect(answerRuleSchema.safeParse(answer({ headers: [[name, 'a']] })).success).toBe(false)
})

test.each(['Content-Length', 'transfer-encoding', 'CONNECTION'])('%s is the business of the listener', (name) => {
  const result = answerRuleSchema.safeParse(answer({ headers: [[name, '1']] }))
  expect(result.error?.issues[0]?.message).toContain('sets this header itself')
})

test.each(['https://shop.example', 'http://127.0.0.1:8080/', 'https://[::1]:8443'])('%s may be an upstream', (url) => {
  expect(answerRuleSchema.safeParse(forward(url)).success).toBe(true)
})

test.each([
  'ftp://shop.example',
  'https://user:secret@shop.example',
  'https://shop.example/path',
  'https://shop.example?x',
  'https://shop.example\r\nX: y',
  'https://shop.example\0',
  'shop.example',
])('%j may not', (url) => {
  expect(answerRuleSchema.safeParse(forward(url)).success).toBe(false)
})

test('a delay has no upper limit, but no end is not a delay', () => {
  expect(answerRuleSchema.safeParse(answer({ delaySeconds: 10_000_000 })).success).toBe(true)
  expect(answerRuleSchema.safeParse(answer({ delaySeconds: Infinity })).success).toBe(false)
  expect(answerRuleSchema.safeParse(answer({ delaySeconds: -1 })).success).toBe(false)
})

test('two rules of one list cannot have the same name', () => {
  const result = answerRulesSchema.safeParse([answer({}), answer({ status: 503 })])
  expect(result.error?.issues[0]).toMatchObject({ path: [1, 'name'], message: 'Two rules are called “rule”.' })
})
