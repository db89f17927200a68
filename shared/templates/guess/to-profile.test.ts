import { expect, test } from 'vitest'
import { profileDraftSchema } from '../../model/profile.ts'
import { guessEndpoint } from './guess.ts'
import type { Guess } from './guess.ts'
import { freeName, mergeGuess, profileOfGuess } from './to-profile.ts'

const SHA1 = 'C60345B6E58FD0B363FD2904A39EBB03442CF778'
function guess(
  target: string,
  host = 'shop.example.com',
  family: 'legacy' | 'loan' = 'legacy',
  event: string | null = 'UNFREEZE',
): Guess {
  const found = guessEndpoint({ method: 'GET', target, host, family, eventType: event, reference: '10000016' })
  if (found === null) throw new Error(`nothing was guessed of ${target}`)
  return found
}
const unfreeze = guess(`/cb?event-type=UNFREEZE&paymentId=10000016&digest=${SHA1}`)
const annulment = guess(
  `/cb?event-type=ANNULMENT&paymentId=10000016&digest=${SHA1}`,
  'shop.example.com',
  'legacy',
  'ANNULMENT',
)

test('a new profile has the digest settings of all events, without a salt, and is valid', () => {
  const { draft, previousName } = profileOfGuess(unfreeze, 'UNFREEZE', [])
  expect(previousName).toBeNull()
  expect(profileDraftSchema.parse(draft)).toEqual({
    version: 1,
    name: 'shop.example.com',
    environment: 'test',
    family: 'legacy',
    host: 'shop.example.com',
    digest: { algorithm: 'SHA1', parameters: ['paymentId'] },
    events: {
      UNFREEZE: {
        uriTemplate: 'https://shop.example.com/cb?event-type=UNFREEZE&paymentId={paymentId}&digest={digest}',
      },
    },
    sources: [],
    proxies: [],
  })
})

test('the list of an event with its own stays with the event', () => {
  const fraud = guess(`/cb/afc?p=10000016&r=FROZEN&d=${SHA1}`, '', 'legacy', 'AUTOMATIC_FRAUD_CONTROL')
  const { draft } = profileOfGuess(fraud, 'AUTOMATIC_FRAUD_CONTROL', [])
  expect(draft.digest).toBeUndefined()
  expect(draft.events['AUTOMATIC_FRAUD_CONTROL']?.digest).toEqual({ algorithm: 'SHA1', parameters: ['paymentId'] })
  expect(profileDraftSchema.safeParse(draft).success).toBe(true)
})

test('a loan endpoint is a place, for all its events', () => {
  const { draft } = profileOfGuess(guess('/loans/callback', 'shop.example.com', 'loan', 'SIGNED'), 'SIGNED', [])
  expect(draft).toMatchObject({
    family: 'loan',
    host: 'shop.example.com',
    path: '/loans/callback',
    pathMatch: 'exact',
    events: {},
  })
})

test('names are free', () => {
  expect(freeName('shop', ['shop', 'shop 2'])).toBe('shop 3')
  expect(freeName('x'.repeat(90), ['x'.repeat(70)]).length).toBeLessThanOrEqual(80)
})

test('another event of the same endpoint becomes part of the profile and keeps its salt', () => {
  const first = { ...profileOfGuess(unfreeze, 'UNFREEZE', []).draft }
  const salted = {
    ...first,
    digest: { algorithm: 'SHA1' as const, parameters: ['paymentId'], salt: { keep: 'digest.salt' } },
  }
  const merged = mergeGuess(salted, annulment, 'ANNULMENT')
  expect(merged?.previousName).toBe('shop.example.com')
  expect(Object.keys(merged?.draft.events ?? {})).toEqual(['UNFREEZE', 'ANNULMENT'])
  expect(merged?.draft.events['ANNULMENT']?.digest).toBeUndefined()
  const without = guess('/cb/annulment?p=10000016', 'shop.example.com', 'legacy', 'ANNULMENT')
  expect(mergeGuess(salted, without, 'ANNULMENT')?.draft.events['ANNULMENT']?.digest).toBeNull()
  const md5 = guess(
    '/cb/annulment?p=10000016&d=ED3381936CCAA2659CF3089F4AA83007',
    'shop.example.com',
    'legacy',
    'ANNULMENT',
  )
  expect(mergeGuess(salted, md5, 'ANNULMENT')?.draft.events['ANNULMENT']?.digest).toEqual({
    algorithm: 'MD5',
    parameters: ['paymentId'],
    salt: { keep: 'digest.salt' },
  })
})

test('another host, family, path, or a template that is there already is another profile', () => {
  const first = profileOfGuess(unfreeze, 'UNFREEZE', []).draft
  expect(mergeGuess({ ...first, host: 'other.example.com' }, annulment, 'ANNULMENT')).toBeNull()
  expect(mergeGuess({ ...first, family: 'mapi' }, annulment, 'ANNULMENT')).toBeNull()
  expect(mergeGuess({ ...first, path: '/elsewhere' }, annulment, 'ANNULMENT')).toBeNull()
  expect(
    mergeGuess({ ...first, path: '/cb', pathMatch: 'exact' }, guess('/cb/x/annulment?paymentId=1'), 'ANNULMENT'),
  ).toBeNull()
  expect(mergeGuess(first, unfreeze, 'UNFREEZE')).toBeNull()
  const { host: _, ...anywhere } = { ...first, events: {} }
  expect(mergeGuess(anywhere, annulment, 'ANNULMENT')).toBeNull()
})
