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

describe('a slash at the end of the path', () => {
  const shop = (uriTemplate: string, more: Record<string, unknown> = {}) =>
    profile('shop', { ...more, events: { UNFREEZE: { uriTemplate } } })
  const found = (template: string, target: string) => bestTemplate([shop(template)], '', parseTarget(target))

  test.each([
    ['/cb/{paymentId}', '/cb/123/'],
    ['/cb/{paymentId}/', '/cb/123'],
    ['/cb?p={paymentId}', '/cb/?p=123'],
    ['/cb/?p={paymentId}', '/cb?p=123'],
    ['https://shop.example/cb/{paymentId}/{digest}', '/cb/123/ABC/'],
  ])('%s is found for %s, with the same values', (template, target) => {
    const match = found(template, target)
    expect(match?.slash).toBe(true)
    expect(match?.values.find(({ name }) => name === 'paymentId')?.value).toBe('123')
  })

  test.each([
    ['/cb/{paymentId}', '/cb/123//'],
    ['/cb/{paymentId}/{digest}', '/cb/123/'],
    ['/cb/{paymentId}', '/cb/'],
    ['/?p={paymentId}', '/x?p=1'],
  ])('%s is no match for %s', (template, target) => {
    expect(found(template, target)).toBeNull()
  })

  test('what fits exactly goes first, and is not remarked', () => {
    const both = profile('both', {
      events: { BOOKED: { uriTemplate: '/cb/{paymentId}' }, UPDATE: { uriTemplate: '/cb/{paymentId}/' } },
    })
    expect(bestTemplate([both], '', parseTarget('/cb/1/'))).toMatchObject({ event: 'UPDATE', slash: false })
    expect(bestTemplate([both], '', parseTarget('/cb/1'))).toMatchObject({ event: 'BOOKED', slash: false })
  })

  test('a profile of one exact path keeps to it', () => {
    const exact = shop('/cb?p={paymentId}', { path: '/cb', pathMatch: 'exact' })
    expect(bestTemplate([exact], '', parseTarget('/cb/?p=1'))).toBeNull()
  })
})
