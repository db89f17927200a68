import { describe, expect, test } from 'vitest'
import type { RequestHead } from '../model/callback.ts'
import type { EndpointProfile } from '../model/profile.ts'
import { profileSchema } from '../model/profile.ts'
import { recognise } from './recognise.ts'

const head = (target: string, host = 'shop.example.test'): RequestHead => ({
  method: 'GET',
  target,
  httpVersion: '1.1',
  headers: [['Host', host]],
})
const profile = (name: string, more: Record<string, unknown> = {}): EndpointProfile =>
  profileSchema.parse({ version: 1, name, ...more })
const seen = (target: string, body: unknown = undefined, profiles: EndpointProfile[] = [], host?: string) =>
  recognise(head(target, host), body === undefined ? '' : JSON.stringify(body), profiles).recognition
const template = (uriTemplate: string, event = 'UNFREEZE') => ({ events: { [event]: { uriTemplate } } })

describe('templates of profiles', () => {
  test('the one with more fixed parts wins, whatever the order', () => {
    const wide = profile('wide', template('/cb?event-type={event}&p={paymentId}'))
    const narrow = profile('narrow', template('/cb?event-type=UNFREEZE&p={paymentId}'))
    for (const profiles of [
      [wide, narrow],
      [narrow, wide],
    ]) {
      expect(seen('/cb?event-type=UNFREEZE&p=1', undefined, profiles).profileName).toBe('narrow')
    }
  })

  test('a host in the profile must be the host of the request; the host in the template does not count', () => {
    const mine = profile('mine', { host: 'Shop.example.test', ...template('https://other/cb?p={paymentId}') })
    expect(seen('/cb?p=1', undefined, [mine], 'shop.example.test:8443').profileName).toBe('mine')
    expect(seen('http://shop.example.test/cb?p=1', undefined, [mine], 'proxy').profileName).toBe('mine')
    expect(seen('/cb?p=1', undefined, [mine], 'elsewhere').profileName).toBeNull()
  })

  test('the profile with a host goes before the one without', () => {
    const same = template('/cb?p={paymentId}')
    const profiles = [profile('any', same), profile('hosted', { host: 'shop.example.test', ...same })]
    expect(seen('/cb?p=1', undefined, profiles).profileName).toBe('hosted')
  })

  test('free names, path placeholders and events of the user', () => {
    const own = profile('own', template('/x/{paymentId}/y?k={result}', 'MY_EVENT'))
    expect(seen('/x/a%2Fb/y?k=1', undefined, [own])).toMatchObject({
      family: 'legacy',
      eventType: 'MY_EVENT',
      reference: 'a/b',
      matchedBy: 'template',
      template: '/x/{paymentId}/y?k={result}',
      parameters: [
        { name: 'paymentId', value: 'a/b', raw: 'a%2Fb' },
        { name: 'result', value: '1', raw: '1' },
      ],
    })
  })

  test('of a loan or Merchant API endpoint the body names the event', () => {
    const loan = profile('loan', { family: 'loan', ...template('/hook', 'SIGNED') })
    const body = { externalApplicationEvent: { applicationReference: 'A', applicationEventType: 'PAID_OUT' } }
    expect(seen('/hook', body, [loan])).toMatchObject({
      family: 'loan',
      eventType: 'PAID_OUT',
      reference: 'A',
      profileName: 'loan',
    })
  })
})

describe('profiles without a fitting template', () => {
  const target = '/shop/cb?event-type=BOOKED&paymentId=1'

  test('an exact path takes nothing below it', () => {
    const exact = profile('exact', { path: '/shop', pathMatch: 'exact', family: 'legacy' })
    const target = (path: string) => `${path}?eventType=UNFREEZE&paymentId=1`
    expect(seen(target('/shop'), undefined, [exact]).profileName).toBe('exact')
    for (const path of ['/shop/', '/shop/x', '/shopx', '/'])
      expect(seen(target(path), undefined, [exact]).profileName).toBeNull()
  })

  test('cover by path and family; the more precise one wins', () => {
    const profiles = [
      profile('any'),
      profile('path', { path: '/shop/' }),
      profile('else', { path: '/sho' }),
      profile('mapi', { family: 'mapi', path: '/shop/' }),
    ]
    expect(seen(target, undefined, profiles).profileName).toBe('path')
    expect(seen(target, undefined, profiles.slice(2)).profileName).toBeNull()
  })

  test('one whose template for the event differs does not cover, and is named', () => {
    const found = seen(target, undefined, [profile('old', template('/old?p={paymentId}', 'BOOKED'))])
    expect(found.profileName).toBeNull()
    expect(found.notes).toContainEqual(
      expect.objectContaining({ code: 'template-differs', evidence: { profile: 'old' } }),
    )
  })
})

describe('known shapes', () => {
  test.each([
    ['/update', undefined, 'unknown', null],
    ['/test?x=1', undefined, 'unknown', null],
    ['/?status=UNFREEZE', undefined, 'unknown', null],
    ['/?type=unfreeze&id=1', undefined, 'unknown', null],
    ['/?type=UNFREEZE&orderId=1', undefined, 'legacy', 'UNFREEZE'],
    ['/x', { paymentDiff: {} }, 'legacy', 'UPDATE'],
    ['/x', { addedPaymentSpecificationLines: [] }, 'legacy', 'BOOKED'],
    ['/x', { paymentId: 'p', action: 'REFUND' }, 'mapi', 'MANAGEMENT'],
    ['/x', { applicationId: 'a', status: 'ACCEPTED' }, 'mapi', 'CREDIT_APPLICATION'],
    ['/x', { paymentId: 'p', status: 'FROZEN', checkoutId: 'c' }, 'rco-plus', 'AUTHORIZATION'],
    ['/hooks/validate', { id: 'c', storeId: 's', cart: {} }, 'rco-plus', 'VALIDATE'],
    ['/hooks/other', { id: 'c', storeId: 's', cart: {} }, 'rco-plus', null],
    ['/callback/credit-application', undefined, 'mapi', 'CREDIT_APPLICATION'],
    ['/x', { jwsData: 'a.b.c' }, 'loan', null],
    ['/x', [{ jwsData: 'a.b.c' }], 'loan', null],
    ['/x', { paymentId: 1, status: 'FROZEN' }, 'unknown', null],
    ['*', undefined, 'unknown', null],
  ])('%s with %j is %s %s', (target, body, family, eventType) => {
    expect(seen(target, body)).toMatchObject({ family, eventType })
  })

  test('a byte order mark in front of the body does not hide it', () => {
    const { recognition } = recognise(head('/x'), '\ufeff{"paymentId":"p","status":"FROZEN"}', [])
    expect(recognition.eventType).toBe('AUTHORIZATION')
  })

  test('a name escaped twice is read as it was meant', () => {
    const found = seen('/?event-type=UNFREEZE&amp;paymentId=7&amp;digest=A')
    expect(found).toMatchObject({ eventType: 'UNFREEZE', reference: '7', digest: 'A' })
    expect(found.notes.map(({ code }) => code)).toContain('amp-in-name')
  })
})

describe('an event that nothing names', () => {
  const digest = 'C60345B6E58FD0B363FD2904A39EBB03442CF778'
  const guess = (query: string) => seen(`/cb?${query}&digest=${digest}`)

  test('a result makes it fraud control, since no other event has one', () => {
    expect(guess('paymentId=1&result=THAWED')).toMatchObject({
      eventType: 'AUTOMATIC_FRAUD_CONTROL',
      reference: '1',
      notes: [{ code: 'event-guessed' }],
    })
    expect(guess('paymentId=1&result=other')).toMatchObject({ eventType: null, reference: '1' })
  })

  test('an event that the bank has added since is not taken for an old one', () => {
    expect(guess('event-type=NEW_THING&id=5')).toMatchObject({ eventType: 'NEW_THING', reference: '5' })
  })
})
