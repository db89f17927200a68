import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTarget } from '../checks/target.ts'
import { compileTemplate, matchTemplate } from '../checks/uri-template.ts'
import { encodeValue, expandTemplate } from './expand.ts'
import { dissect, partAt } from './tokens.ts'
import { SAMPLE_VALUES } from './words.ts'

const values = (entries: Readonly<Record<string, string>>) => new Map(Object.entries(entries))

test('values are put in, encoded, and it is told which of them changed', () => {
  const template = 'https://shop.example.com/cb?p={paymentId}&r={result}&x={other}'
  const { url, pieces } = expandTemplate(template, values({ paymentId: 'Ö 1&2', result: 'FROZEN' }))
  expect(url).toBe('https://shop.example.com/cb?p=%C3%96%201%262&r=FROZEN&x={other}')
  expect(pieces.filter(({ kind }) => kind !== 'fixed')).toEqual([
    { text: '%C3%96%201%262', kind: 'value', name: 'paymentId', value: 'Ö 1&2', encoded: true },
    { text: 'FROZEN', kind: 'value', name: 'result', value: 'FROZEN', encoded: false },
    { text: '{other}', kind: 'unfilled', name: 'other', value: '', encoded: false },
  ])
})

test('the published example of the bank comes out letter by letter', () => {
  const template =
    'https://ws.host.com/Resursbank.aspx?orderId={paymentId}&status=UNFREEZE&partnerId=Resursbank&digest={digest}'
  const given = values({ paymentId: 'lePayment', digest: 'ED3381936CCAA2659CF3089F4AA83007' })
  expect(expandTemplate(template, given).url).toBe(
    'https://ws.host.com/Resursbank.aspx?orderId=lePayment&status=UNFREEZE&partnerId=Resursbank&digest=ED3381936CCAA2659CF3089F4AA83007',
  )
})

test.each([
  ['a&amp;{paymentId}', 'a&amp;10000016'],
  ['{paymentId', '{paymentId'],
  ['{{paymentId}}', '{10000016}'],
  ['', ''],
])('%s becomes %s', (template, url) => {
  expect(expandTemplate(template, SAMPLE_VALUES).url).toBe(url)
})

test('half a surrogate pair has no bytes', () => {
  expect(encodeValue('a\ud800b')).toBe('a%EF%BF%BDb')
})

describe('what stands where', () => {
  const text = 'https://user@shop.example.com:8443/a/{x}?n={y}&amp;m=1#f'
  test('the parts of a full URL', () => {
    const parts = dissect(text).segments.map(({ part, text: piece }) => [part, piece])
    expect(parts).toEqual([
      ['scheme', 'https'],
      ['user-info', 'user'],
      ['host', 'shop.example.com'],
      ['port', '8443'],
      ['path', '/a/{x}'],
      ['query-name', 'n'],
      ['query-value', '{y}'],
      ['query-name', 'm'],
      ['query-value', '1'],
      ['fragment', '#f'],
    ])
    for (const { start, end, text: piece } of dissect(text).segments) expect(text.slice(start, end)).toBe(piece)
  })
  test('a place belongs to the part around it, a separator to none', () => {
    const anatomy = dissect(text)
    expect(partAt(anatomy, text.indexOf('{x}'))).toBe('path')
    expect(partAt(anatomy, text.indexOf('?'))).toBeNull()
  })
})

const name = fc.constantFrom('paymentId', 'result', 'digest', 'param1', 'x')
const word = fc.stringMatching(/^[a-z0-9._~-]{1,8}$/)
const distinct = fc.uniqueArray(name, { maxLength: 4 })

/** A template whose placeholders fill whole segments and whole values: only then do values come back whatever they hold. */
const template = fc
  .tuple(fc.array(word, { maxLength: 3 }), distinct, fc.integer({ min: 0, max: 4 }), fc.boolean())
  .map(([fixed, names, inPath, full]) => {
    const path = [...fixed, ...names.slice(0, inPath).map((one) => `{${one}}`)].join('/')
    const query = names.slice(inPath).map((one, index) => `q${index}={${one}}`)
    const rest = query.length === 0 ? '' : `?f=1&${query.join('&')}`
    return { text: `${full ? 'https://shop.example.com' : ''}/${path}${rest}`, names }
  })

test('what is put in comes out again, whatever the values are', () => {
  fc.assert(
    fc.property(
      template,
      fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 5, maxLength: 5 }),
      ({ text, names }, given) => {
        const put = new Map(names.map((one, index) => [one, given[index] ?? 'x']))
        const { url } = expandTemplate(text, put)
        const match = matchTemplate(compileTemplate(text), parseTarget(url))
        expect(Object.fromEntries(match?.values.map(({ name: one, value }) => [one, value]) ?? [])).toEqual(
          Object.fromEntries(put),
        )
      },
    ),
  )
})

test('any text can be taken apart, expanded and tried against any request', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, target) => {
      const { tokens, segments } = dissect(text)
      expect(tokens.map((token) => token.text).join('')).toBe(text)
      for (const { start, end } of segments) expect(start <= end && end <= text.length).toBe(true)
      expandTemplate(text, SAMPLE_VALUES)
      matchTemplate(compileTemplate(text), parseTarget(target))
    }),
  )
})
