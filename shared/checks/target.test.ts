import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePart, parseTarget } from './target.ts'
import { compileTemplate, matchTemplate } from './uri-template.ts'

const match = (template: string, target: string) => matchTemplate(compileTemplate(template), parseTarget(target))
const valuesOf = (template: string, target: string) =>
  match(template, target)?.values.map(({ name, value }) => [name, value]) ?? null

describe('targets', () => {
  test('keep order, duplicates, raw and decoded values', () => {
    const { path, query } = parseTarget('/a%20b?x=1&y=%C3%A5+b&x=2&&flag&=v&a=b=c')
    expect(path).toBe('/a%20b')
    expect(query).toEqual([
      { name: 'x', value: '1', raw: '1' },
      { name: 'y', value: 'å b', raw: '%C3%A5+b' },
      { name: 'x', value: '2', raw: '2' },
      { name: 'flag', value: '', raw: '' },
      { name: '', value: 'v', raw: 'v' },
      { name: 'a', value: 'b=c', raw: 'b=c' },
    ])
  })

  test.each([
    ['*', 'asterisk', null, '*'],
    ['/x?a=1', 'origin', null, '/x'],
    ['https://Shop.example:8443/x?a=1', 'absolute', 'Shop.example:8443', '/x'],
    ['http://shop.example?a=1', 'absolute', 'shop.example', '/'],
    ['shop.example:443', 'authority', null, 'shop.example:443'],
    ['//evil/x', 'origin', null, '//evil/x'],
    ['', 'authority', null, ''],
  ])('%s is in %s form', (target, form, host, path) => {
    expect(parseTarget(target)).toMatchObject({ form, host, path })
  })

  test.each([
    ['%', '%'],
    ['%zz', '%zz'],
    ['%E5', 'å'],
    ['%C0%AF', 'À¯'],
    ['%ED%A0%80', 'í\u00a0\u0080'],
    ['%u00e5', '%u00e5'],
  ])('%s is broken, and still has a value', (raw, value) => {
    expect(decodePart(raw, true)).toEqual({ value, broken: true })
    expect(parseTarget(`/?x=${raw}`).broken).toEqual(['x'])
  })

  test('bytes above ASCII in the target itself are read as UTF-8', () => {
    expect(decodePart('\xc3\xa5', true)).toEqual({ value: 'å', broken: false })
  })

  test('there is no limit of parameters, and no name is special', () => {
    const many = Array.from({ length: 2000 }, (_, index) => `p${String(index)}=1`).join('&')
    const { query } = parseTarget(`/?${many}&__proto__=1&constructor=2`)
    expect(query).toHaveLength(2002)
    expect(query.at(-2)).toEqual({ name: '__proto__', value: '1', raw: '1' })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('whatever a client encodes comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), { minLength: 1 }),
        (pairs) => {
          const query = pairs
            .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
            .join('&')
          expect(parseTarget(`/?${query}`).query.map(({ name, value }) => [name, value])).toEqual(pairs)
        },
      ),
    )
  })

  test('nothing makes it throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (target) => parseTarget(target).query.length >= 0))
  })
})

describe('templates', () => {
  test.each([
    [
      'https://h/cb?p={paymentId}&d={digest}',
      '/cb?p=1&d=A',
      [
        ['paymentId', '1'],
        ['digest', 'A'],
      ],
    ],
    [
      '/cb?p={paymentId}&d={digest}',
      '/cb?extra=1&d=A&p=a%2Fb',
      [
        ['paymentId', 'a/b'],
        ['digest', 'A'],
      ],
    ],
    ['/cb?p={paymentId}&d={digest}', '/cb?p=1', [['paymentId', '1']]],
    ['/cb?p={paymentId}&d={digest}', '/cb?d=A', null],
    [
      '/paymentId/{paymentId}/digest/{digest}',
      '/paymentId/1/digest/A',
      [
        ['paymentId', '1'],
        ['digest', 'A'],
      ],
    ],
    ['/paymentId/{paymentId}/digest/{digest}', '/paymentId/1/digest/A/', null],
    ['/paymentId/{paymentId}', '/paymentId/', null],
    ['/paymentId/{paymentId}', '/PaymentId/1', null],
    ['/cb?event-type=UNFREEZE&p={paymentId}', '/cb?event-type=BOOKED&p=1', null],
    ['/cb?event-type=UNFREEZE&p={paymentId}', '/cb?p=1&event-type=UNFREEZE', [['paymentId', '1']]],
    [
      '/cb?p={paymentId}&amp;d={digest}',
      '/cb?p=1&d=A',
      [
        ['paymentId', '1'],
        ['digest', 'A'],
      ],
    ],
    ['/order-{paymentId}.html', '/order-12.html', [['paymentId', '12']]],
    ['/order-{paymentId}.html', '/order-12.htm', null],
    [
      '/{paymentId}-{result}/x',
      '/a-b-c/x',
      [
        ['paymentId', 'a'],
        ['result', 'b-c'],
      ],
    ],
    ['https://h', '/', []],
    ['https://h?x={paymentId}', '/?x=1', [['paymentId', '1']]],
    ['cb?p={paymentId}', '/cb?p=1', [['paymentId', '1']]],
    ['/cb?p=pre{paymentId}post', '/cb?p=pre1post', [['paymentId', '1']]],
    ['/cb?p=pre{paymentId}post', '/cb?p=prpost', null],
    ['/cb?open={paymentId', '/cb?open={paymentId', []],
  ])('%s against %s', (template, target, values) => {
    expect(valuesOf(template, target)).toEqual(values)
  })

  test('never throw, and find again what they were filled with', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9-]{1,36}$/)
    fc.assert(
      fc.property(id, id, (payment, digest) => {
        expect(valuesOf('/a/{paymentId}/b?d={digest}', `/a/${payment}/b?d=${digest}`)).toEqual([
          ['paymentId', payment],
          ['digest', digest],
        ])
      }),
    )
    fc.assert(fc.property(fc.string(), fc.string(), (template, target) => (match(template, target)?.fixed ?? 0) >= 0))
  })

  test('take a time that grows with the length only', () => {
    const template = `/${'{a}x'.repeat(2000)}`
    expect(match(template, `/${'x'.repeat(20000)}y`)).toBeNull()
  })
})

describe('several placeholders in one part', () => {
  const hex = 'C60345B6E58FD0B363FD2904A39EBB03442CF778'

  test.each([
    ['/f/{paymentId}-{digest}', `/f/a-b-${hex}`, 'a-b', hex],
    ['/f/{digest}-{paymentId}', `/f/${hex}-a-b`, 'a-b', hex],
    ['/f?x={paymentId}.{digest}', `/f?x=a.b.${hex.slice(0, 32)}`, 'a.b', hex.slice(0, 32)],
    ['/f/{paymentId}{digest}', `/f/42${hex}`, '42', hex],
    ['/f/{paymentId}-{digest}', '/f/a-short', 'a', 'short'],
  ])('%s takes the digest for what it looks like', (template, target, paymentId, digest) => {
    const found = valuesOf(template, target)?.toSorted(([one = ''], [other = '']) => other.localeCompare(one))
    expect(found).toEqual([
      ['paymentId', paymentId],
      ['digest', digest],
    ])
  })

  test('and the result by its two words', () => {
    expect(valuesOf('/f/{paymentId}_{result}_{digest}', `/f/a_b_FROZEN_${hex}`)).toEqual([
      ['paymentId', 'a_b'],
      ['result', 'FROZEN'],
      ['digest', hex],
    ])
  })
})
