import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { faultsOf, faultsText, sentenceOf } from './faults.ts'
import { profileDraftSchema, profileFileSchema } from './profile.ts'
import { settingsSchema } from './settings.ts'

function clauses(schema: z.ZodType, value: unknown): string {
  const parsed = schema.safeParse(value)
  return parsed.success ? 'nothing is wrong' : faultsText(faultsOf(parsed.error, value))
}

const profile = (more: object) => ({ version: 1, name: 'Shop', ...more })

describe('what the schemas refuse, in plain words', () => {
  test.each([
    [profile({ family: 'klarna' }), 'family: one of legacy, mapi, rco-plus, loan is expected, not "klarna"'],
    [
      profile({ digest: { algorithm: 'MD4', parameters: ['p'] } }),
      'digest.algorithm: one of MD5, SHA1 is expected, not "MD4"',
    ],
    [profile({ digest: { parameters: ['p'] } }), 'digest.algorithm: it is missing (one of MD5, SHA1 is expected)'],
    [profile({ digest: { algorithm: 'MD5', parameters: [] } }), 'digest.parameters: it must not be empty'],
    [profile({ credentials: { kind: 'oauth' } }), 'credentials.kind: one of basic, bearer is expected, not "oauth"'],
    [profile({ ladder: { delaysSeconds: [-1] } }), 'ladder.delaysSeconds[0]: at least 0 is expected, not -1'],
    [profile({ name: 'x'.repeat(81) }), 'name: at most 80 characters are allowed, not 81'],
    [{ name: 'Shop' }, 'version: it is missing (1 is expected)'],
    [profile({ version: '1' }), 'version: 1 is expected, not "1"'],
    [profile({ events: { '': {} } }), 'events[""]: the name does not hold: it must not be empty'],
    [profile({ a: 1, b: 2 }), 'a: there is no such setting; b: there is no such setting'],
    [profile({ host: 'https://shop.example/cb' }), 'host: a host name such as shop.example is expected'],
    [profile({ digest: 'secret words' }), 'digest: an object is expected, not a text'],
  ])('a profile: %j', (value, expected) => {
    expect(clauses(profileFileSchema, value)).toContain(expected)
  })

  test.each([
    [{ https: { port: 70_000 } }, 'https.port: at most 65535 is expected, not 70000'],
    [{ https: { port: 1.5 } }, 'https.port: a whole number is expected, not 1.5'],
    [{ https: { port: Number.NaN } }, 'https.port: a number is expected'],
    [{ https: { host: '' } }, 'https.host: it must not be empty'],
    [{ retention: { maxAgeDays: 0 } }, 'retention.maxAgeDays: more than 0 is expected, not 0'],
    [{ theme: 'pink' }, 'theme: one of system, light, dark is expected, not "pink"'],
    [{ certificate: { kind: 'der' } }, 'certificate.kind: one of generated, pem, pfx is expected, not "der"'],
  ])('settings: %j', (value, expected) => {
    expect(clauses(settingsSchema, value)).toBe(expected)
  })

  test('a union of words lists them, another one says what it wants', () => {
    expect(clauses(z.union([z.literal(1), z.literal(2)]), 3)).toBe('one of 1, 2 is expected, not 3')
    expect(clauses(z.union([z.string(), z.array(z.string())]), 3)).toBe(
      'what stands here is of none of the allowed kinds',
    )
    expect(clauses(profileDraftSchema, profile({ digest: { algorithm: 'MD5', parameters: ['p'], salt: 3 } }))).toBe(
      'digest.salt: a text, {"env": "NAME"} or {"keep": "PATH"} is expected',
    )
  })

  test('other forms, and a value that is not at its path', () => {
    expect(clauses(z.url(), 'x')).toContain('https://shop.example is expected')
    expect(clauses(z.string().startsWith('/'), 'x')).toBe('it must begin with "/"')
    expect(clauses(z.email(), 'x')).toBe('it has not the expected form')
    expect(clauses(z.tuple([z.string()]), ['a', 'b'])).toBe('at most 1 entry is allowed, not 2')
    expect(clauses(z.string().min(3), 'a')).toBe('at least 3 characters are expected, not 1')
  })

  test('a free text is not repeated, a long word is cut, many faults are counted', () => {
    const secret = clauses(profileFileSchema, profile({ digest: { algorithm: 'MD5', parameters: 'salt-of-the-shop' } }))
    expect(secret).not.toContain('salt-of-the-shop')
    expect(clauses(z.enum(['a']), 'x'.repeat(200)).length).toBeLessThan(100)
    expect(clauses(settingsSchema, { a: 1, b: 1, c: 1, d: 1, e: 1 })).toMatch(/; and 2 more$/)
  })

  test('no phrase of zod shows through for any leaf of the wrong kind', () => {
    for (const wrong of [null, 7, 'x', true, [], {}, undefined]) {
      for (const schema of [profileFileSchema, profileDraftSchema, settingsSchema]) {
        for (const key of Object.keys(schema.shape)) {
          expect(clauses(schema, profile({ [key]: wrong }))).not.toMatch(
            /Invalid|Too (small|big)|received|expected one/,
          )
        }
      }
    }
  })

  test('a clause becomes a sentence', () => {
    expect(sentenceOf('it is missing')).toBe('It is missing.')
    expect(sentenceOf('What now?')).toBe('What now?')
  })
})
