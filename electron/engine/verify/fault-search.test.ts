import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { DIGEST_FAULTS } from '../../../shared/facts/digest-faults.ts'
import type { DigestFaultCode } from '../../../shared/facts/digest-faults.ts'
import type { SearchInput } from '../../../shared/checks/digest/faults/search.ts'
import { corpus } from './test-support.ts'
import { BASE, codesOf, hex, one, SALT, search } from './fault-search.test-support.ts'

/* Every mistake is made here by hand, without the code under test, and must be named by it. */

type Case = readonly [code: DigestFaultCode, received: string, more?: Partial<SearchInput>]
const right = hex(`10000016FROZEN${SALT}`)
const HTML = { salt: `a&b<'c'>"d"` }
const NORDIC = { ...one('Räksmörgås-1'), salt: 'SåltÅÄÖ' }

const CASES: readonly Case[] = [
  ['other-algorithm', hex(`10000016FROZEN${SALT}`, 'md5')],
  ['other-algorithm', hex(`10000016FROZEN${SALT}`, 'sha256')],
  ['parameter-list-too-long', hex(`10000016${SALT}`)],
  ['parameter-list-too-long', hex(`FROZEN${SALT}`)],
  [
    'parameter-list-too-short',
    hex(`10000016FROZEN${SALT}`),
    { ...one('10000016'), others: [{ name: 'result', value: 'FROZEN' }] },
  ],
  ['parameter-list-too-short', hex(`10000016THAWED${SALT}`), one('10000016')],
  ['parameter-order', hex(`FROZEN10000016${SALT}`)],
  ['other-parameters', hex(`1042${SALT}`), { others: [{ name: 'orderId', value: '1042' }] }],
  ['value-repeated', hex(`1000001610000016${SALT}`), one('10000016')],
  ['value-changed', hex(`10000016THAWED${SALT}`)],
  ['value-changed', hex(`10000061FROZEN${SALT}`)],
  ['value-changed', hex(`order-48${SALT}`), one('order-43')],
  ['value-cut', hex(`00042${SALT}`), one('sve-2025-00042')],
  ['value-cut', hex(`sve-2025${SALT}`), one('sve-2025-00042')],
  ['more-hashed', hex(`AUTOMATIC_FRAUD_CONTROL10000016FROZEN${SALT}`)],
  ['other-identifier', hex(`1042FROZEN${SALT}`), { identifiers: ['77', '1042'] }],
  ['other-salt', hex('10000016FROZENOldSalt'), { otherSalts: [{ salt: 'OldSalt', label: 'until 12 Nov 2025' }] }],
  ['salt-missing', hex('10000016FROZEN')],
  ['salt-first', hex(`${SALT}10000016FROZEN`)],
  ['salt-between', hex(`10000016${SALT}FROZEN`)],
  ['salt-doubled', hex(`10000016FROZEN${SALT}${SALT}`)],
  ['salt-doubled', hex(`${SALT}10000016FROZEN${SALT}`)],
  ['salt-doubled', hex(`10000016${SALT}FROZEN${SALT}`)],
  ['salt-trailing-newline', hex(`10000016FROZEN${SALT}\n`)],
  ['salt-trailing-newline', hex(`10000016FROZEN${SALT}\r\n`)],
  ['salt-trailing-space', hex(`10000016FROZEN${SALT} `)],
  ['salt-white-space', hex(`10000016FROZEN ${SALT}`)],
  ['salt-white-space', hex(`10000016FROZEN${SALT}`), { salt: ` ${SALT}\n` }],
  ['salt-white-space', hex('10000016FROZENab'), { salt: 'a\u200bb' }],
  ['salt-case', hex('10000016FROZENsecrethashsalt')],
  ['salt-case', hex('10000016FROZENSECRETHASHSALT')],
  ['salt-html-escaped', hex('10000016FROZENa&amp;b&lt;&#039;c&#039;&gt;&quot;d&quot;'), HTML],
  ['salt-html-escaped', hex(`10000016FROZENa&amp;b&lt;'c'&gt;"d"`), HTML],
  ['salt-html-unescaped', hex('10000016FROZENa&b'), { salt: 'a&amp;b' }],
  ['salt-percent-encoded', hex('10000016FROZENa%26b%20c'), { salt: 'a&b c' }],
  ['salt-percent-decoded', hex('10000016FROZENa&b'), { salt: 'a%26b' }],
  ['salt-plus', hex('10000016FROZENa b'), { salt: 'a+b' }],
  ['salt-zeros', hex('10000016FROZEN42'), { salt: '0042' }],
  ['salt-quoted', hex(`10000016FROZEN"${SALT}"`)],
  ['salt-quoted', hex(`10000016FROZEN${Buffer.from(SALT).toString('base64')}`)],
  ['salt-characters', hex('10000016FROZENS?lt'), { salt: 'Sält' }],
  ['salt-case', hex('10000016FROZENsecretHashSalt')],
  ['salt-case', hex('10000016FROZENSecretHAshSalt')],
  ['salt-cut', hex('10000016FROZENabc'), { salt: 'abc&def' }],
  ['salt-cut', hex('10000016FROZENSecretHas')],
  ['salt-typo', hex('10000016FROZENSecretHashSa1t')],
  ['salt-typo', hex('10000016FROZENSecretHahsSalt')],
  ['salt-hashed', hex(`10000016FROZEN${hex(SALT, 'md5').toLowerCase()}`)],
  ['salt-word', hex('10000016FROZENnull')],
  ['value-case', hex(`10000016frozen${SALT}`)],
  ['value-case', hex(`ord-1${SALT}`), one('ORD-1')],
  ['value-white-space', hex(`10000016\nFROZEN${SALT}`)],
  ['value-white-space', hex(`ORD 1${SALT}`), one(' ORD 1 ')],
  ['value-percent-encoded', hex(`ORD%201%2F2${SALT}`), one('ORD 1/2')],
  ['value-percent-encoded', hex(`ORD%201%2f2${SALT}`), one('ORD 1/2')],
  ['value-percent-encoded', hex(`ORD+1%2F2${SALT}`), one('ORD 1/2')],
  ['value-percent-encoded', hex(`%4fRD1${SALT}`), { values: [{ name: 'paymentId', value: 'ORD1', raw: '%4fRD1' }] }],
  ['value-percent-decoded', hex(`ORD 1/2${SALT}`), one('ORD%201%2F2')],
  ['plus-as-space', hex(`A B${SALT}`), one('A+B')],
  ['space-as-plus', hex(`A+B${SALT}`), one('A B')],
  ['value-html-escaped', hex(`A&amp;B${SALT}`), one('A&B')],
  ['value-html-unescaped', hex(`A&B${SALT}`), one('A&amp;B')],
  ['leading-zeros-lost', hex(`1234${SALT}`), one('0001234')],
  ['value-as-number', hex(`10000016.0${SALT}`), one('10000016')],
  ['value-as-number', hex(`1.0000016E7${SALT}`), one('10000016')],
  ['value-as-number', hex(`0010000016${SALT}`), one('10000016')],
  ['value-quoted', hex(`"10000016""FROZEN"${SALT}`)],
  ['value-characters', hex(`Ra${SALT}`), one('Rå')],
  ['value-cut', hex(`ORD${SALT}`), one('ORD/1')],
  ['value-word', hex(`10000016undefined${SALT}`)],
  ['placeholder-not-filled', hex(`{paymentId}FROZEN${SALT}`)],
  ['placeholder-not-filled', hex(`%7BpaymentId%7D${SALT}`), one('10000016')],
  ['separator', hex(`10000016&FROZEN&${SALT}`)],
  ['separator', hex(`10000016,FROZEN${SALT}`)],
  ['separator', hex(`10000016FROZEN:${SALT}`)],
  ['separator', hex(`10000016|${SALT}`), one('10000016')],
  ['separator', hex(`10000016^FROZEN^${SALT}`)],
  ['separator', hex(`10000016%20FROZEN${SALT}`)],
  ['names-included', hex(`paymentId=10000016&result=FROZEN${SALT}`)],
  ['names-included', hex(`paymentId10000016resultFROZEN${SALT}`)],
  ['names-included', hex(`{"paymentId":"10000016","result":"FROZEN"}${SALT}`)],
  ['amp-names', hex(`paymentId=10000016&amp;result=FROZEN${SALT}`)],
  ['amp-names', hex(`paymentId=10000016amp;result=FROZEN${SALT}`)],
  ['url-hashed', hex(`/cb?p=10000016${SALT}`), { texts: [{ label: 'The URL', text: '/cb?p=10000016' }] }],
  ['character-encoding', hex(Buffer.from('Räksmörgås-1SåltÅÄÖ', 'latin1')), NORDIC],
  ['character-encoding', hex(Buffer.from(`10000016FROZEN${SALT}`, 'utf16le'))],
  ['hmac', createHmac('sha1', SALT).update('10000016FROZEN').digest('hex').toUpperCase()],
  ['hashed-twice', hex(right)],
  ['hashed-twice', hex(hex(`10000016FROZEN${SALT}`, 'md5').toLowerCase())],
  ['digest-lower-case', right.toLowerCase()],
  ['digest-white-space', ` ${right}\n`],
  ['digest-white-space', `${right}%0A`],
  ['digest-punctuation', `0x${right}`],
  ['digest-punctuation', (right.match(/../g) ?? []).join('-')],
  ['digest-base64', createHash('sha1').update(`10000016FROZEN${SALT}`).digest('base64')],
  ['digest-truncated', right.slice(0, 32)],
  ['digest-truncated', right.slice(0, 10)],
  ['digest-truncated', right.slice(1)],
  ['digest-padded', `${right}00000000`],
  ['digest-padded', `${right}zz`],
  ['digest-zeros', hex(`order-3${SALT}`).slice(1), one('order-3')],
  ['digest-altered', right.replace('E', '8')],
  ['digest-altered', right.slice(0, 20) + right.slice(21)],
  ['digest-altered', `${right.slice(0, 20)}A${right.slice(20)}`],
  ['digest-empty', ' '],
  ['digest-placeholder', '{digest}'],
  ['digest-no-hex', 'nothing at all'],
]

describe('one mistake', () => {
  test.each(CASES.map(([code, received, more = {}]) => [code, received, more] as const))(
    '%s: %s',
    (code, received, more) => {
      const result = search(received, more)
      expect(codesOf(result)).toContain(code)
      expect(result.causes[0]?.explanation).toBe(1)
      expect(result.matches).toBe(false)
    },
  )

  test('every cause of the catalogue has a case', () => {
    expect([...new Set(CASES.map(([code]) => code))].toSorted()).toEqual(Object.keys(DIGEST_FAULTS).toSorted())
  })

  test('a value whose digest begins with a zero is among the cases', () => {
    const [, received = ''] = CASES.find(([code]) => code === 'digest-zeros') ?? []
    expect(received).toHaveLength(39)
  })
})

describe('two mistakes at once', () => {
  const both: readonly (readonly [string, DigestFaultCode, DigestFaultCode, Partial<SearchInput>?])[] = [
    [hex(`${SALT}10000016FROZEN`, 'md5'), 'salt-first', 'other-algorithm'],
    [hex(`10000016frozen${SALT}\n`), 'value-case', 'salt-trailing-newline'],
    [hex('FROZEN10000016'), 'parameter-order', 'salt-missing'],
    [hex(`10000016secrethashsalt`), 'parameter-list-too-long', 'salt-case'],
    [hex(`1042&FROZEN&${SALT}`), 'other-identifier', 'separator', { identifiers: ['1042'] }],
    [
      hex('10000016FROZENOldSalt', 'md5'),
      'other-salt',
      'other-algorithm',
      { otherSalts: [{ salt: 'OldSalt', label: 'old' }] },
    ],
    [hex(`ORD%201${SALT} `), 'value-percent-encoded', 'salt-trailing-space', one('ORD 1')],
    [hex(`1234a&amp;b`), 'leading-zeros-lost', 'salt-html-escaped', { ...one('001234'), salt: 'a&b' }],
    [hex(Buffer.from('SåltÅÄÖRäksmörgås-1', 'latin1')), 'salt-first', 'character-encoding', NORDIC],
    [hex(`10000016FROZENsecrethashsalt\n`), 'salt-case', 'salt-trailing-newline'],
    [hex(`${SALT}10000016FROZEN`).slice(0, 20), 'salt-first', 'digest-truncated'],
    [hex(`10000016${SALT}`).toLowerCase(), 'parameter-list-too-long', 'digest-lower-case'],
    [hex(`1042${SALT}`), 'other-identifier', 'parameter-list-too-long', { identifiers: ['1042'] }],
    [hex(`{paymentId}FROZEN`), 'placeholder-not-filled', 'salt-missing'],
  ]
  test.each(both.map(([received, a, b, more = {}]) => [received, a, b, more] as const))(
    '%s: %s and %s',
    (received, one_, other, more) => {
      const { causes } = search(received, more)
      const together = causes.filter(({ explanation }) => explanation === 1).map(({ code }) => code)
      expect(together.toSorted()).toEqual([one_, other].toSorted())
    },
  )
})

test('names that begin with amp; come before the list that is too short for them', () => {
  const result = search(hex(`10000016${SALT}`), { ampNames: ['amp;result'] })
  expect(codesOf(result)).toEqual(['amp-names', 'parameter-list-too-long'])
  expect(codesOf(search(right, { ampNames: ['amp;result'] }))).toEqual(['amp-names'])
})

test('five parameters in any order', () => {
  const values = ['a', 'b', 'c', 'd', 'e'].map((value, index) => ({ name: `param${String(index + 1)}`, value }))
  expect(codesOf(search(hex(`caebd${SALT}`), { values, lists: [] }))).toEqual(['parameter-order'])
  expect(codesOf(search(hex(`bde${SALT}`), { values, lists: [] }))).toEqual(['parameter-list-too-long'])
})

describe('the cases of the corpus', () => {
  const DIGESTS = corpus<{
    negative: readonly { published: string }[]
    diagnosis: {
      candidates: readonly { id: string; digest: string; digestShownAs?: string }[]
    }
  }>('digests.json')
  const NAMES: Readonly<Record<string, readonly string[]>> = {
    ok: [],
    'param-list-paymentId-only': ['parameter-list-too-long'],
    'param-order': ['parameter-order'],
    'salt-first': ['salt-first'],
    'no-salt': ['salt-missing'],
    'other-algorithm': ['other-algorithm'],
    'separator-amp': ['separator'],
    'salt-trailing-newline': ['salt-trailing-newline'],
    'result-case': ['value-case'],
    'digest-lowercase': ['digest-lower-case'],
    'url-encoded-value': ['value-percent-encoded'],
    'other-order-id': ['other-identifier'],
  }
  test.each(DIGESTS.diagnosis.candidates)('$id', ({ id, digest, digestShownAs }) => {
    const value = id === 'url-encoded-value' ? 'ORD 1/2' : '10000016'
    const values = [{ name: 'paymentId', value }, ...BASE.values.slice(1)]
    const identifiers = id === 'other-order-id' ? ['1042'] : []
    const result = search(digestShownAs ?? digest, { values, identifiers })
    expect(codesOf(result)).toEqual(NAMES[id])
    expect(result.matches).toBe(id === 'ok')
  })

  test('the value that four documentation pages print is explained by nothing', () => {
    for (const values of [BASE.values, BASE.values.slice(0, 1)]) {
      const result = search(DIGESTS.negative[0]?.published ?? '', { values })
      expect(result.causes).toEqual([])
      expect(result.tried).toBeGreaterThan(1000)
    }
  })
})

test('no evidence holds a salt', () => {
  const secret = 'VerySecret&Salt'
  for (const digested of [
    `10000016FROZEN${secret}\n`,
    `10000016FROZEN`,
    `10000016FROZENVerySecret&amp;Salt`,
    '10000016FROZENVerySecret&Sält',
  ]) {
    expect(JSON.stringify(search(hex(digested), { salt: secret }).causes)).not.toContain('VerySecret')
  }
})
