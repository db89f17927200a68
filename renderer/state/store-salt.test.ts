import { expect, test } from 'vitest'
import { emptyProfile } from './profile-draft.ts'
import { withFoundSalt } from './store-salt.ts'

const found = {
  salt: 'New',
  algorithm: 'SHA1',
  parameters: ['paymentId'],
  eventType: 'UNFREEZE',
  today: '2025-11-12',
  known: [],
} as const
const settings = { algorithm: 'MD5', parameters: ['paymentId', 'result'], salt: { keep: 'digest.salt' } } as const

test('a profile without digest settings gets them', () => {
  expect(withFoundSalt(emptyProfile('Shop'), found).digest).toEqual({
    algorithm: 'SHA1',
    parameters: ['paymentId'],
    salt: 'New',
  })
})

test('the salt before becomes the newest of the previous ones; algorithm and list stay', () => {
  const draft = { ...emptyProfile('Shop'), digest: { ...settings, parameters: ['paymentId', 'result'] } }
  expect(withFoundSalt(draft, found).digest).toEqual({
    algorithm: 'MD5',
    parameters: ['paymentId', 'result'],
    salt: 'New',
    since: '2025-11-12',
    previousSalts: [{ salt: { keep: 'digest.salt' }, until: '2025-11-12' }],
  })
})

test('an event with settings of its own gets it there; a salt that was not known leaves no history', () => {
  const own = { algorithm: 'SHA1' as const, parameters: ['paymentId'] }
  const draft = { ...emptyProfile('Shop'), events: { UNFREEZE: { digest: own } } }
  const stored = withFoundSalt(draft, found)
  expect(stored.events['UNFREEZE']?.digest).toEqual({ ...own, salt: 'New' })
  expect(stored.digest).toBeUndefined()
})

test('no salt is stored as registered without one', () => {
  expect(withFoundSalt(emptyProfile('Shop'), { ...found, salt: '' }).digest?.salt).toBeNull()
})

test('a salt that holds already changes nothing, and one that comes back leaves the history', () => {
  const digest = {
    ...settings,
    parameters: ['paymentId'],
    previousSalts: [{ salt: { keep: 'digest.previousSalts[0].salt' } }],
  }
  const draft = { ...emptyProfile('Shop'), digest }
  expect(withFoundSalt(draft, { ...found, known: ['digest.salt'] })).toEqual(draft)
  const back = withFoundSalt(draft, { ...found, known: ['digest.previousSalts[0].salt'] }).digest
  expect(back).toMatchObject({ salt: 'New', previousSalts: [{ salt: { keep: 'digest.salt' } }] })
  expect(back?.previousSalts).toHaveLength(1)
})
