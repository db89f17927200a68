import { describe, expect, test } from 'vitest'
import { MASKED } from './call.ts'
import type { Registration } from './call.ts'
import { registrationCalls } from './calls.ts'
import { xmlText } from './xml.ts'

const TEMPLATE = 'https://shop.example.com/cb?event-type=BOOKED&paymentId={paymentId}&digest={digest}'
const registration: Registration = {
  event: 'BOOKED',
  environment: 'test',
  template: TEMPLATE,
  digest: { algorithm: 'SHA1', parameters: ['paymentId', 'result'], salt: 'a<b>&"c\'' },
  credentials: { kind: 'basic', user: 'shop', password: 'p&w' },
}
const urls = new Map([['BOOKED', TEMPLATE]])
const write = (family: 'legacy' | 'mapi' | 'rco-plus' | 'loan', change: Partial<Registration> = {}, given = urls) =>
  new Map(registrationCalls(family, { ...registration, ...change }, given).map((call) => [call.id, call]))
const stops = (call: { readonly gaps: readonly { readonly text: string; readonly stops: boolean }[] } | undefined) =>
  call?.gaps.filter((one) => one.stops).map(({ text }) => text) ?? []
const json = (text = ''): unknown => JSON.parse(text.slice(text.indexOf('\n{') + 1))

describe('SOAP', () => {
  const soap = (change: Partial<Registration> = {}) => write('legacy', change).get('soap')
  test('is escaped once, unregisters first, and goes to the service of the environment', () => {
    const text = soap()?.text ?? ''
    expect(text).toContain(
      '<uriTemplate>https://shop.example.com/cb?event-type=BOOKED&amp;paymentId={paymentId}&amp;digest={digest}</uriTemplate>',
    )
    expect(text).toContain('<digestSalt>a&lt;b&gt;&amp;&quot;c&apos;</digestSalt>')
    expect(text).toContain('<basicAuthPassword>p&amp;w</basicAuthPassword>')
    expect(text.match(/<digestParameters>/g)).toHaveLength(2)
    expect(text.indexOf('unregisterEventCallback')).toBeLessThan(text.indexOf(':registerEventCallback'))
    expect(text).toContain('https://test.resurs.com/ecommerce-test/ws/V4/ConfigurationService')
    expect(soap({ environment: 'production' })?.text).toContain(
      'https://ecommerce.resurs.com/ws/V4/ConfigurationService',
    )
    expect(
      soap()
        ?.gaps.map(({ text: one }) => one)
        .join(' '),
    ).toMatch(/already exists.*one set of callbacks/i)
  })
  test('leaves out what is not there, and names a salt that nobody entered', () => {
    const bare = soap({ digest: null, credentials: null })?.text ?? ''
    expect(bare).not.toMatch(/digest(?:Configuration|Salt)>|basicAuth/)
    const digest = { algorithm: 'MD5', parameters: ['paymentId'] } as const
    expect(soap({ digest: { ...digest, salt: null } })?.text).not.toContain('digestSalt')
    expect(soap({ digest: { ...digest, salt: undefined } })?.text).toContain(
      '<digestSalt>PUT THE SALT HERE</digestSalt>',
    )
  })
  test('says when XML cannot hold a salt, and when credentials are of no use', () => {
    const digest = { algorithm: 'MD5', parameters: ['paymentId'], salt: 'a\u0000b' } as const
    expect(stops(soap({ digest }))).toEqual([expect.stringContaining('U+0000')])
    expect(stops(soap({ credentials: { kind: 'bearer', token: 't' } }))).toEqual([expect.stringContaining('Basic')])
  })
  test('line ends and tabs of a value survive the parser', () => {
    expect(xmlText('a\r\n\tb\u0001')).toBe('a&#13;&#10;&#9;b\ufffd')
  })
})

describe('REST', () => {
  const rest = (change: Partial<Registration> = {}) => write('legacy', change).get('rest')
  test('is valid JSON with everything in it', () => {
    expect(rest()?.text).toMatch(/^POST https:\/\/omnitest\.resurs\.com\/callbacks\/BOOKED\n/)
    expect(json(rest()?.text)).toEqual({
      uriTemplate: TEMPLATE,
      basicAuthUserName: 'shop',
      basicAuthPassword: 'p&w',
      digestConfiguration: {
        digestAlgorithm: 'SHA1',
        digestSalt: 'a<b>&"c\'',
        digestParameters: ['paymentId', 'result'],
      },
    })
    expect(rest({ environment: 'production' })?.text).toContain('https://checkout.resurs.com/callbacks/BOOKED')
  })
  test('has no UPDATE, and never sends a digest without paymentId', () => {
    expect(stops(rest({ event: 'UPDATE' }))).toEqual([expect.stringContaining('register it by SOAP')])
    const digest = { algorithm: 'MD5', parameters: ['result'], salt: 's' } as const
    expect(stops(rest({ digest }))).toEqual([expect.stringContaining('never sent')])
    expect(stops(rest())).toEqual([])
  })
})

test('setCallback of a loan carries base64 credentials, masked ones stay masked', () => {
  const loan = write('loan').get('loan')
  expect(loan?.text).toBe(
    [
      '<setCallback>',
      '  <callbackConfiguration>',
      '    <callbackUrl>https://shop.example.com/cb?event-type=BOOKED&amp;paymentId={paymentId}&amp;digest={digest}</callbackUrl>',
      '    <callbackCredentials>c2hvcDpwJnc=</callbackCredentials>',
      '    <callbackAuthMethod>BASIC</callbackAuthMethod>',
      '  </callbackConfiguration>',
      '</setCallback>',
      '',
    ].join('\n'),
  )
  expect(loan?.gaps.map(({ text }) => text).join(' ')).toMatch(/only once.*PAID_OUT/)
  const masked = write('loan', { credentials: { kind: 'bearer', token: MASKED } }).get('loan')?.text
  expect(masked).toContain(`<callbackCredentials>${MASKED}</callbackCredentials>`)
  expect(masked).toContain('BEARER')
})

test('the Merchant API takes the URLs of a profile together, as far as its members are published', () => {
  const given = new Map([
    ['AUTHORIZATION', 'https://shop.example.com/a'],
    ['MANAGEMENT', 'https://shop.example.com/m'],
    ['CREDIT_APPLICATION', 'https://shop.example.com/c'],
  ])
  const call = write('mapi', { credentials: null }, given).get('mapi')
  expect(json(call?.text)).toEqual({
    options: {
      callbacks: {
        authorization: { url: 'https://shop.example.com/a' },
        management: { url: 'https://shop.example.com/m' },
      },
    },
  })
  expect(stops(call)).toEqual([expect.stringContaining('CREDIT_APPLICATION')])
})

test('RCO+ takes an Authorization header', () => {
  const call = write('rco-plus').get('rco-plus')
  expect(JSON.parse(call?.text ?? '')).toEqual({ callbacks: { url: TEMPLATE, authorization: 'Basic c2hvcDpwJnc=' } })
})
