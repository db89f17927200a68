import { describe, expect, test } from 'vitest'
import { profileSchema } from '../model/profile.ts'
import { bestTemplate } from './profile-match.ts'
import { recognise } from './recognise.ts'
import { parseTarget } from './target.ts'

const profile = (name: string, more: Record<string, unknown>) => profileSchema.parse({ version: 1, name, ...more })
const SAME = '/cb?p={paymentId}'
const one = profile('one', { events: { BOOKED: { uriTemplate: SAME }, UPDATE: { uriTemplate: SAME } } })
const seen = (body: string, method = 'POST') =>
  recognise({ method, target: '/cb?p=1', httpVersion: '1.1', headers: [['Host', 'shop.example']] }, body, [one])
    .recognition

describe('templates that fit equally well', () => {
  test('the body tells BOOKED from UPDATE; without one the first is taken', () => {
    expect(seen('{"paymentDiff":{}}').eventType).toBe('UPDATE')
    expect(seen('{"addedPaymentSpecificationLines":[]}').eventType).toBe('BOOKED')
    expect(seen('', 'GET').eventType).toBe('BOOKED')
  })

  test('the template whose own host was called goes first: test and production with the same paths', () => {
    const at = (host: string) => profile(host, { events: { BOOKED: { uriTemplate: `https://${host}:443${SAME}` } } })
    const profiles = [at('shop.example'), at('test.shop.example')]
    const named = (host: string) => bestTemplate(profiles, host, parseTarget('/cb?p=1'))?.profile.name
    expect(named('shop.example')).toBe('shop.example')
    expect(named('test.shop.example')).toBe('test.shop.example')
    expect(named('127.0.0.1')).toBe('shop.example')
  })

  test('that it was close is said, since host and body decided it', () => {
    expect(bestTemplate([one], '', parseTarget('/cb?p=1'))?.tied).toBe(true)
    const narrow = profile('narrow', { events: { BOOKED: { uriTemplate: '/cb?p={paymentId}&e=BOOKED' } } })
    expect(bestTemplate([one, narrow], '', parseTarget('/cb?p=1&e=BOOKED'))).toMatchObject({
      profile: { name: 'narrow' },
      tied: false,
    })
  })
})

test('a profile of one exact path takes nothing below it', () => {
  const events = { BOOKED: { uriTemplate: '/cb/{x}?p={paymentId}' } }
  const found = (pathMatch?: string) =>
    bestTemplate([profile('p', { path: '/cb', pathMatch, events })], '', parseTarget('/cb/a?p=1'))
  expect(found()).not.toBeNull()
  expect(found('prefix')).not.toBeNull()
  expect(found('exact')).toBeNull()
})
