import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TOKEN_VERDICTS } from '../model/verdict.ts'
import { findToken } from './find-token.ts'
import { parseJson } from './json.ts'
import { readToken } from './jws-shape.ts'
import { readPasted } from './pasted.ts'
import { tokenLight } from './signature.ts'
import { parseTarget } from './target.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Base64url by arithmetic on bits: slow, and nothing like the decoder. */
function encode(bytes: readonly number[] | Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,6}/g) ?? []).map((six) => ALPHABET[Number.parseInt(six.padEnd(6, '0'), 2)]).join('')
}
/** UTF-8 by the language's own means; lone surrogates become question marks. */
const utf8 = (text: string): number[] =>
  Array.from(
    encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '?')).matchAll(/%(..)|([^%])/g),
    ([, hex, character = '']) => (hex === undefined ? character.charCodeAt(0) : Number.parseInt(hex, 16)),
  )
const ofJson = (value: unknown) => encode(utf8(JSON.stringify(value)))
const signature = encode(Array.from({ length: 256 }, (_, index) => index))

const payload = fc.uint8Array({ maxLength: 200 })
const keyId = fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined })
const sound = fc.record({ kid: keyId, bytes: payload }).map(({ kid, bytes }) => ({
  kid: kid?.replaceAll(/\p{Surrogate}/gu, '?'),
  bytes,
  token: `${ofJson(kid === undefined ? { alg: 'RS256' } : { alg: 'RS256', kid })}.${encode(bytes)}.${signature}`,
}))
const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '\f', '\v') })

describe('decoding a token', () => {
  test('any text has a verdict and a reason, and none makes it throw', () => {
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue().map(ofJson), fc.constantFrom('', 'e30', '='))
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
    )
    fc.assert(
      fc.property(anything, fc.jsonValue(), (text, event) => {
        const light = tokenLight(readToken(text), null, event, 0)
        expect(TOKEN_VERDICTS).toContain(light.verdict)
        expect(light.reason).toMatch(/^[a-z0-9-]+$/)
        expect(light.state).not.toBe('pass')
      }),
    )
  })

  test('what was encoded comes back: key name, payload and signature', () => {
    fc.assert(
      fc.property(sound, ({ token, kid, bytes }) => {
        const read = readToken(token)
        expect(read.sound).toBe(true)
        expect(read.keyId).toBe(kid ?? null)
        if (read.sound)
          expect([read.signature.length, read.payload.invalidAt === null]).toEqual([256, read.payloadText !== null])
        if (read.payloadText !== null) expect(utf8(read.payloadText)).toEqual([...bytes])
      }),
    )
  })

  test('white space around it changes nothing, and is said', () => {
    fc.assert(
      fc.property(sound, blanks, blanks, ({ token }, before, after) => {
        const read = readToken(before + token + after)
        expect(read.token).toBe(token)
        const removed = read.notes.find(({ code }) => code === 'jws-trimmed')?.evidence['removed']
        expect(removed ?? 0).toBe(before.length + after.length)
      }),
    )
  })

  test('a character that has no place in it is named, with its part and position', () => {
    fc.assert(
      fc.property(sound, fc.constantFrom('+', '/', ' ', '\u0000', 'é', '%'), fc.nat(), ({ token }, character, at) => {
        const parts = token.split('.')
        const [name, index] =
          (
            [
              ['header', 0],
              ['signature', 2],
            ] as const
          )[at % 2] ?? (['header', 0] as const)
        const part = parts[index] ?? ''
        const place = 1 + (at % (part.length - 2))
        parts[index] = part.slice(0, place) + character + part.slice(place + 1)
        const read = readToken(parts.join('.'))
        expect(read.sound ? null : read.fault).toMatchObject({
          code: 'jws-alphabet',
          evidence: { part: name, position: place + 1, character },
        })
      }),
    )
  })

  test('megabytes of anything are refused by name', () => {
    const many = 3_000_000
    expect(readToken(`a${' '.repeat(many)}b`)).toMatchObject({ fault: { code: 'jws-segments' } })
    expect(readToken(' '.repeat(many))).toMatchObject({ fault: { code: 'jws-empty' } })
    expect(readToken('.'.repeat(many))).toMatchObject({
      fault: { code: 'jws-segments', evidence: { parts: many + 1 } },
    })
    expect(readToken(`${'\u0000'.repeat(many)}.a.b`)).toMatchObject({ fault: { evidence: { position: 1 } } })
    expect(readToken(`e30.${'A'.repeat(many)}.AAAA`)).toMatchObject({ fault: { code: 'jws-alg-missing' } })
  })
})

const form = (text: string) => parseTarget(`/?${text}`).query
const find = (body: string, target = '/') => findToken(parseJson(body), body, parseTarget(target).query, form)

describe('finding jwsData', () => {
  test.each([
    ['{"jwsData":"t"}', '/', 'text', null],
    ['{"data":{"jwsData":"t"}}', '/', 'text', 'data.jwsData'],
    ['[{"a":1},{"events":[{"jws_data":"t"}]}]', '/', 'text', '[1].events[0].jws_data'],
    ['{"JWSDATA":"t"}', '/', 'text', 'JWSDATA'],
    ['{"a":{"jwsData":null},"b":{"c":{"jwsData":"t"}}}', '/', 'text', 'b.c.jwsData'],
    ['{"a":{"jwsData":null}}', '/', 'null', 'a.jwsData'],
    ['{"jwsData":{"payload":"x"}}', '/', 'not-text', null],
    ['jwsData=t&x=1', '/', 'text', 'form field jwsData'],
    ['', '/cb?jwsData=t', 'text', 'query parameter jwsData'],
    ['eyJhIjoxfQ.e30.AAAA\n', '/', 'text', 'the whole body'],
    ['"eyJhIjoxfQ.e30.AAAA"', '/', 'text', 'the whole body, as a JSON text'],
    ['{"a":"eyJhIjoxfQ.e30.AAAA"}', '/', 'absent', null],
    ['{"__proto__":{"jwsData":"t"}}', '/', 'absent', null],
    ['', '/', 'absent', null],
  ])('%s %s: %s at %s', (body, target, presence, place) => {
    expect(find(body, target)).toMatchObject({ presence, place })
  })

  test('it is found wherever it is planted, and the path leads to its neighbours', () => {
    const steps = fc.array(fc.oneof(fc.constantFrom('a', 'b c', 'ä'), fc.nat(3)), { maxLength: 20 })
    fc.assert(
      fc.property(steps, (path) => {
        const planted = path.reduceRight<unknown>(
          (inner, step) =>
            typeof step === 'number' ? [...Array.from({ length: step }, () => 0), inner] : { [step]: inner },
          { jwsData: 'token', beside: true },
        )
        const found = find(JSON.stringify(planted))
        expect(found).toMatchObject({ text: 'token', holder: { beside: true }, path: path.map(String) })
      }),
    )
  })

  test('nesting without end and a million members do no harm', () => {
    expect(find(`${'{"a":'.repeat(20_000)}{"jwsData":"t"}${'}'.repeat(20_000)}`).presence).toBe('absent')
    expect(find(`[${'{},'.repeat(100_000)}{"jwsData":"t"}]`).presence).toBe('absent')
  })
})

describe('a pasted text', () => {
  const body = '{"externalApplicationEvent":{"a":1},"jwsData":" t"}'

  test.each([
    [' a.b.c\n', 'token', ' a.b.c\n', false],
    [body, 'body', ' t', true],
    [`POST /x HTTP/1.1\r\nHost: x\r\n\r\n${body}`, 'request', ' t', true],
    [`POST /x HTTP/1.1\nHost: x\n\n${body}`, 'request', ' t', true],
    ['GET /x?jwsData=a.b.c HTTP/1.1\r\n\r\n', 'request', 'a.b.c', false],
    ['GET /x HTTP/1.1\r\n\r\n', 'request', '', false],
    [`\ufeff${body}`, 'body', ' t', true],
    [`\ufeffPOST /x HTTP/1.1\nHost: x\n\n${body}\n`, 'request', ' t', true],
    ['{"jwsData":', 'token', '{"jwsData":', false],
    ['jwsData=a.b.c', 'body', 'a.b.c', false],
  ])('%j is a %s', (text, kind, jwsData, hasEvent) => {
    const read = readPasted(text)
    expect(read).toMatchObject({ kind, jwsData })
    expect(read.event !== undefined).toBe(hasEvent)
  })
})
