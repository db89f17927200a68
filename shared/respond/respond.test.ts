import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerRuleSchema } from '../model/answer-rule.ts'
import type { LightStates } from '../model/verdict.ts'
import { anyRule, chooseRule } from './choose-rule.ts'
import type { RuleCandidate } from './choose-rule.ts'
import { authorizationFor, challengeFor, mayPass } from './login.ts'
import { planAct, stepFor } from './plan-answer.ts'

const rule = (name: string, extra: object = {}, status = 204) =>
  answerRuleSchema.parse({ name, steps: [{ kind: 'answer', status }], ...extra })
const settings = (...rules: ReturnType<typeof rule>[]) => [{ scope: null, rules }]
const candidate = (extra: Partial<RuleCandidate> = {}): RuleCandidate => ({
  profileName: 'Shop',
  eventType: 'BOOKED',
  method: 'POST',
  path: '/cb/booked',
  lights: null,
  ...extra,
})
const nameOf = (choice: ReturnType<typeof chooseRule>) => (choice.kind === 'rule' ? choice.rule.name : choice.kind)
const NO_LOGIN = { passed: false, credentials: undefined }

test('the first rule that holds decides; a rule that is off is passed over', () => {
  const rules = settings(rule('off', { enabled: false }), rule('first'), rule('second'))
  expect(nameOf(chooseRule(rules, candidate()))).toBe('first')
  expect(anyRule(settings(rule('off', { enabled: false })))).toBe(false)
  expect(nameOf(chooseRule(settings(), candidate()))).toBe('none')
})

test.each([
  ['events', { events: ['UPDATE'] }],
  ['methods', { methods: ['GET'] }],
  ['path', { path: '/other' }],
  ['profile', { profile: 'Other shop' }],
])('a rule for another %s does not hold', (_, when) => {
  expect(nameOf(chooseRule(settings(rule('narrow', { when })), candidate()))).toBe('none')
})

test.each([
  ['/cb', 'prefix', true],
  ['/cb/', 'prefix', true],
  ['/', 'prefix', true],
  ['/cb/booked', 'exact', true],
  ['/cb', 'exact', false],
  ['/c', 'prefix', false],
  ['/cb/book', 'prefix', false],
])('the path %s (%s) holds: %s', (path, pathMatch, holds) => {
  const found = chooseRule(settings(rule('path', { when: { path, pathMatch } })), candidate())
  expect(found.kind === 'rule').toBe(holds)
})

test('rules of the profile go before those of the settings, and hold for no other profile', () => {
  const lists = [
    { scope: null, rules: [rule('of the settings')] },
    { scope: 'Shop', rules: [rule('of the profile')] },
  ]
  expect(nameOf(chooseRule(lists, candidate()))).toBe('of the profile')
  expect(nameOf(chooseRule(lists, candidate({ profileName: 'Other' })))).toBe('of the settings')
  expect(nameOf(chooseRule(lists, candidate({ profileName: null })))).toBe('of the settings')
})

test('a rule that depends on a light asks for it first, unless another one decided before', () => {
  const checked = rule('checked', { when: { light: { name: 'digest', states: ['fail'] } } }, 406)
  const lights: LightStates = ['fail', 'not-applicable', 'unchecked', 'pass', 'unchecked']
  expect(nameOf(chooseRule(settings(checked, rule('all')), candidate()))).toBe('needs-lights')
  expect(nameOf(chooseRule(settings(rule('all'), checked), candidate()))).toBe('all')
  expect(nameOf(chooseRule(settings(checked, rule('all')), candidate({ lights })))).toBe('checked')
  const passed: LightStates = ['pass', 'not-applicable', 'unchecked', 'pass', 'unchecked']
  expect(nameOf(chooseRule(settings(checked, rule('all')), candidate({ lights: passed })))).toBe('all')
})

test('whatever a caller writes into path, method or event, the rules stay what the user set', () => {
  const rules = settings(
    rule('guarded', { when: { path: '/cb', methods: ['POST'] } }, 406),
    rule('exact', { when: { path: '/cb/../admin', pathMatch: 'exact' } }, 410),
  )
  const before = JSON.stringify(rules)
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (path, method, eventType) => {
      const found = chooseRule(rules, candidate({ path, method, eventType, profileName: path }))
      if (found.kind !== 'rule') return
      const { act } = planAct(found.rule, 1, NO_LOGIN)
      expect(act).toMatchObject({ kind: 'answer', plan: { status: found.rule.name === 'guarded' ? 406 : 410 } })
    }),
  )
  for (const path of ['/cb/../x', '/cb/%2e%2e/x', '/cb//x', '/cb/{status}', '/cb/\r\nX: y', '/cb/__proto__']) {
    expect(nameOf(chooseRule(rules, candidate({ path })))).toBe('guarded')
  }
  for (const path of ['//cb', '/x/../cb', '/%63b', '/CB', 'http://cb/cb']) {
    expect(nameOf(chooseRule(rules, candidate({ path })))).toBe('none')
  }
  expect(
    nameOf(chooseRule(settings(rule('event', { when: { events: ['BOOKED'] } })), candidate({ eventType: null }))),
  ).toBe('none')
  expect(JSON.stringify(rules)).toBe(before)
})

test('steps hold for their attempts, the last one for ever', () => {
  const sequence = answerRuleSchema.parse({
    name: 'sequence',
    steps: [{ kind: 'answer', status: 503, attempts: 2 }, { kind: 'close' }, { kind: 'answer', status: 204 }],
  })
  expect([1, 2, 3, 4, 5, 20].map((attempt) => stepFor(sequence, attempt).index)).toEqual([0, 0, 1, 2, 2, 2])
  expect(planAct(sequence, 3, NO_LOGIN)).toEqual({ act: { kind: 'close', delayMs: 0 }, step: 1 })
})

test('a delay of weeks stays a delay of weeks', () => {
  const slow = rule('slow', { steps: [{ kind: 'answer', delaySeconds: 10_000_000 }] })
  expect(planAct(slow, 1, NO_LOGIN).act).toMatchObject({ delayMs: 10_000_000_000 })
})

const BASIC = { kind: 'basic', user: 'bänk', password: 'pass:word' } as const

test('credentials are those of the profile, in UTF-8, and nothing else passes', () => {
  expect(authorizationFor(BASIC)).toBe(`Basic ${Buffer.from('bänk:pass:word').toString('base64')}`)
  const sent = (value: string) => mayPass([['AUTHORIZATION', value]], BASIC)
  expect(sent(authorizationFor(BASIC))).toBe(true)
  expect(sent(authorizationFor(BASIC).replace('Basic', 'basic'))).toBe(true)
  for (const wrong of [
    '',
    'Basic',
    'Basic ',
    `${authorizationFor(BASIC)}x`,
    'Bearer x',
    authorizationFor(BASIC).slice(0, -1),
  ]) {
    expect(sent(wrong)).toBe(false)
  }
  const header = ['Authorization', authorizationFor(BASIC)] as const
  expect(mayPass([header, header], BASIC)).toBe(false)
  expect(mayPass([], BASIC)).toBe(false)
  expect(mayPass([header], undefined)).toBe(false)
  expect(mayPass([['Authorization', 'Bearer t0ken']], { kind: 'bearer', token: 't0ken' })).toBe(true)
  expect(mayPass([['Authorization', 'Bearer ']], { kind: 'bearer', token: 't0ken' })).toBe(false)
})

test('without the right credentials a rule that requires them answers 401 and says what it wants', () => {
  const login = rule('login', { requireLogin: true })
  const credentials = { kind: 'bearer', token: 'x' } as const
  const refused = planAct(login, 1, { passed: false, credentials })
  expect(refused).toMatchObject({ step: null, act: { plan: { status: 401 } } })
  expect(JSON.stringify(refused)).toContain(challengeFor(credentials).slice(0, 6))
  expect(planAct(login, 1, { passed: true, credentials })).toMatchObject({ step: 0, act: { plan: { status: 204 } } })
})
