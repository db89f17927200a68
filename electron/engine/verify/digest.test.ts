import { describe, expect, test } from 'vitest'
import { codesOf, corpus, get, judgeRaw, noTrust, profileOf } from './test-support.ts'
import { digestHash } from './hash.ts'
import type { Judgement } from './types.ts'

interface Vector {
  readonly id: string
  readonly algorithm: 'MD5' | 'SHA1'
  readonly parameters: readonly { name: string; value: string }[]
  readonly salt: string | null
  readonly input: string
  readonly expected: string
  readonly encoding?: string
}
const DIGESTS = corpus<{
  vectors: readonly Vector[]
  negative: readonly { published: string }[]
  diagnosis: {
    candidates: readonly {
      id: string
      algorithm: 'MD5' | 'SHA1'
      input: string
      digest: string
      digestShownAs?: string
    }[]
  }
}>('digests.json')

describe.each(DIGESTS.vectors)('$id', (vector) => {
  test('hashes to the published value', () => {
    expect(digestHash(vector.algorithm, vector.input)).toBe(vector.expected)
  })

  test('matches through a template', async () => {
    const names = vector.parameters.map(({ name }) => name)
    const uriTemplate = `/cb?${names.map((name, index) => `q${String(index)}={${name}}`).join('&')}&x={digest}`
    const digest = { algorithm: vector.algorithm, parameters: names, salt: vector.salt }
    const profile = profileOf({ digest, events: { UNFREEZE: { uriTemplate } } })
    const values = vector.parameters
      .map(({ value }, index) => `q${String(index)}=${encodeURIComponent(value)}`)
      .join('&')
    const judged = await judgeRaw(get(`/cb?${values}&x=${vector.expected}`), { ...noTrust, profiles: [profile] })
    expect(judged.verdict.digest.state).toBe('pass')
    expect(judged.digest[0]).toMatchObject({ expected: vector.expected, matches: true, salt: vector.salt })
  })
})

const template = '/cb?event-type={x}&p={paymentId}&r={result}&d={digest}'.replace('{x}', 'AUTOMATIC_FRAUD_CONTROL')
const afc = (digest: string) => get(`/cb?event-type=AUTOMATIC_FRAUD_CONTROL&p=10000016&r=FROZEN&d=${digest}`)
const settings = { algorithm: 'SHA1', parameters: ['paymentId', 'result'], salt: 'SecretHashSalt' }

function judgeAfc(digest: string, more: Record<string, unknown> = {}): Promise<Judgement> {
  const profile = profileOf({
    digest: { ...settings, ...more },
    events: { AUTOMATIC_FRAUD_CONTROL: { uriTemplate: template } },
  })
  return judgeRaw(afc(digest), { ...noTrust, profiles: [profile] })
}

const RESULTS: Record<string, string> = {
  ok: 'digest-match',
  'param-list-paymentId-only': 'digest-other-list',
  'other-algorithm': 'digest-other-algorithm',
  'digest-lowercase': 'digest-match-case',
}

describe.each(DIGESTS.diagnosis.candidates)('mistake: $id', ({ id, digest, digestShownAs, algorithm, input }) => {
  test('is told apart, never taken for a match', async () => {
    expect(digestHash(algorithm, input)).toBe(digest)
    const { verdict } = await judgeAfc(digestShownAs ?? digest)
    expect(verdict.digest.findings[0]?.code).toBe(RESULTS[id] ?? 'digest-mismatch')
    expect(verdict.digest.state).toBe(id === 'ok' ? 'pass' : RESULTS[id]?.match(/case|list/) ? 'warn' : 'fail')
  })
})

test('the value that four documentation pages print matches nothing', async () => {
  const published = DIGESTS.negative[0]?.published ?? ''
  const profile = profileOf({ digest: { ...settings, parameters: ['paymentId'] } })
  const { verdict } = await judgeRaw(get(`/?event-type=UNFREEZE&paymentId=10000016&digest=${published}`), {
    ...noTrust,
    profiles: [profile],
  })
  expect(verdict.digest.state).toBe('fail')
  expect(verdict.digest.findings[0]?.evidence).toMatchObject({
    expected: 'C60345B6E58FD0B363FD2904A39EBB03442CF778',
    received: published,
  })
})

test('a previous salt is named by its label, and no salt stands in any evidence', async () => {
  const old = digestHash('SHA1', '10000016FROZENOldSecret')
  const judged = await judgeAfc(old, {
    previousSalts: [{ salt: 'Older' }, { salt: 'OldSecret', label: 'until 12 Nov' }],
  })
  expect(judged.verdict.digest.state).toBe('warn')
  expect(judged.verdict.digest.findings[0]).toMatchObject({
    code: 'digest-match-previous-salt',
    evidence: { salt: 'until 12 Nov' },
  })
  expect(judged.digest.map(({ matches }) => matches)).toEqual([false, false, true])
  for (const salt of ['OldSecret', 'SecretHashSalt']) expect(JSON.stringify(judged.verdict)).not.toContain(salt)
  const lower = await judgeAfc(old.toLowerCase(), { previousSalts: [{ salt: 'OldSecret' }] })
  expect(codesOf(lower)).toEqual(expect.arrayContaining(['digest-match-previous-salt', 'digest-match-case']))
})

test('registered without a salt is not the same as a salt that is not known', async () => {
  const bare = digestHash('SHA1', '10000016FROZEN')
  expect((await judgeAfc(bare, { salt: null })).verdict.digest.state).toBe('pass')
  const unknown = await judgeAfc(bare, { salt: undefined })
  expect(unknown.verdict.digest).toMatchObject({ state: 'unchecked', findings: [{ code: 'digest-no-salt-known' }] })
})

const right = digestHash('SHA1', '10000016FROZENSecretHashSalt')
test.each([
  ['', 'digest-empty'],
  ['{digest}', 'digest-unfilled'],
  ['%7Bdigest%7D', 'digest-unfilled'],
  ['%257Bdigest%257D', 'digest-unfilled'],
  [`${right}%0A`, 'digest-white-space'],
  [`+${right}`, 'digest-white-space'],
  [right.slice(1), 'digest-malformed'],
  [`${right.slice(1)}G`, 'digest-malformed'],
])('a digest of %s is named %s', async (value, code) => {
  const { verdict } = await judgeAfc(value)
  expect(verdict.digest).toMatchObject({ state: 'fail', findings: [{ code }] })
  if (code === 'digest-white-space') expect(verdict.digest.findings[0]?.evidence['matchesWithout']).toBe(true)
})

test('of two digests the first is taken, and the light is not green', async () => {
  const { verdict, recognition } = await judgeAfc(`${right}&d=FFFF`)
  expect(recognition.digest).toBe(right)
  expect(verdict.digest.state).toBe('warn')
  expect(verdict.digest.findings.map(({ code }) => code)).toEqual(['digest-match', 'digest-repeated'])
})

test('a digest that its template asks for must be there', async () => {
  const profile = profileOf({ digest: settings, events: { UNFREEZE: { uriTemplate: '/cb?p={paymentId}&d={digest}' } } })
  const { verdict } = await judgeRaw(get('/cb?p=1'), { ...noTrust, profiles: [profile] })
  expect(verdict.digest).toMatchObject({ state: 'fail', findings: [{ code: 'digest-missing' }] })
})

test('a plus in a value is read as a blank or as itself, whichever was digested', async () => {
  const plain = {
    algorithm: 'SHA1',
    parameters: ['paymentId'],
    salt: 'SecretHashSalt',
    previousSalts: [{ salt: 'Old' }],
  }
  const profile = profileOf({ digest: plain, events: { UNFREEZE: { uriTemplate: '/cb?p={paymentId}&d={digest}' } } })
  const stateOf = async (digested: string) => {
    const target = `/cb?p=a+b%2Bc&d=${digestHash('SHA1', digested)}`
    return (await judgeRaw(get(target), { ...noTrust, profiles: [profile] })).verdict.digest
  }
  expect((await stateOf('a b+cSecretHashSalt')).state).toBe('pass')
  expect((await stateOf('a+b+cSecretHashSalt')).state).toBe('pass')
  expect((await stateOf('a+b+cOld')).findings[0]?.code).toBe('digest-match-previous-salt')
  expect((await stateOf('a b cSecretHashSalt')).findings[0]).toMatchObject({
    code: 'digest-mismatch',
    evidence: { expected: digestHash('SHA1', 'a b+cSecretHashSalt') },
  })
})

describe('every plausible list is tried', () => {
  const test5 = ['1', '2', '3', '4', '5'].map((n) => `param${n}`)
  const codes = async (target: string, digested: string, parameters: string[] = ['paymentId']) => {
    const digest = {
      algorithm: 'SHA1',
      parameters,
      salt: 'Salt',
      previousSalts: [{ salt: 'Old', until: '2025-11-12' }],
    }
    const url = `${target}&digest=${digestHash('SHA1', digested)}`
    return judgeRaw(get(url), { ...noTrust, profiles: [profileOf({ digest })] })
  }

  test('TEST with five parameters, PASSWORD_EXPIRATION with identifier, though the profile lists paymentId', async () => {
    const five = '/?event-type=TEST&param1=a&param2=b&param3=c&param4=d&param5=e'
    expect(codesOf(await codes(five, 'abcdeSalt'))).toContain('digest-other-list')
    const own = await codes(five, 'abcdeSalt', test5)
    expect(own.verdict.digest).toMatchObject({ state: 'pass', findings: [{ code: 'digest-match' }] })
    const expiring = await codes('/?event-type=PASSWORD_EXPIRATION&identifier=I1', 'I1Salt')
    expect(expiring.verdict.digest.findings[0]).toMatchObject({
      code: 'digest-other-list',
      evidence: { registered: ['paymentId'], matching: ['identifier'] },
    })
  })

  test('another list with a previous salt is two statements, and the salt is named by its last day', async () => {
    const judged = await codes('/?event-type=AUTOMATIC_FRAUD_CONTROL&paymentId=1&result=THAWED', '1THAWEDOld')
    expect(judged.verdict.digest).toMatchObject({
      state: 'warn',
      findings: [
        { code: 'digest-other-list', evidence: { salt: 'until 12 Nov 2025' } },
        {
          code: 'digest-match-previous-salt',
          summary: 'The digest matches a previous salt (until 12 Nov 2025), not the current one.',
        },
      ],
    })
    expect(judged.digest.map(({ list, saltCurrent, matches }) => [list, saltCurrent, matches])).toEqual([
      ['registered', true, false],
      ['registered', false, false],
      ['published', true, false],
      ['published', false, true],
    ])
  })

  test('the other algorithm is tried where the digest has its length', async () => {
    const other = await judgeAfc(digestHash('MD5', '10000016FROZENSecretHashSalt'))
    expect(other.verdict.digest.findings[0]).toMatchObject({
      code: 'digest-other-algorithm',
      evidence: { matches: true, parameters: ['paymentId', 'result'], salt: 'current salt' },
    })
    const none = await judgeAfc(digestHash('MD5', 'something else'))
    expect(none.verdict.digest.findings[0]).toMatchObject({
      code: 'digest-other-algorithm',
      evidence: { matches: false },
    })
  })
})
