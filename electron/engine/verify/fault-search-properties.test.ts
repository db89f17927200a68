import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DigestFaultCode } from '../../../shared/facts/digest-faults.ts'
import { codesOf, hex, one, search } from './fault-search.test-support.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const input = fc.record({
  values: fc.array(fc.record({ name: fc.constantFrom('paymentId', 'result', 'x'), value: text }), {
    minLength: 1,
    maxLength: 6,
  }),
  salt: fc.option(text),
  algorithm: fc.constantFrom('MD5' as const, 'SHA1' as const),
  identifiers: fc.array(text, { maxLength: 3 }),
  received: fc.oneof(fc.stringMatching(/^[0-9A-F]{32,40}$/), fc.string({ maxLength: 80 })),
})

/** Mistakes made by hand on any text; the code that must be named. */
const MISTAKES: readonly (readonly [DigestFaultCode, (values: readonly string[], salt: string) => string])[] = [
  ['salt-missing', (values) => values.join('')],
  ['salt-first', (values, salt) => salt + values.join('')],
  ['salt-doubled', (values, salt) => values.join('') + salt + salt],
  ['salt-trailing-newline', (values, salt) => `${values.join('')}${salt}\n`],
  ['salt-trailing-space', (values, salt) => `${values.join('')}${salt} `],
  ['parameter-order', (values, salt) => values.toReversed().join('') + salt],
  ['parameter-list-too-long', (values, salt) => (values[0] ?? '') + salt],
  ['separator', (values, salt) => [...values, salt].join('&')],
  ['separator', (values, salt) => values.join(';') + salt],
  ['names-included', (values, salt) => `paymentId=${values[0] ?? ''}&result=${values[1] ?? ''}${salt}`],
]

describe('whatever comes in', () => {
  test('any mistake is named on any text, also in lower case and with the other algorithm', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 30 }).filter((one) => one.trim().length > 2)
    const mistake = fc.constantFrom(...MISTAKES)
    fc.assert(
      fc.property(word, word, word, mistake, fc.boolean(), fc.boolean(), (a, b, salt, [code, make], lower, md5) => {
        fc.pre(new Set([a, b, salt]).size === 3)
        const digest = hex(make([a, b], salt), md5 ? 'md5' : 'sha1')
        const values = [
          { name: 'paymentId', value: a },
          { name: 'result', value: b },
        ]
        const found = codesOf(search(lower ? digest.toLowerCase() : digest, { values, salt }))
        expect(found).toContain(code)
        if (md5) expect(found).toContain('other-algorithm')
        if (lower && /[A-F]/.test(digest)) expect(found).toContain('digest-lower-case')
      }),
      { numRuns: 40 },
    )
  })

  test('the search answers, bounded, and the same each time', () => {
    fc.assert(
      fc.property(input, ({ received, ...more }) => {
        const result = search(received, more)
        expect(result.tried).toBeLessThan(15_000)
        expect(search(received, more)).toEqual(result)
      }),
      { numRuns: 12 },
    )
  })

  test('a random digest is explained by nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        expect(search(Buffer.from(bytes).toString('hex').toUpperCase()).causes).toEqual([])
      }),
      { numRuns: 5 },
    )
  })

  test('the right digest matches, whatever the values and the salt', () => {
    fc.assert(
      fc.property(input, ({ values, salt, algorithm }) => {
        const joined = values.map(({ value }) => value).join('') + (salt ?? '')
        const received = createHash(algorithm).update(joined).digest('hex').toUpperCase()
        expect(search(received, { values, salt, algorithm })).toMatchObject({ matches: true, expected: received })
      }),
    )
  })

  test('lone surrogates, NULs and broken escapes are texts like others', () => {
    const odd = ['\ud800', 'a\udc00b', '\0', '%', '%E5%', '&#xffffff;', '&#0;', '\\', '{', '%7B', '\u202e', '+', '\r\n']
    for (const value of odd) {
      const result = search('0'.repeat(40), { ...one(`${value}1`), salt: `s${value}`, identifiers: [value] })
      expect(result).toMatchObject({ matches: false, causes: [] })
    }
  })

  test('texts of a million characters cost no more', () => {
    const long = 'å&%20 +'.repeat(150_000)
    const result = search('0'.repeat(40), { ...one(long), salt: long })
    expect(result).toMatchObject({ causes: [], complete: false })
    expect(result.tried).toBeLessThan(20)
  })
})
