import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkEnvelope, compareEnvelope } from './envelope.ts'
import { Digits, parseExactJson, sameValue } from './exact-json.ts'
import { isObject, parseJson } from './json.ts'

const event = {
  applicationReference: 'A-1',
  creditDecision: { approvedAmount: 10000, interest: 12.3 },
  documents: ['ID'],
}
const compare = (body: string, payload: string) => {
  const claims = parseExactJson(payload)
  return compareEnvelope(parseExactJson(body), isObject(claims) ? claims : null)
}
const codes = (body: unknown, claims: unknown) =>
  checkEnvelope(body, isObject(claims) ? claims : null, JSON.stringify(claims)).map(({ code }) => code)

describe('numbers as written', () => {
  test('keep every digit', () => {
    expect(parseExactJson('[12345678901234567890, -3000.00, 1E+400, 0]')).toEqual(
      ['12345678901234567890', '-3000.00', '1E+400', '0'].map((written) => new Digits(written)),
    )
  })

  test.each([
    ['3000', '3000.00', true],
    ['3e3', '3000', true],
    ['0.1', '1e-1', true],
    ['-0', '0.0', true],
    ['9007199254740992', '9007199254740993', false],
    ['0.1', '0.1000000000000000055511151231257827', false],
    ['1e400', '1e401', false],
    ['1', '-1', false],
    ['10', '100', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(sameValue(one, other)).toBe(same)
    expect(sameValue(other, one)).toBe(same)
  })

  test('everything else is read as JSON.parse reads it', () => {
    const plain = (value: unknown): unknown => {
      if (value instanceof Digits) return Number(value.written)
      if (Array.isArray(value)) return value.map(plain)
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]))
        : value
    }
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(plain(parseExactJson(text))).toEqual(parseJson(text))
      }),
    )
    expect(parseExactJson('{"a":1,"a":{"__proto__":"x"}}')).toEqual(parseJson('{"a":{"__proto__":"x"}}'))
    expect(parseExactJson('{"a":')).toBeUndefined()
    expect(parseExactJson(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toBeInstanceOf(Array)
  })
})

describe('the event in the body against the signed one', () => {
  test('equal, whatever the order of members', () => {
    const claims = { externalApplicationEvent: Object.fromEntries(Object.entries(event).toReversed()) }
    expect(codes(event, claims)).toEqual(['jws-envelope-equal'])
    const fields = compareEnvelope(event, claims).fields
    expect(fields.map(({ result }) => result)).toEqual(['equal', 'equal', 'equal', 'equal'])
    expect(fields.map(({ member }) => member)).toContain('documents[0]')
  })

  test('differences come first, with what was signed and what was received', () => {
    const body = '{"a":"x","amount":9007199254740993,"new":null}'
    const comparison = compare(body, '{"externalApplicationEvent":{"a":"x","amount":9007199254740992,"old":true}}')
    expect(comparison.fields).toEqual([
      { member: 'amount', expected: '9007199254740992', received: '9007199254740993', result: 'differs' },
      { member: 'old', expected: 'true', received: null, result: 'not-in-body' },
      { member: 'new', expected: null, received: 'null', result: 'not-signed' },
      { member: 'a', expected: 'x', received: 'x', result: 'equal' },
    ])
  })

  test('the finding names member, expected and received', () => {
    const [found] = checkEnvelope(event, { externalApplicationEvent: { ...event, applicationReference: 'B-2' } }, '')
    expect(found).toMatchObject({
      code: 'jws-envelope-differs',
      evidence: { member: 'applicationReference', expected: 'B-2', received: 'A-1', members: ['applicationReference'] },
    })
  })

  test('a number that is only written differently is no difference', () => {
    const payload = '{"externalApplicationEvent":{"amount":3000.00}}'
    const found = checkEnvelope(
      parseExactJson('{"amount":3000}'),
      { externalApplicationEvent: { amount: 3000 } },
      payload,
    )
    expect(found.map(({ code }) => code)).toEqual(['jws-envelope-equal', 'jws-envelope-digits'])
    expect(found[1]?.evidence).toEqual({ member: 'amount', expected: '3000.00', received: '3000' })
  })

  test('a payload that repeats single members is compared as far as it goes', () => {
    expect(codes(event, { iss: 'resurs', applicationReference: 'A-1' })).toEqual(['jws-envelope-partial'])
    expect(codes(event, { iss: 'resurs', applicationReference: 'B-2' })).toEqual(['jws-envelope-differs'])
    expect(codes(event, { iss: 'resurs' })).toEqual(['jws-envelope-not-signed'])
  })

  test('no event in the body, or no claims: nothing to compare with', () => {
    expect(codes(undefined, {})).toEqual([])
    expect(codes(event, null)).toEqual([])
    expect(compareEnvelope(event, null).state).toBe('payload-not-read')
    expect(compareEnvelope(undefined, {}).state).toBe('no-event-in-body')
    expect(compareEnvelope(event, {}).state).toBe('no-event-in-payload')
  })

  test('other types differ, deep nesting does no harm, and a list of fields is bounded', () => {
    expect(compareEnvelope({ a: [] }, { externalApplicationEvent: { a: {} } }).fields[0]?.result).toBe('differs')
    expect(compareEnvelope(null, { externalApplicationEvent: null }).fields[0]).toMatchObject({ result: 'equal' })
    const deep = `${'['.repeat(50_000)}1${']'.repeat(50_000)}`
    expect(compare(deep, `{"externalApplicationEvent":${deep}}`).fields[0]?.result).toBe('equal')
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`m${String(index)}`, index])),
    )
    expect(compare(wide, `{"externalApplicationEvent":${wide}}`)).toMatchObject({ state: 'compared', more: 49_900 })
  })

  test('any value equals itself, read exactly or parsed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        const { fields } = compare(text, `{"externalApplicationEvent":${text}}`)
        expect(fields.every(({ result }) => result === 'equal')).toBe(true)
      }),
    )
  })
})
