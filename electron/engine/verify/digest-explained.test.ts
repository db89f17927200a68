import { expect, test } from 'vitest'
import { readPasted } from '../../../shared/checks/digest/paste.ts'
import { causeSentence, searchCase } from '../../../shared/checks/digest/explain.ts'
import { headline } from '../../../shared/checks/headline.ts'
import { explained } from './explain.ts'
import { digestHash, faultHash } from './hash.ts'
import { get, judgeRaw, noTrust, profileOf } from './test-support.ts'
import type { TrustBase } from './types.ts'

const digest = {
  algorithm: 'SHA1',
  parameters: ['paymentId', 'result'],
  salt: 'SecretHashSalt',
  previousSalts: [{ salt: 'OldSalt', until: '2025-11-12' }],
}
const uriTemplate = '/cb?e=AFC&p={paymentId}&r={result}&d={digest}'
const shop = profileOf({ digest, events: { AUTOMATIC_FRAUD_CONTROL: { uriTemplate } } })
const trust: TrustBase = { ...noTrust, profiles: [shop] }
const afc = (received: string, more = '') => get(`/cb?e=AFC&p=10000016&r=FROZEN&d=${received}${more}`)

async function explain(raw: string, base: TrustBase = trust) {
  const judgement = await judgeRaw(raw, base)
  return { judged: judgement, ...explained(judgement, base, null) }
}

test('a mismatch has its cause as its explanation and in its headline, and nothing else of the verdict changes', async () => {
  const { judged, judgement, digestSearch } = await explain(afc(digestHash('SHA1', 'SecretHashSalt10000016FROZEN')))
  expect(judgement.verdict.digest.findings[0]).toMatchObject({
    code: 'digest-mismatch',
    explanation: 'The salt stands before the values, not behind them.',
    evidence: {
      cause: 'The salt stands before the values, not behind them.',
      causeCodes: ['salt-first'],
      candidatesTried: digestSearch?.tried,
    },
  })
  expect(headline(judgement.recognition, judgement.verdict)).toBe(
    'The digest does not match: the salt stands before the values, not behind them.',
  )
  expect(headline(judged.recognition, judged.verdict)).toBe('The digest does not match the registered salt.')
  const codes = (of: typeof judged) => of.verdict.digest.findings.map(({ code }) => code)
  expect(codes(judgement)).toEqual(codes(judged))
  expect({ ...judgement.verdict, digest: null }).toEqual({ ...judged.verdict, digest: null })
  expect(judged.verdict.digest.findings[0]?.evidence).not.toHaveProperty('cause')
  expect(JSON.stringify([judgement.verdict, digestSearch])).not.toContain('SecretHashSalt')
})

test('two causes together give the advice of both', async () => {
  const { judgement } = await explain(afc(digestHash('SHA1', '10000016FROZENSecretHashSalt ').toLowerCase()))
  const [found] = judgement.verdict.digest.findings
  expect(found?.evidence['causeCodes']).toEqual(['salt-trailing-space', 'digest-lower-case'])
  expect(found?.advice).toMatch(/^Compare the salt .* Compare without regard to letter case/)
})

test('a match is not searched, and shows every list with every salt', async () => {
  const { judgement, digestSearch } = await explain(afc(digestHash('SHA1', '10000016FROZENSecretHashSalt')))
  expect(digestSearch).toBeNull()
  expect(judgement.digest.map(({ parameters, saltLabel, matches }) => [parameters.length, saltLabel, matches])).toEqual(
    [
      [2, 'current salt', true],
      [2, 'until 12 Nov 2025', false],
      [1, 'current salt', false],
      [1, 'until 12 Nov 2025', false],
    ],
  )
})

test('a digest of the other length is worked out with both algorithms', async () => {
  const { judgement } = await explain(afc(digestHash('MD5', 'x')))
  expect(judgement.digest.map(({ algorithm }) => algorithm)).toEqual([
    ...Array(4).fill('SHA1'),
    ...Array(4).fill('MD5'),
  ])
})

test('the salt of another event or profile is a cause, by its name', async () => {
  const other = profileOf({ name: 'Old shop', host: 'old.example', digest: { ...digest, salt: 'ElseSalt' } })
  const base = { ...trust, profiles: [shop, other] }
  const { digestSearch, judgement } = await explain(afc(digestHash('SHA1', '10000016FROZENElseSalt')), base)
  expect(digestSearch === null ? null : causeSentence(digestSearch)).toBe(
    'The digest was made with another salt: the salt of profile Old shop.',
  )
  expect(headline(judgement.recognition, judgement.verdict)).toBe(
    'The digest does not match: it was made with another salt (the salt of profile Old shop).',
  )
})

test('another value of the request in the place of the payment id is a cause', async () => {
  const { digestSearch } = await explain(afc(digestHash('SHA1', '1042FROZENSecretHashSalt'), '&orderId=1042'))
  expect(digestSearch?.causes[0]).toMatchObject({ code: 'other-identifier', evidence: { hashed: '1042' } })
})

test('where no salt is known, a digest made without one is explained', async () => {
  const base = { ...noTrust, profiles: [profileOf({ digest: { algorithm: 'SHA1', parameters: ['paymentId'] } })] }
  const raw = get(`/?event-type=UNFREEZE&paymentId=1&digest=${digestHash('SHA1', '1')}`)
  const { judgement } = await explain(raw, base)
  expect(judgement.verdict.digest).toMatchObject({
    state: 'unchecked',
    findings: [{ code: 'digest-no-salt-known', evidence: { causeCodes: ['salt-missing'] } }],
  })
})

const RIGHT = digestHash('SHA1', '10000016FROZENSecretHashSalt')
const MD5 = digestHash('MD5', 'lePaymentiCanHasCheezeburger')

test.each([
  ['a digest', ` "${RIGHT}"\n`, { kind: 'digest', received: RIGHT }],
  ['Base64', 'T/5C8MZQBuCsMJICza5H0CFLWZU=', { kind: 'digest' }],
  [
    'a URL',
    `https://shop/cb?e=AFC&p=10000016&r=FROZEN&d=${RIGHT}`,
    { known: { received: RIGHT, profileName: 'Shop' } },
  ],
  ['a path', `/cb?e=AFC&p=10000016&r=FROZEN&d=${RIGHT}`, { known: { salt: 'SecretHashSalt', saltKnown: true } }],
  [
    'a line of a log',
    `192.0.2.1 - - "GET /x?event-type=UNFREEZE&paymentId=lePayment&digest=${MD5} HTTP/1.1" 406`,
    { known: { received: MD5, algorithm: 'SHA1', eventType: 'UNFREEZE', values: [{ value: 'lePayment' }] } },
  ],
  ['a path without its first slash', `cb?e=AFC&p=10000016&r=FROZEN&d=${RIGHT}`, { known: { profileName: 'Shop' } }],
  [
    'a field of a line of a log',
    `2025-11-21T12:00:00Z method=GET path="/cb?e=AFC&p=10000016&r=FROZEN&d=${RIGHT}" status=406`,
    { known: { profileName: 'Shop', received: RIGHT } },
  ],
  [
    'a JSON line of a log',
    `{"uri":"/cb?e=AFC&p=10000016&r=FROZEN&d=${RIGHT}","status":406}`,
    { known: { received: RIGHT } },
  ],
  ['a request', afc(RIGHT), { known: { profileName: 'Shop', values: [{ name: 'paymentId' }, { name: 'result' }] } }],
  ['a query', `paymentId=1&digest=${RIGHT}`, { known: { received: RIGHT, values: [{ value: '1' }] } }],
  [
    'amp; in names',
    `https://s/?event-type=UNFREEZE&amp;paymentId=1&amp;digest=${RIGHT}`,
    { known: { ampNames: ['amp;paymentId', 'amp;digest'] } },
  ],
  [
    'a digest in a parameter of any name',
    `https://s/a/b?order=77&check=${RIGHT}`,
    { known: { received: RIGHT, others: [{ name: 'order', value: '77' }] } },
  ],
  ['no digest', 'https://s/?event-type=UNFREEZE&paymentId=1', { known: { received: '', values: [{ value: '1' }] } }],
  ['nothing', '', { kind: 'digest', received: '' }],
])('pasted: %s', (_, text, expected) => {
  expect(readPasted(text, [shop])).toMatchObject(expected)
})

test('a line of a log names no host: the template of a profile with a host is used all the same', () => {
  const hosted = [
    profileOf({ host: 'shop.example', digest, events: { UNFREEZE: { uriTemplate: '/u/{paymentId}/{digest}' } } }),
  ]
  const path = `/u/7/${digestHash('SHA1', '7SecretHashSalt')}`
  const known = { values: [{ name: 'paymentId', value: '7' }], salt: 'SecretHashSalt', eventType: 'UNFREEZE' }
  for (const text of [path, `1.2.3.4 - - [21/Nov/2025:12:00:00 +0100] "GET ${path} HTTP/1.1" 406 0`])
    expect(readPasted(text, hosted)).toMatchObject({ kind: 'request', known })
  // A host that is named counts.
  for (const text of [`https://other.example${path}`, `GET ${path} HTTP/1.1\r\nHost: other.example\r\n\r\n`])
    expect(readPasted(text, hosted)).not.toMatchObject({ known: { eventType: 'UNFREEZE' } })
})

test('a pasted URL is explained with the salts of its profile', () => {
  const pasted = readPasted(`https://shop/cb?e=AFC&p=10000016&r=FROZEN&d=${digestHash('SHA1', '10000016OldSalt')}`, [
    shop,
  ])
  const causes = pasted.kind === 'request' ? searchCase(pasted.known, faultHash).causes : []
  expect(causes.map(({ code }) => code).toSorted()).toEqual(['other-salt', 'parameter-list-too-long'])
})
