import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { FINDINGS } from '../../../shared/facts/findings.ts'
import { caseFolders, codesExpected } from './case-folders.test-support.ts'
import { headline } from '../../../shared/checks/headline.ts'
import { codesOf, corpus, corpusText, get, judgeRaw, keySetOf, noTrust, NOON, post, profileOf } from './test-support.ts'
import type { EntryOptions } from './test-support.ts'
import { digestHash } from './hash.ts'
import { checkPastedToken } from './pasted-token.ts'
import { TOKEN_CASES } from './token-cases.test-support.ts'
import type { TrustBase } from './types.ts'

/*
 * One case per finding: what produces it, and the state that its light must have. Those of digests and tokens stand here, the others
 * in e2e/corpus/cases (case-folders.test.ts judges them). A code without a case fails the last test.
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

  // Two megabytes: too much for a folder of its own.
  'body-not-read': { raw: post('/', `[${'0,'.repeat(1_000_000)}0]`), options: {} },
}

const produced = new Set(caseFolders().flatMap(({ expected }) => codesExpected(expected)))
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

/** Those of URI templates and payments belong to no callback; their own tests have a case for each (shared/templates, shared/checks/payment). */
const ofCallbacks = Object.keys(FINDINGS).filter(
  (code) => !['template', 'payment'].includes(CATALOGUE[code]?.light ?? ''),
)

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
