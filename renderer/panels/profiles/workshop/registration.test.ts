import { expect, test } from 'vitest'
import { registrationCalls } from '../../../../shared/templates/registration/calls.ts'
import { emptyProfile, withEvent } from '../../../state/profile-draft.ts'
import { maskedSecrets, registrationOf, shownSecrets, urlsOf } from './registration.ts'

const TEMPLATE = 'https://shop.example.com/cb?p={paymentId}&d={digest}'
const draft = {
  ...withEvent(emptyProfile('Shop'), 'BOOKED', { uriTemplate: TEMPLATE }),
  digest: { algorithm: 'SHA1' as const, parameters: ['paymentId'], salt: { keep: 'digest.salt' } },
  credentials: { kind: 'basic' as const, user: 'shop', password: 'typed now' },
}
const write = (text: Parameters<typeof registrationOf>[3]) =>
  registrationCalls('legacy', registrationOf(draft, 'BOOKED', TEMPLATE, text), urlsOf(draft)).map((call) => call.text)

test('no secret stands in a call, stored or typed, until it is asked for', async () => {
  for (const text of write(maskedSecrets)) {
    expect(text).not.toContain('typed now')
    expect(text).toContain('••••••••')
  }
  const asked: string[] = []
  const shown = await shownSecrets(draft, 'BOOKED', async (path) => {
    asked.push(path)
    return 'S3cret'
  })
  for (const text of write(shown ?? maskedSecrets)) {
    expect(text).toContain('S3cret')
    expect(text).toContain('typed now')
    expect(text).not.toContain('•')
  }
  expect(asked).toEqual(['digest.salt'])
})

test('a secret that cannot be had stops the copy', async () => {
  expect(await shownSecrets(draft, 'BOOKED', async () => null)).toBeNull()
})

test('a variable stands by its name, a salt that nobody entered by its place', async () => {
  const named = { ...draft, digest: { ...draft.digest, salt: { env: 'SHOP_SALT' } } }
  const text = await shownSecrets(named, 'BOOKED', async () => null)
  expect(registrationOf(named, 'BOOKED', TEMPLATE, text ?? maskedSecrets).digest?.salt).toBe('$SHOP_SALT')
  const empty = { ...draft, digest: { ...draft.digest, salt: '' } }
  expect(registrationOf(empty, 'BOOKED', TEMPLATE, maskedSecrets).digest?.salt).toBeUndefined()
})
