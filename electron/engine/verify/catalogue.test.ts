import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { FINDINGS } from '../../../shared/facts/findings.ts'
import { headline } from '../../../shared/checks/headline.ts'
import { codesOf, corpus, corpusText, get, judgeRaw, keySetOf, noTrust, NOON, post, profileOf } from './test-support.ts'
import type { EntryOptions } from './test-support.ts'
import { digestHash } from './hash.ts'
import { checkPastedToken } from './pasted-token.ts'
import { TOKEN_CASES } from './token-cases.test-support.ts'
import type { TrustBase } from './types.ts'

/*
 * One case per finding: what produces it, and the state that its light must have. A code without a case fails the last test.
 */

interface Case {
  readonly raw: string | Uint8Array
  readonly options?: EntryOptions
  readonly trust?: TrustBase | (() => Promise<TrustBase>)
}

const digest = { algorithm: 'SHA1', parameters: ['paymentId'], salt: 'SecretHashSalt' }
const right = digestHash('SHA1', '10000016SecretHashSalt')
const trusting = (...profiles: Record<string, unknown>[]): TrustBase => ({
  ...noTrust,
  profiles: profiles.map(profileOf),
})
const legacy = (value: string) => get(`/?event-type=UNFREEZE&paymentId=10000016&digest=${value}`)
const plain = get('/?event-type=UNFREEZE&paymentId=10000016')
const salted = trusting({ digest })
const afcOld = digestHash('SHA1', '10000016FROZENSecretHashSalt')
const withTemplate = (uriTemplate: string) => trusting({ digest, events: { UNFREEZE: { uriTemplate } } })

const ATTACKS = corpus<{
  now: number
  cases: { id: string; jwks: string; jwsData: string; expect: { envelope?: unknown } }[]
}>('jws-attacks/attacks.json')
const signedAt = { receivedAt: ATTACKS.now * 1000 }

/** A case of the attacks, as a callback with its key set. */
function attack(id: string): Case {
  const found = ATTACKS.cases.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no attack ${id}`)
  const body = { jwsData: found.jwsData, externalApplicationEvent: found.expect.envelope }
  const text = corpusText(`jws-attacks/jwks/${found.jwks}.json`)
  const trust = async () => ({ profiles: [], keySets: [await keySetOf(text, found.jwks)] })
  return { raw: post('/loan', JSON.stringify(body)), options: signedAt, trust }
}

const genuine = ATTACKS.cases.find(({ id }) => id === 'A01')
const payloadEvent: unknown = (
  JSON.parse(Buffer.from(genuine?.jwsData.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
)['externalApplicationEvent']
const otherSet = async (): Promise<TrustBase> => ({
  profiles: [profileOf({ family: 'loan' })],
  keySets: [
    await keySetOf(corpusText('jws-attacks/jwks/big-4096.json'), 'Shop', 'Shop'),
    await keySetOf(corpusText('jws-attacks/jwks/main.json'), 'Other', 'Other'),
  ],
})
const loan = (body: unknown): Case => ({ raw: post('/loan', JSON.stringify(body)), options: signedAt })
const event = { applicationReference: 'A-1', applicationEventType: 'SIGNED' }

const agent = { kind: 'basic', user: 'agent', password: 'secret' }
const authorized = (credentials: string) =>
  get('/?event-type=TEST&par1=a', `Authorization: Basic ${Buffer.from(credentials).toString('base64')}\r\n`)

const CASES: Record<string, Case> = {
  'digest-match': { raw: legacy(right), trust: salted },
  'digest-match-case': { raw: legacy(right.toLowerCase()), trust: salted },
  'digest-match-previous-salt': {
    raw: legacy(digestHash('SHA1', '10000016Old')),
    trust: trusting({ digest: { ...digest, previousSalts: [{ salt: 'Old' }] } }),
  },
  'digest-other-list': {
    raw: get(`/?event-type=AUTOMATIC_FRAUD_CONTROL&paymentId=10000016&result=FROZEN&digest=${afcOld}`),
    trust: salted,
  },
  'digest-mismatch': { raw: legacy(right.replace('C', 'D')), trust: salted },
  'digest-missing': { raw: plain, trust: salted },
  'digest-empty': { raw: legacy(''), trust: salted },
  'digest-unfilled': { raw: legacy('{digest}'), trust: salted },
  'digest-white-space': { raw: legacy(`${right}%20`), trust: salted },
  'digest-malformed': { raw: legacy('abc'), trust: salted },
  'digest-other-algorithm': { raw: legacy(digestHash('MD5', '10000016SecretHashSalt')), trust: salted },
  'digest-repeated': { raw: legacy(`${right}&digest=x`), trust: salted },
  'digest-parameter-missing': {
    raw: legacy(right.replace('C', 'D')),
    trust: trusting({ digest: { ...digest, parameters: ['result'] } }),
  },
  'digest-no-salt-known': { raw: legacy(right), trust: trusting({ digest: { ...digest, salt: undefined } }) },
  'digest-no-profile': { raw: legacy(right) },
  'digest-not-registered': { raw: plain, trust: trusting({ digest: null }) },
  'digest-absent': { raw: plain },
  'digest-test-event': { raw: get('/?event-type=TEST&par1=a'), trust: salted },
  'digest-not-in-family': { raw: get('/?resursbank=test-callback-received') },

  'jws-verified': attack('A01'),
  'jws-tried-all': attack('A05'),
  'jws-key-repaired': attack('A25'),
  'jws-other-key-set': { ...loan({ jwsData: genuine?.jwsData }), trust: otherSet },
  'jws-signature-mismatch': attack('G08'),
  'jws-other-key': attack('C03'),
  'jws-signature-empty': attack('F13'),
  'jws-signature-length': attack('G02'),
  'jws-key-bad-exponent': attack('C44'),
  'jws-kid-not-found': attack('C11'),
  'jws-kid-not-string': attack('C25'),
  'jws-key-use': attack('C40'),
  'jws-key-algorithm': attack('C42'),
  'jws-key-not-usable': attack('C47'),
  'jws-not-encoded': attack('E07'),
  'jws-no-key-set': loan({ jwsData: genuine?.jwsData }),
  'jws-absent': loan({ externalApplicationEvent: event }),
  'jws-not-in-family': { raw: plain },
  'jws-null': loan({ externalApplicationEvent: event, jwsData: null }),
  'jws-not-a-text': loan({ externalApplicationEvent: event, jwsData: { a: 1 } }),
  'jws-envelope-equal': {
    ...attack('A01'),
    ...loan({ jwsData: genuine?.jwsData, externalApplicationEvent: payloadEvent }),
  },
  'jws-envelope-differs': attack('H13'),
  'jws-envelope-not-signed': {
    ...attack('A16'),
    ...loan({ jwsData: ATTACKS.cases.find(({ id }) => id === 'A16')?.jwsData, externalApplicationEvent: event }),
  },
  'jws-expired': attack('H06'),
  'jws-not-yet': attack('H09'),
  'jws-claim-suspicious': attack('H04'),
  'jws-claim-type': attack('H05'),

  'jws-trimmed': attack('A21'),
  'jws-docs-placeholder': attack('F15'),
  'jws-ignored-header': attack('D20'),
  'jws-duplicate-members': loan({
    jwsData: `${Buffer.from('{"alg":"RS256","alg":"RS256"}').toString('base64url')}.e30.${'A'.repeat(342)}`,
  }),
  'jws-payload-not-json': attack('A09'),
  'jws-payload-not-object': attack('A11'),
  'jws-payload-not-utf8': attack('A14'),
  'jws-empty': attack('F01'),
  'jws-segments': attack('F30'),
  'jws-encrypted': attack('F10'),
  'jws-padding': attack('F16'),
  'jws-alphabet': attack('F18'),
  'jws-not-canonical': attack('F27'),
  'jws-header-not-json': attack('F37'),
  'jws-header-not-object': attack('F31'),
  'jws-alg-none': attack('B03'),
  'jws-alg-missing': attack('B29'),
  'jws-alg-not-allowed': attack('B10'),
  'jws-crit-invalid': attack('E03'),
  'jws-crit-unsupported': attack('E06'),

  ...TOKEN_CASES,

  'source-listed': { raw: plain, options: { peer: '::ffff:13.50.187.51' } },
  'source-in-range': { raw: plain, options: { peer: '194.68.237.9', receivedAt: Date.UTC(2025, 0, 1) } },
  'source-other-day': { raw: plain, options: { peer: '51.21.39.192', receivedAt: Date.UTC(2025, 10, 17) } },
  'source-ipv6': { raw: plain, options: { peer: '2a00:1450::1' } },
  'source-forwarded-believed': {
    raw: get('/?event-type=TEST&par1=a', 'X-Forwarded-For: 192.121.110.100\r\n'),
    options: { peer: '10.0.0.7' },
    trust: trusting({ proxies: ['10.0.0.7'] }),
  },
  'source-forwarded-unreadable': {
    raw: get('/?event-type=TEST&par1=a', 'Forwarded: for=unknown\r\n'),
    options: { peer: '10.0.0.7' },
    trust: trusting({ proxies: ['10.0.0.7'] }),
  },
  'source-forwarded-differ': {
    raw: get('/?event-type=TEST&par1=a', 'Forwarded: for=1.1.1.1\r\nX-Forwarded-For: 8.8.8.8\r\n'),
    options: { peer: '10.0.0.7' },
    trust: trusting({ proxies: ['10.0.0.7'] }),
  },
  'credentials-match': { raw: authorized('agent:secret'), trust: trusting({ credentials: agent }) },
  'credentials-differ': { raw: authorized('agent:other'), trust: trusting({ credentials: agent }) },
  'credentials-missing': { raw: plain, trust: trusting({ credentials: agent }) },
  'credentials-unchecked': { raw: authorized('agent:secret') },
  'source-registered': {
    raw: plain,
    options: { peer: '203.0.113.9' },
    trust: trusting({ sources: ['203.0.113.0/24'] }),
  },
  'source-bank-network': { raw: plain, options: { peer: '194.68.237.9' } },
  'source-not-listed': { raw: plain, options: { peer: '8.8.8.8' } },
  'source-proxy': { raw: plain, options: { peer: '10.0.0.7' }, trust: trusting({ proxies: ['10.0.0.7'] }) },
  'source-local': { raw: plain, options: { peer: '127.0.0.1' } },
  'source-unknown': { raw: plain, options: { peer: '' } },
  'source-simulated': { raw: plain, options: { simulated: true } },
  'source-forwarded-for': {
    raw: get('/?event-type=TEST&par1=a', 'X-Forwarded-For: 192.121.110.100\r\n'),
    options: { peer: '10.0.0.7' },
  },

  'transport-tls': { raw: plain },
  'transport-tls-old': { raw: plain, options: { tlsVersion: 'TLSv1.1' } },
  'transport-plain': { raw: plain, options: { scheme: 'http', tlsVersion: null, port: 8080 } },
  'transport-port': { raw: plain, options: { port: 8443 } },
  'transport-agent-java': { raw: get('/?event-type=TEST&par1=a', 'User-Agent: Java/1.8.0_352\r\n') },
  'transport-unknown': { raw: plain, options: { port: 0 } },

  'answer-delivered': { raw: plain, options: { status: 299 } },
  'answer-page': { raw: plain, options: { status: 200, answerPage: 'login' } },
  'answer-accepted': { raw: post('/m', '{"paymentId":"p","status":"FROZEN","created":"x"}'), options: { status: 202 } },
  'answer-refused-unpublished': {
    raw: post('/m', '{"paymentId":"p","status":"FROZEN","created":"x"}'),
    options: { status: 415 },
  },
  'answer-slow-unpublished': {
    raw: post('/m', '{"paymentId":"p","status":"FROZEN","created":"x"}'),
    options: { outcome: { sent: true, afterMs: 5001 } },
  },
  'answer-webhook-refused': {
    raw: post('/validate', '{"id":"c-1","storeId":"s","cart":{}}'),
    options: { status: 422 },
  },
  'answer-redirect': { raw: plain, options: { status: 302 } },
  'answer-refused': { raw: plain, options: { status: 406 } },
  'answer-slow': { raw: plain, options: { outcome: { sent: true, afterMs: 5001 } } },
  'answer-not-sent': { raw: plain, options: { outcome: { sent: false, afterMs: null } } },
  'answer-pending': { raw: plain, options: { outcome: null } },
  'answer-withheld': {
    raw: plain,
    options: {
      status: 0,
      outcome: { sent: false, afterMs: null },
      rule: { profile: null, name: 'silence', attempt: 1, act: 'silence', delayMs: 0, loginRefused: false },
    },
  },
  'answer-none': { raw: plain, options: { status: 0, outcome: null } },

  'amp-in-name': { raw: get(`/?event-type=UNFREEZE&amp;paymentId=10000016&amp;digest=${right}`), trust: salted },
  'amp-in-template': { raw: get(`/cb?p=10000016&d=${right}`), trust: withTemplate('/cb?p={paymentId}&amp;d={digest}') },
  'parameter-repeated': { raw: get('/?event-type=UNFREEZE&paymentId=1&paymentId=2') },
  'parameter-not-decodable': { raw: get('/?event-type=UNFREEZE&paymentId=%E5%zz') },
  'placeholder-unfilled': { raw: get('/?event-type=UNFREEZE&paymentId={paymentId}') },
  'template-differs': { raw: plain, trust: withTemplate('/other?p={paymentId}&d={digest}') },
  'event-guessed': { raw: get(`/ecommerce/whatever?id=I1&digest=${right}`) },
  'value-unknown': { raw: post('/m', '{"paymentId":"p","status":"NEW_ONE","created":"x"}') },
  'member-unknown': { raw: post('/m', '{"paymentId":"p","status":"FROZEN","created":"x","riskClass":3}') },
  'method-booked': { raw: post('/?event-type=BOOKED&paymentId=1', '{"addedPaymentSpecificationLines":[]}') },
  'method-update': { raw: get('/?event-type=UPDATE&paymentId=1') },
  'method-other': { raw: post('/?event-type=UNFREEZE&paymentId=1', '') },
  'ids-held': { raw: post('/m', '{"paymentId":"p","checkoutId":"c","status":"FROZEN","created":"x"}') },
  'id-not-uuid': { raw: post('/m', '{"paymentId":"10000016","status":"FROZEN","created":"x"}') },
  'shop-marks': { raw: get('/?event-type=UNFREEZE&paymentId=1&env=test&ts=1556188200') },
  'environment-differs': {
    raw: get('/?event-type=UNFREEZE&paymentId=1&env=production'),
    trust: trusting({ environment: 'test' }),
  },
  'host-differs': {
    raw: get('/cb?p=10000016'),
    trust: trusting({ host: 'other.example.test', events: { UNFREEZE: { uriTemplate: '/cb?p={paymentId}' } } }),
  },
  'host-tunnel': {
    raw: 'GET /?event-type=UNFREEZE&paymentId=1 HTTP/1.1\r\nHost: Ab12.eu.ngrok-free.app:443\r\n\r\n',
  },
  'body-html': { raw: post('/m', '<!doctype html><title>Logga in</title>', 'Content-Type: text/html\r\n') },
  'body-empty': { raw: post('/?wc-api=resursbank&callback=AUTHORIZATION', '') },
  'body-not-decoded': { raw: post('/', 'not gzip', 'Content-Encoding: gzip\r\n') },
  'body-charset-unknown': { raw: post('/', '{}', 'Content-Type: application/json; charset=klingon\r\n') },
  'body-not-text': { raw: `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\r\n{"a":"\xff"}` },
  'body-not-json': { raw: post('/', '{"paymentId":') },
  'body-not-read': { raw: post('/', `[${'0,'.repeat(1_000_000)}0]`), options: {} },
  'body-duplicate-members': { raw: post('/', '{"a":1,"b":[{"a":2}],"a":3}') },
}

const produced = new Set<string>()
const CATALOGUE: Readonly<Record<string, { light: string; state?: string }>> = FINDINGS

describe.each(Object.entries(CASES))('%s', (code, { raw, options, trust = noTrust }) => {
  test('is produced, and its light has its state', async () => {
    const judged = await judgeRaw(raw, typeof trust === 'function' ? await trust() : trust, options)
    expect(codesOf(judged)).toContain(code)
    produced.add(code)
    const entry = CATALOGUE[code]
    const own = judged.verdict[entry?.light as 'digest'] as { state: string } | undefined
    if (entry?.state !== undefined) expect(own?.state).toBe(entry.state)
    expect(headline(judged.recognition, judged.verdict)).toMatch(/^[A-Zj].*\.$/)
  })
})

test('a key set that cannot be read', async () => {
  const { light } = await checkPastedToken(genuine?.jwsData ?? '', '"keys": [', noTrust, NOON)
  expect(light).toMatchObject({ state: 'unchecked', findings: [{ code: 'jws-key-set-unreadable' }] })
  produced.add('jws-key-set-unreadable')
})

/** Those of URI templates belong to no callback; shared/templates/lint.test.ts has a case for each. */
const ofCallbacks = Object.keys(FINDINGS).filter((code) => CATALOGUE[code]?.light !== 'template')

test('every finding of the catalogue is produced by one of these cases', () => {
  expect([...produced].toSorted()).toEqual(ofCallbacks.toSorted())
})

test('what a compressed body holds is judged', async () => {
  const body = gzipSync('{"paymentId":"p-1","status":"FROZEN","created":"x"}')
  const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n'
  const { recognition, bodyText } = await judgeRaw(Buffer.concat([Buffer.from(head), body]))
  expect(recognition).toMatchObject({ family: 'mapi', eventType: 'AUTHORIZATION', reference: 'p-1' })
  expect(bodyText).toContain('FROZEN')
})
