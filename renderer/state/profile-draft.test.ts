import { expect, test } from 'vitest'
import {
  digestFor,
  draftErrors,
  emptyProfile,
  errorAt,
  eventIn,
  movedBy,
  problemError,
  retireSalt,
  sameDraft,
  viewOf,
  withEvent,
} from './profile-draft.ts'

const profile = emptyProfile('Shop')
const DIGEST = { algorithm: 'SHA1' as const, parameters: ['paymentId'] }

test('an empty profile can be saved', () => {
  expect(draftErrors(profile)).toEqual({})
})

test('errors stand at their member, in sentences', () => {
  const errors = draftErrors({
    ...profile,
    name: '',
    path: 'cb',
    digest: { ...DIGEST, since: '12 Nov', parameters: [] },
  })
  expect(Object.keys(errors).toSorted()).toEqual(['digest.parameters', 'digest.since', 'name', 'path'])
  expect(errors['digest.since']).toBe('A date like 2025-11-12 is expected.')
  expect(errors['digest.parameters']).toBe('It must not be empty.')
  expect(errors['name']).toBe('It must not be empty.')
  expect(errorAt(errors, 'digest')).toBeDefined()
  expect(errorAt(errors, 'host')).toBeUndefined()
})

test('a problem of the engine stands at the member that it names', () => {
  const problem = { code: 'profile-invalid', message: 'No.', data: { path: 'digest.previousSalts[0].salt' } } as const
  expect(problemError(problem)).toEqual({ 'digest.previousSalts.0.salt': 'No.' })
  expect(problemError({ code: 'profile-invalid', message: 'No.' })).toEqual({ '': 'No.' })
})

test('the present salt becomes the newest of the previous ones, with its days and its note', () => {
  const salted = {
    ...DIGEST,
    salt: { keep: 'digest.salt' },
    since: '2025-01-01',
    note: 'WOO',
    previousSalts: [{ salt: 'older' }],
  }
  expect(retireSalt(salted, '2025-11-12')).toEqual({
    ...DIGEST,
    salt: '',
    since: '2025-11-12',
    previousSalts: [
      { salt: { keep: 'digest.salt' }, since: '2025-01-01', until: '2025-11-12', note: 'WOO' },
      { salt: 'older' },
    ],
  })
  expect(retireSalt(DIGEST, '2025-11-12')).toEqual({ ...DIGEST, salt: '', since: '2025-11-12', previousSalts: [] })
})

test('items move by one, and stay at the ends', () => {
  expect(movedBy(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(movedBy(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(movedBy(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

test('events keep their order; names of Object are no events', () => {
  const two = withEvent(withEvent(profile, 'BOOKED', {}), 'UPDATE', { uriTemplate: '/u' })
  expect(Object.keys(withEvent(two, 'BOOKED', { uriTemplate: '/b' }).events)).toEqual(['BOOKED', 'UPDATE'])
  expect(Object.keys(withEvent(two, 'BOOKED', null).events)).toEqual(['UPDATE'])
  expect(eventIn(profile, 'constructor')).toEqual({})
})

test('the settings of an event go before those of the profile, also when they say that there is none', () => {
  const draft = { ...withEvent(profile, 'TEST', { digest: null }), digest: DIGEST }
  expect(digestFor(draft, 'TEST')).toBeNull()
  expect(digestFor(draft, 'BOOKED')).toEqual(DIGEST)
})

test('members without a value make no difference', () => {
  expect(sameDraft({ ...profile, host: undefined }, profile)).toBe(true)
  expect(sameDraft({ ...profile, host: 'x' }, profile)).toBe(false)
})

test('what is known of a stored secret is found by where it stood', () => {
  const view = {
    path: 'digest.salt',
    kind: 'salt',
    stored: 'sealed',
    env: null,
    fingerprint: 'ab12-cd34',
    length: 5,
    remarks: [],
    problem: null,
  } as const
  expect(viewOf([view], { keep: 'digest.salt' })).toBe(view)
  expect(viewOf([view], 'typed')).toBeNull()
  expect(viewOf([view], null)).toBeNull()
})
