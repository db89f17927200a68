import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TEMPLATE_FINDINGS } from '../facts/findings/template.ts'
import { lintTemplate } from './lint.ts'
import type { TemplateQuestion } from './remark.ts'
import { SameMemory, sameTemplateSteps } from './same.ts'
import { run } from './steps.ts'

/* One case per finding of URI templates at least; the last test fails for a code without one. */

interface Case extends Partial<TemplateQuestion> {
  readonly text: string
  /** Columns from 1 that the marks of this code must have. */
  readonly columns?: readonly (number | undefined)[]
  readonly evidence?: Readonly<Record<string, unknown>>
}

const sameTemplates = (templates: ReadonlyMap<string, string>) => run(sameTemplateSteps(templates, new SameMemory()))
const GOOD = 'https://shop.example.com/cb?event-type=UNFREEZE&paymentId={paymentId}&digest={digest}'
const AFC = 'AUTOMATIC_FRAUD_CONTROL'
const cb = (rest: string) => `https://shop.example.com/cb${rest}`
const host = (name: string) => `https://${name}/cb?p={paymentId}&d={digest}`

const CASES: Record<string, readonly Case[]> = {
  'template-brace-open': [
    { text: cb('?p={paymentId}&d={digest'), columns: [45] },
    { text: '/cb/{payment{paymentId}', columns: [5] },
  ],
  'template-brace-closed': [{ text: cb('?p={paymentId}}&d={digest}'), columns: [42] }],
  'template-placeholder-empty': [{ text: cb('?p={}&d={ }'), columns: [31, 36] }],
  'template-placeholder-unknown': [
    { text: cb('?p={paymentid}'), columns: [31], evidence: { name: 'paymentid', meant: 'paymentId' } },
    { text: cb('?p={paymentId}&r={result}'), columns: [45], evidence: { meant: null } },
    { text: cb('?p={paymentId}&d={digest }'), evidence: { meant: 'digest' } },
    { text: cb('?a={param6}'), event: 'TEST' },
  ],
  'template-placeholder-encoded': [{ text: cb('?paymentId=%7BpaymentId%7D'), columns: [39] }],
  'template-placeholder-place': [
    { text: 'https://{paymentId}.shop.example.com/cb', columns: [9] },
    { text: cb('?{paymentId}=1') },
    { text: cb('#{paymentId}') },
  ],
  'template-placeholders-joined': [{ text: cb('/{paymentId}{result}'), event: AFC, columns: [29] }],
  'template-not-filled': [
    { text: cb('/{paymentId}'), event: 'AUTHORIZATION' },
    { text: cb('/{applicationReference}'), event: 'SIGNED' },
  ],
  'template-digest-missing': [{ text: cb('?p={paymentId}'), columns: [undefined] }],
  'template-digest-not-configured': [{ text: GOOD, digestParameters: null }],
  'template-digest-without-payment-id': [
    { text: cb('?p={paymentId}&r={result}&d={digest}'), event: AFC, digestParameters: ['result'] },
  ],
  'template-digest-parameter-unknown': [
    { text: GOOD, digestParameters: ['paymentId', 'result'], evidence: { name: 'result' } },
  ],
  'template-digest-parameter-absent': [
    {
      text: cb('?p={paymentId}&d={digest}'),
      event: AFC,
      digestParameters: ['paymentId', 'result'],
      evidence: { name: 'result' },
    },
  ],
  'template-payment-id-missing': [
    { text: cb('/unfreeze?d={digest}'), evidence: { placeholder: '{paymentId}' } },
    {
      text: cb('?d={digest}'),
      event: 'PASSWORD_EXPIRATION',
      digestParameters: ['identifier'],
      evidence: { placeholder: '{identifier}' },
    },
  ],
  'template-escaped-ampersand': [{ text: cb('?p={paymentId}&amp;d={digest}'), columns: [42] }],
  'template-fixed-status': [
    { text: cb('?orderId={paymentId}&status=UNFREEZE&digest={digest}'), evidence: { value: 'UNFREEZE' } },
  ],
  'template-fixed-result': [{ text: cb('?p={paymentId}&result=FROZEN&d={digest}'), event: AFC }],
  'template-other-event': [
    { text: cb('?event-type=BOOKED&p={paymentId}&d={digest}'), evidence: { named: 'BOOKED', event: 'UNFREEZE' } },
    { text: cb('/annulment/{paymentId}/{digest}'), evidence: { named: 'ANNULMENT' } },
  ],
  'template-name-repeated': [{ text: cb('?id={paymentId}&id={digest}') }],
  'template-not-absolute': [{ text: '/cb?p={paymentId}&d={digest}', columns: [undefined] }],
  'template-plain-http': [{ text: GOOD.replace('https', 'http'), columns: [1] }],
  'template-scheme': [{ text: GOOD.replace('https', 'ftp') }, { text: 'javascript:alert({paymentId})' }],
  'template-host-missing': [
    { text: 'https:///cb?p={paymentId}&d={digest}' },
    { text: host('a..b') },
    { text: host('') },
  ],
  'template-port': [
    { text: host('shop.example.com:8443'), evidence: { port: '8443' } },
    { text: host('shop.example.com:0') },
    { text: host('[2001:db9::1]:444') },
  ],
  'template-private-host': [
    ...['127.0.0.1', '0177.0.0.1', '0x7f.1', '127.0.0.1.', '0.0.0.0', '[::1]', '[::]', '[0:0:0:0:0:ffff:7f00:1]'],
    ...[
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
      '[fd00::1]',
      '203.0.113.1',
      '224.0.0.1',
    ],
    ...['LOCALHOST', 'my-dev.localhost', 'shop', 'shop.internal', 'shop.test', 'printer.corp', 'nas.local'],
  ].map((name) => ({ text: host(name) })),
  'template-address-host': [{ text: host('192.167.0.1') }, { text: host('11.0.0.1') }, { text: host('[2a00::1]') }],
  'template-tunnel-host': [
    'abc123.ngrok.io',
    'abc.ngrok-free.app',
    'shop.btunnel.co.in',
    'abc.loca.lt',
    'abc.devtunnels.ms',
    'webhook.site',
  ].map((name) => ({ text: host(name) })),
  'template-user-info': [
    { text: host('user:pass@shop.example.com'), columns: [9] },
    { text: host('shop.example.com@evil.com') },
  ],
  'template-fragment': [{ text: cb('?p={paymentId}&d={digest}#top') }],
  'template-unsafe-character': [
    { text: cb('/ä?p={paymentId}&d={digest}'), evidence: { characters: ['U+00E4'] } },
    { text: ` ${GOOD}`, columns: [1] },
    { text: host('shop.example.com\\@evil.example') },
  ],
  'template-too-long': [{ text: `${GOOD}&x=${'y'.repeat(8000)}`, evidence: { length: GOOD.length + 8003 } }],
  'template-percent': [{ text: cb('/100%?p={paymentId}&d={digest}') }],
}

const ask = (one: Case) => {
  const digestParameters = 'digestParameters' in one ? one.digestParameters : ['paymentId']
  return lintTemplate({ text: one.text, event: one.event ?? 'UNFREEZE', family: null, digestParameters })
}
const produced = new Set<string>(['template-same-as'])

describe.each(Object.entries(CASES))('%s', (code, cases) => {
  test.each(cases)('$text', (one) => {
    const marks = ask(one).filter(({ finding }) => finding.code === code)
    expect(marks).not.toEqual([])
    for (const { start, end } of marks) {
      expect(start).toBeGreaterThanOrEqual(0)
      expect(end).toBeLessThanOrEqual(one.text.length)
    }
    if (one.columns !== undefined) expect(marks.map(({ finding }) => finding.evidence['column'])).toEqual(one.columns)
    if (one.evidence !== undefined) expect(marks[0]?.finding.evidence).toMatchObject(one.evidence)
    produced.add(code)
  })
})

test.each([
  [GOOD, 'UNFREEZE'],
  ['https://shop.example.com:443/rest/unfreeze/paymentId/{paymentId}/digest/{digest}', 'UNFREEZE'],
  ['https://SHOP.Example.COM/cb?p={paymentId}&d={digest}', 'BOOKED'],
  ['https://my-site.dev/cb?p={paymentId}&d={digest}', 'BOOKED'],
  ['https://myngrok.example.com/cb?p={paymentId}&d={digest}', 'BOOKED'],
  ['https://shop.example.com/{paymentId}/cb?digest={digest}', 'BOOKED'],
  ['https://shop.example.com/test/booked?p={paymentId}&d={digest}', 'BOOKED'],
  ['https://shop.example.com/cb?p={paymentId}&x={whatever}&d={digest}', 'AN_EVENT_OF_TOMORROW'],
])('nothing is said of %s for %s', (text, event) => {
  expect(ask({ text, event }).map(({ finding }) => finding.code)).toEqual([])
})

test('URLs of the Merchant API and of loans need no placeholders and no digest', () => {
  for (const event of ['AUTHORIZATION', 'SIGNED'])
    expect(ask({ text: 'https://shop.example.com/cb', event })).toEqual([])
})

test('nothing is said of the digest while nobody knows whether there is one', () => {
  const question = { text: cb('?p={paymentId}'), event: 'BOOKED', family: null, digestParameters: undefined } as const
  expect(lintTemplate(question)).toEqual([])
})

test('an empty text has nothing to be said of', () => {
  expect(ask({ text: ' ' })).toEqual([])
})

test('errors stand before warnings, and each in the order of the text', () => {
  const marks = ask({ text: 'http://10.0.0.1:81/ä/{paymentid}#x' })
  const severities = marks.map(({ finding }) => finding.severity)
  expect(severities).toEqual([...severities].toSorted((a, b) => a.localeCompare(b)))
})

describe('templates of two events', () => {
  const marks = (one: string, other: string, events = ['UNFREEZE', 'ANNULMENT']) => [
    ...sameTemplates(
      new Map([
        [events[0] ?? '', one],
        [events[1] ?? '', other],
      ]),
    ).keys(),
  ]
  test('the same text, and the same shape with other placeholders, cannot be told apart', () => {
    expect(marks('/cb?p={paymentId}', '/cb?p={paymentId}')).toEqual(['UNFREEZE', 'ANNULMENT'])
    expect(marks('/cb/{paymentId}', 'https://shop.example.com/cb/{id}')).toHaveLength(2)
    expect(marks('/cb?a={x}&b={y}', '/cb?b={x}&a={y}')).toHaveLength(2)
  })
  test('a fixed word, another path or another host tells them apart', () => {
    expect(marks('/cb?e=UNFREEZE&p={paymentId}', '/cb?e=ANNULMENT&p={paymentId}')).toEqual([])
    expect(marks('/unfreeze/{paymentId}', '/annulment/{paymentId}')).toEqual([])
    expect(marks('https://a.com/cb?p={paymentId}', 'https://b.com/cb?p={paymentId}')).toEqual([])
    expect(marks('/cb?p={paymentId}', '/cb?p={paymentId}&r={result}')).toEqual([])
  })
  test('BOOKED and UPDATE are told apart by their bodies only', () => {
    const found = sameTemplates(
      new Map([
        ['BOOKED', '/cb?p={paymentId}'],
        ['UPDATE', '/cb?p={paymentId}'],
      ]),
    )
    expect(found.get('BOOKED')?.finding.evidence).toMatchObject({ other: 'UPDATE', toldApartBy: 'the body of a POST' })
  })
})

test('no text makes it throw, and every place lies within the text', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '{paymentId}',
    '{digest}',
    '&amp;',
    '?',
    '&',
    '=',
    '/',
    '#',
    '@',
    ':',
    '[',
    ']',
    '%',
    'https://',
    '\ud800',
    'ä',
    ' ',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(piece, fc.string({ maxLength: 4 }))).map((pieces) => pieces.join('')),
  )
  const event = fc.constantFrom('BOOKED', AFC, 'TEST', 'SIGNED', 'AUTHORIZATION', '__proto__')
  fc.assert(
    fc.property(text, event, fc.option(fc.array(fc.string(), { maxLength: 3 })), (given, name, list) => {
      for (const { start, end, finding } of lintTemplate({
        text: given,
        event: name,
        family: null,
        digestParameters: list,
      })) {
        expect(start >= 0 && start <= end && end <= given.length).toBe(true)
        expect(finding.code in TEMPLATE_FINDINGS).toBe(true)
      }
      sameTemplates(
        new Map([
          ['BOOKED', given],
          ['UPDATE', given],
        ]),
      )
    }),
  )
})

test('a megabyte of braces is read at once, and no more is said than anybody reads', () => {
  const marks = ask({ text: `https://shop.example.com/${'{'.repeat(500_000)}${'}'.repeat(500_000)}` })
  expect(marks.length).toBeLessThan(100)
})

test('every finding of templates is produced by one of these cases', () => {
  expect([...produced].toSorted()).toEqual(Object.keys(TEMPLATE_FINDINGS).toSorted())
})
