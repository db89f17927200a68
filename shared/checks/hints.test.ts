import { describe, expect, test } from 'vitest'
import type { RequestHead } from '../model/callback.ts'
import { profileSchema } from '../model/profile.ts'
import type { EndpointProfile } from '../model/profile.ts'
import type { Finding } from '../model/verdict.ts'
import { credentialFindings } from './credentials.ts'
import { idKind } from './ids.ts'
import { recognise } from './recognise.ts'

const UUID = '6fa85f64-5997-45c2-b3fc-2c263f66afa6'
const profile = (more: Record<string, unknown>): EndpointProfile =>
  profileSchema.parse({ version: 1, name: 'Shop', ...more })

interface Sent {
  readonly method?: string
  readonly host?: string
  readonly profiles?: EndpointProfile[]
}
function notes(target: string, body: unknown = undefined, { method, host = 'shop.se', profiles = [] }: Sent = {}) {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const head: RequestHead = {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    target,
    httpVersion: '1.1',
    headers: [['Host', host]],
  }
  return recognise(head, text, profiles).recognition.notes
}
const codes = (found: readonly Finding[]) => found.map(({ code }) => code)
const one = (found: readonly Finding[], code: string) => found.find((each) => each.code === code)

describe('what the catalogue does not hold is a note, for all families', () => {
  const loan = (event: Record<string, unknown>) => ({
    externalApplicationEvent: { applicationReference: 'A-1', applicationEventType: 'SIGNED', ...event },
  })
  test.each<[string, string, unknown, string[]]>([
    ['Merchant API status', '/m', { paymentId: UUID, status: 'PAUSED', created: 'x' }, ['status']],
    ['Merchant API action', '/m', { paymentId: UUID, action: 'SPLIT', actionId: UUID, created: 'x' }, ['action']],
    ['credit application', '/m', { applicationId: UUID, status: 'LOST', created: 'x' }, ['status']],
    ['Merchant API event', '/?wc-api=resursbank&callback=DISPUTE', { paymentId: UUID }, ['event type']],
    ['checkout status', '/validate', { id: UUID, storeId: 's', cart: {}, status: 'ASLEEP' }, ['status']],
    [
      'payment of a checkout',
      '/payment',
      { id: UUID, storeId: 's', cart: {}, payment: { status: 'ODD' } },
      ['payment.status'],
    ],
    ['loan event', '/l', loan({ applicationEventType: 'LOST' }), ['externalApplicationEvent.applicationEventType']],
    [
      'loan decision and documents',
      '/l',
      loan({ creditDecision: { creditDecision: 'MAYBE', documentTypes: ['ID', 'PASSPORT'] } }),
      [
        'externalApplicationEvent.creditDecision.creditDecision',
        'externalApplicationEvent.creditDecision.documentTypes',
      ],
    ],
    ['result', '/?event-type=AUTOMATIC_FRAUD_CONTROL&paymentId=1&result=BOILED', undefined, ['result']],
    ['kind of update', '/?event-type=UPDATE&paymentId=1', { paymentDiff: { type: 'SWAP' } }, ['paymentDiff.type']],
    ['legacy event', `/?event-type=CHARGEBACK&paymentId=1&digest=${'A'.repeat(40)}`, undefined, ['event type']],
  ])('%s', (_name, target, body, members) => {
    const found = notes(target, body).filter(({ code }) => code === 'value-unknown')
    expect(found.map(({ evidence }) => evidence['member'])).toEqual(members)
    expect(found[0]?.severity).toBe('info')
    expect(found[0]?.summary).toContain("is not in this app's catalogue of 2026-06-02.")
  })

  test.each<[string, string, unknown, string[]]>([
    ['Merchant API', '/m', { paymentId: UUID, status: 'FROZEN', created: 'x', risk: 1 }, ['risk']],
    ['a webhook', '/cart', { id: UUID, storeId: 's', cart: { mine: 1 }, mood: 'x' }, ['mood']],
    [
      'a loan',
      '/l',
      loan({ channel: 'x', creditDecision: { rate: 1 } }),
      ['externalApplicationEvent.channel', 'externalApplicationEvent.creditDecision.rate'],
    ],
    [
      'an order line',
      '/?event-type=BOOKED&paymentId=1',
      { addedPaymentSpecificationLines: [{ artNo: '1' }, { artNo: '2', colour: 'x' }, { colour: 'y' }] },
      ['addedPaymentSpecificationLines.colour'],
    ],
  ])('an unknown member of %s', (_name, target, body, members) => {
    expect(one(notes(target, body), 'member-unknown')?.evidence['members']).toEqual(members)
  })

  test('unknown events keep their names', () => {
    const head: RequestHead = {
      method: 'GET',
      target: '/?event-type=NEW_ONE&paymentId=1&digest=A',
      httpVersion: '1.1',
      headers: [],
    }
    expect(recognise(head, '', []).recognition).toMatchObject({ family: 'legacy', eventType: 'NEW_ONE' })
  })

  test('thousands of unknown members are a handful', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`m${String(index)}`, 1]))
    const found = notes('/m', { paymentId: UUID, status: 'FROZEN', created: 'x', ...many })
    expect(one(found, 'member-unknown')?.evidence['members']).toHaveLength(10)
  })
})

describe('hints', () => {
  test('BOOKED, UPDATE and the others by method: where the documents disagree', () => {
    const booked = notes('/?event-type=BOOKED&paymentId=1')
    expect(one(booked, 'method-booked')?.summary).toBe('BOOKED came as GET; the page says POST first.')
    expect(codes(notes('/?event-type=BOOKED&paymentId=1', { addedPaymentSpecificationLines: [] }))).toEqual([
      'method-booked',
    ])
    expect(codes(notes('/?event-type=UPDATE&paymentId=1'))).toEqual(['method-update'])
    expect(codes(notes('/?event-type=UPDATE&paymentId=1', { paymentDiff: { type: 'DEBIT' } }))).toEqual([])
    expect(codes(notes('/?event-type=UNFREEZE&paymentId=1', '', { method: 'POST' }))).toEqual(['method-other'])
    expect(codes(notes('/?event-type=UNFREEZE&paymentId=1'))).toEqual([])
  })

  test('ids are named by kind and owner', () => {
    const found = notes('/m', { paymentId: '4711', checkoutId: UUID, status: 'FROZEN', created: 'x' })
    expect(one(found, 'id-not-uuid')?.evidence).toEqual({
      member: 'paymentId',
      expected: 'a UUID',
      received: '4711 (number)',
    })
    expect(one(found, 'ids-held')?.evidence).toEqual({
      paymentId: '4711 (number; payment at the bank)',
      checkoutId: `${UUID} (UUID; checkout session of RCO+)`,
    })
    expect(codes(notes('/m', { paymentId: UUID, status: 'FROZEN', created: 'x' }))).toEqual([])
  })

  test.each([
    [UUID, 'UUID'],
    ['10000016', 'number'],
    ['ABC-123', 'letters and digits'],
    ['', 'empty'],
    ['a b', 'text with other characters'],
  ])('%s is a %s', (id, kind) => expect(idKind(id)).toBe(kind))

  test('environment and time of registration in the address', () => {
    const found = notes('/?event-type=UNFREEZE&paymentId=1&env=test&ts=1556188200')
    expect(one(found, 'shop-marks')?.evidence).toEqual({
      environment: 'test',
      registeredAt: '2019-04-25 10:30:00 UTC',
    })
    expect(one(notes('/?event-type=UNFREEZE&paymentId=1&ts=1556188200123'), 'shop-marks')?.evidence).toEqual({
      registeredAt: '2019-04-25 10:30:00 UTC',
    })
    for (const odd of ['env=blue', 'ts=12', 'ts=0000000001', 'ts=99999999999999']) {
      expect(codes(notes(`/?event-type=UNFREEZE&paymentId=1&${odd}`))).toEqual([])
    }
  })

  test('another environment than that of the profile', () => {
    const target = '/?event-type=UNFREEZE&paymentId=1&env=prod'
    expect(codes(notes(target, undefined, { profiles: [profile({ environment: 'test' })] }))).toContain(
      'environment-differs',
    )
    expect(codes(notes(target, undefined, { profiles: [profile({ environment: 'production' })] }))).toEqual([
      'shop-marks',
    ])
    expect(codes(notes(target, undefined, { profiles: [profile({ environment: 'lab' })] }))).toEqual(['shop-marks'])
  })

  test('a profile for another host is named, and not used', () => {
    const moved = profile({ host: 'new.shop.se', events: { UNFREEZE: { uriTemplate: '/cb?p={paymentId}' } } })
    const found = notes('/cb?p=1', undefined, { profiles: [moved] })
    expect(one(found, 'host-differs')?.evidence).toEqual({
      expected: 'new.shop.se',
      received: 'shop.se',
      profile: 'Shop',
    })
    expect(codes(notes('/cb?p=1', undefined, { profiles: [moved], host: 'NEW.shop.se:443' }))).toEqual([])
    expect(codes(notes('/other', undefined, { profiles: [moved] }))).toEqual([])
  })

  test('tunnels and temporary addresses, by their last labels', () => {
    const at = (host: string) => codes(notes('/?event-type=UNFREEZE&paymentId=1', undefined, { host }))
    for (const host of [
      'a.ngrok.io',
      'ngrok-free.app:443',
      'x.y.trycloudflare.com',
      'webhook.site',
      'shop.btunnel.co.in',
      'te1.tunnelin.com',
    ]) {
      expect([host, at(host)]).toEqual([host, ['host-tunnel']])
    }
    for (const host of ['notngrok.io', 'ngrok.io.shop.se', 'shop.se', '127.0.0.1', '']) {
      expect([host, at(host)]).toEqual([host, []])
    }
  })

  test('a page in the place of a callback', () => {
    expect(one(notes('/x', '<html><title>Logga in</title>'), 'body-html')?.evidence).toEqual({
      kind: 'login',
      title: 'Logga in',
    })
  })
})

describe('credentials', () => {
  const basic = (text: string) => `Basic ${btoa(text)}`
  const agent = profile({ credentials: { kind: 'basic', user: 'agent', password: 's3cret' } })
  const bearer = profile({ credentials: { kind: 'bearer', token: 'tok-1' } })

  test.each<[string, string | null, EndpointProfile | null, string[], string | null]>([
    ['nothing anywhere', null, null, [], null],
    ['shown without a profile', basic('agent:x'), null, ['credentials-unchecked'], null],
    ['the right ones', basic('agent:s3cret'), agent, ['credentials-match'], null],
    ['another user', basic('other:s3cret'), agent, ['credentials-differ'], 'user'],
    ['another password', basic('agent:S3cret'), agent, ['credentials-differ'], 'password'],
    ['a colon in the password', basic('agent:s3cret:'), agent, ['credentials-differ'], 'password'],
    ['none', null, agent, ['credentials-missing'], null],
    ['another scheme', 'Bearer tok-1', agent, ['credentials-differ'], 'scheme'],
    ['no Base64', 'Basic ***', agent, ['credentials-differ'], 'scheme'],
    ['a token', 'bearer tok-1', bearer, ['credentials-match'], null],
    ['another token', 'Bearer tok-2', bearer, ['credentials-differ'], 'token'],
  ])('%s', (_name, value, wanted, expected, differs) => {
    const found = credentialFindings(value === null ? [] : [['authorization', value]], wanted)
    expect(codes(found)).toEqual(expected)
    expect(found[0]?.evidence['differs'] ?? null).toBe(differs)
  })

  test('no password and no token ever stands in the evidence', () => {
    for (const wanted of [agent, bearer, null]) {
      for (const value of [basic('agent:hush'), 'Bearer hush', basic('hush')]) {
        const text = JSON.stringify(credentialFindings([['Authorization', value]], wanted))
        expect(text).not.toMatch(/hush|s3cret|tok-1|aHVzaA/)
      }
    }
    expect(credentialFindings([['Authorization', basic('agent:hush')]], null)[0]?.evidence['received']).toBe(
      'Basic, user agent, password masked',
    )
  })
})
