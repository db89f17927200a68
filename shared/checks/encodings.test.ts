import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64Url, isFault } from './base64url.ts'
import { duplicateMembers, isTooLongToParse, member, parseJson } from './json.ts'
import { decodeUtf8 } from './utf8.ts'

const bytesOf = (text: string) => Uint8Array.from(Array.from(text), (character) => character.charCodeAt(0))
/** UTF-8 by the language's own means, independent of the decoder under test. */
const encode = (text: string) =>
  bytesOf(encodeURIComponent(text).replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))))

test('UTF-8 comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(decodeUtf8(encode(text))).toEqual({ text, invalidAt: null })
    }),
  )
})

test('a byte order mark stays', () => {
  expect(decodeUtf8(bytesOf('\xef\xbb\xbfa'))).toEqual({ text: '\ufeffa', invalidAt: null })
})

test.each([
  ['ab\xff', 2, 'ab\ufffd'],
  ['\xc0\xaf', 0, '\ufffd\ufffd'],
  ['\xed\xa0\x80', 0, '\ufffd\ufffd\ufffd'],
  ['a\xe2\x82', 1, 'a\ufffd\ufffd'],
  ['\xf4\x90\x80\x80', 0, '\ufffd\ufffd\ufffd\ufffd'],
  ['\x80', 0, '\ufffd'],
  ['\xef\xbb\xbf\xc3\xa5\xff\xf0\x9f\x98\x80', 5, '\ufeffå\ufffd\u{1f600}'],
])('invalid UTF-8 %j is named at its offset', (raw, invalidAt, text) => {
  expect(decodeUtf8(bytesOf(raw))).toEqual({ text, invalidAt })
})

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Base64url by arithmetic on one big number: slow, and nothing like the decoder. */
function encodeBase64Url(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,6}/g) ?? []).map((six) => ALPHABET[Number.parseInt(six.padEnd(6, '0'), 2)]).join('')
}

test('base64url comes back as it was, and each sequence of bytes has one text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes)
    }),
  )
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
      const decoded = decodeBase64Url(text)
      if (!isFault(decoded)) expect(encodeBase64Url(decoded)).toBe(text)
    }),
  )
})

test.each([
  ['QQ==', 'padding', 2],
  ['QQ=', 'padding', 2],
  ['Q=Q', 'alphabet', 1],
  ['Q Q', 'alphabet', 1],
  ['QQ+/', 'alphabet', 2],
  ['Q', 'not-canonical', 0],
  ['QR', 'not-canonical', 1],
  ['QQ\u00a0', 'alphabet', 2],
  ['QQQQQ\u00e9QQ', 'alphabet', 5],
  ['QQ\u20acQQQQ\ud800', 'alphabet', 2],
  ['QQQ\ud83d\ude00QQQ', 'alphabet', 3],
  ['QQQQ\0QQQ', 'alphabet', 4],
  ['QQQQQQQ\x7f', 'alphabet', 7],
])('%j is refused for its %s', (text, kind, at) => {
  expect(decodeBase64Url(text)).toEqual({ kind, at })
})

test('base64url of many pieces: every byte in its place, and a fault wherever it stands', () => {
  const bytes = Uint8Array.from({ length: 60_003 }, (_, at) => (at * 7 + (at >> 8)) & 0xff)
  const text = encodeBase64Url(bytes)
  expect(decodeBase64Url(text)).toEqual(bytes)
  for (const at of [0, 32_767, 32_768, 65_536, text.length - 1]) {
    for (const wrong of ['\u00e9', '\ud800', '=', '\0']) {
      const broken = `${text.slice(0, at)}${wrong}${text.slice(at + 1)}`
      const kind = wrong === '=' && at === text.length - 1 ? 'padding' : 'alphabet'
      expect(decodeBase64Url(broken)).toEqual({ kind, at })
    }
  }
})

test('members that occur twice are found, however deep, and only in the same object', () => {
  expect(duplicateMembers('{"a":{"a":1},"b":[{"a":1},{"a":2}]}')).toEqual([])
  expect(duplicateMembers('{"a":"x\\"a\\":1,","b":{"c":1,"\\u0063":2},"b":1}')).toEqual(['c', 'b'])
  expect(duplicateMembers(`${'['.repeat(60000)}${']'.repeat(60000)}`)).toEqual([])
  fc.assert(fc.property(fc.json(), (text) => duplicateMembers(text).length === 0))
})

test('a member is an own member', () => {
  expect(member(parseJson('{"__proto__":1}'), '__proto__')).toBe(1)
  expect(member({}, '__proto__')).toBeUndefined()
  expect(member([], 'length')).toBeUndefined()
})

test('text is parsed exactly when JSON.parse takes it, whatever it begins with', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.json())
  const before = fc.constantFrom('', ' ', '\t\r\n ', '\v', '\u00a0', '\ufeff', '-', '+', '.', '"', 'null', 'N')
  fc.assert(
    fc.property(before, text, (first, rest) => {
      let expected: unknown
      try {
        expected = JSON.parse(first + rest)
      } catch {
        expected = undefined
      }
      expect(parseJson(first + rest)).toEqual(expected)
    }),
  )
})

test.each([
  [0, false],
  [200_000, false],
  [200_001, true],
])('long text with %d places where a value may begin: too long to parse is %s', (marks, tooLong) => {
  const text = '[,:{'.repeat(Math.ceil(marks / 4)).slice(0, marks) + 'q'.repeat(2_000_001)
  expect(isTooLongToParse(text)).toBe(tooLong)
  expect(isTooLongToParse(text.slice(-2_000_000))).toBe(false)
})
