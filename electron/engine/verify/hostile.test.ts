import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headline } from '../../../shared/checks/headline.ts'
import { recognise } from '../../../shared/checks/recognise.ts'
import { decodeBody } from './body.ts'
import { codesOf, entryOf, get, judgeRaw, keySetOf, noTrust, post, profileOf } from './test-support.ts'
import { createJudge } from './judge.ts'

const HTTP = join(import.meta.dirname, '../../../e2e/corpus/http')
const digest = { algorithm: 'SHA1', parameters: ['paymentId'], salt: 'SecretHashSalt' }
const trust = {
  ...noTrust,
  profiles: [profileOf({ digest, events: { UNFREEZE: { uriTemplate: '/cb?p={paymentId}&d={digest}' } } })],
}
const file = (name: string) => readFileSync(join(HTTP, name))

describe.each(readdirSync(HTTP).filter((name) => name.endsWith('.bin')))('%s', (name) => {
  test('is judged without a throw', async () => {
    const framing = name.includes('chunk') ? 'chunked' : 'length'
    const { recognition, verdict } = await judgeRaw(file(name), trust, { framing })
    expect(headline(recognition, verdict)).toMatch(/\.$/)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

test.each([
  ['query-duplicate.bin', 'parameter-repeated'],
  ['query-invalid-utf8.bin', 'parameter-not-decodable'],
  ['query-latin1-percent.bin', 'parameter-not-decodable'],
  ['query-digest-newline.bin', 'digest-white-space'],
  ['query-digest-space.bin', 'digest-white-space'],
  ['query-digest-empty.bin', 'digest-empty'],
  ['body-gzip-lie.bin', 'body-not-decoded'],
  ['body-br-bomb.bin', 'body-not-decoded'],
  ['body-encoding-unknown.bin', 'body-not-decoded'],
  ['body-json-charset-junk.bin', 'body-charset-unknown'],
  ['body-json-invalid-utf8.bin', 'body-not-text'],
  ['body-json-dup-member.bin', 'body-duplicate-members'],
  ['body-json-jws-null.bin', 'jws-null'],
  ['body-json-jws-object.bin', 'jws-not-a-text'],
])('%s has the finding %s', async (name, code) => {
  const profiles = [...trust.profiles, profileOf({ name: 'By form', digest })]
  expect(codesOf(await judgeRaw(file(name), { ...noTrust, profiles }))).toContain(code)
})

test('the digest in lower case is named as such', async () => {
  const profiles = [profileOf({ digest: { algorithm: 'MD5', parameters: ['paymentId'], salt: 'iCanHasCheezeburger' } })]
  const { verdict } = await judgeRaw(file('ok-get-digest-lowercase.bin'), { ...noTrust, profiles })
  expect(verdict.digest).toMatchObject({ state: 'warn', findings: [{ code: 'digest-match-case' }] })
})

test('compressed bodies are judged by what they hold, Latin-1 is read as such', async () => {
  for (const name of ['body-gzip.bin', 'body-gzip-twice.bin'])
    expect((await judgeRaw(file(name))).bodyText).toMatch(/^\s*\{/)
  expect((await judgeRaw(file('body-json-latin1.bin'))).bodyText).toContain('Åsa')
})

test.each([
  ['gzip', gzipSync('hello')],
  ['deflate', deflateSync('hello')],
  ['deflate', deflateRawSync('hello')],
  ['br', brotliCompressSync('hello')],
  ['gzip, br', brotliCompressSync(gzipSync('hello'))],
  ['identity', Buffer.from('hello')],
  ['X-GZIP', gzipSync('hello')],
])('%s is decoded', (coding, bytes) => {
  expect(decodeBody(bytes, [['content-encoding', coding]], 100)).toMatchObject({
    text: 'hello',
    note: null,
    findings: [],
  })
})

test.each([
  ['gzip', gzipSync(Buffer.alloc(1000)), 'larger than the limit of 100 bytes'],
  ['gzip', Buffer.from('{}'), 'not gzip'],
  ['gzip', gzipSync('hello').subarray(0, 12), 'not gzip'],
  ['zstd', Buffer.from('{}'), '"zstd" is not known'],
  ['br,br,br,br,br', Buffer.from('{}'), 'more than four'],
])('%s that cannot be decoded is said', (coding, bytes, words) => {
  const decoded = decodeBody(bytes, [['Content-Encoding', coding]], 100)
  expect(decoded.bytes).toBeNull()
  expect(decoded.note).toContain(words)
})

test.each([
  ['utf-16le', Buffer.from('\u00e5', 'utf16le'), 'å'],
  ['utf-16be', Buffer.from([0, 0xe5]), 'å'],
  ['iso-8859-1', Buffer.from([0xe5]), 'å'],
  ['"utf-8"', Buffer.from('å'), 'å'],
  ['utf-8', Buffer.from([0, 1, 2]), ''],
])('charset %s', (charset, bytes, text) => {
  expect(decodeBody(bytes, [['Content-Type', `text/plain; charset=${charset}`]], 100).text).toBe(text)
})

test.each(['application/json', 'application/json; charset=utf-8', 'application/json; charset=utf-16'])(
  'a byte order mark of UTF-16 tells the charset of %s',
  (type) => {
    const little = Buffer.from('\ufeff{"å":1}', 'utf16le')
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      expect(decodeBody(bytes, [['Content-Type', type]], 100)).toMatchObject({ text: '\ufeff{"å":1}', findings: [] })
    }
  },
)

test('binary content that calls itself JSON is named', () => {
  const codes = (type: string) =>
    decodeBody(Buffer.from([1, 0, 2]), [['Content-Type', type]], 100).findings.map(({ code }) => code)
  expect(codes('application/json')).toEqual(['body-not-json'])
  expect(codes('application/json; charset=latin1')).toEqual(['body-not-json'])
  expect(codes('application/octet-stream')).toEqual([])
})

test('a body of sixty thousand brackets does no harm, closed or not', async () => {
  for (const body of ['['.repeat(60000), `${'['.repeat(60000)}${']'.repeat(60000)}`, '{"a":'.repeat(20000)]) {
    expect((await judgeRaw(post('/x', body))).recognition.family).toBe('unknown')
  }
})

test('random requests never make the judge throw, and it answers at once without a token', () => {
  const judge = createJudge({ decodedBytes: 10_000 })
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('digest', 'paymentId', '{', '}', '&amp;', '%', 'event-type=TEST'),
  )
  fc.assert(
    fc.property(fc.array(part), fc.uint8Array(), fc.boolean(), (parts, body, chunked) => {
      const head = `GET /${parts.join('').replaceAll('\r\n\r\n', '')} HTTP/1.1\r\nContent-Encoding: ${chunked ? 'gzip' : ''}\r\n\r\n`
      const raw = Buffer.concat([Buffer.from(head, 'latin1'), body])
      const judged = judge(entryOf(raw, { framing: chunked ? 'chunked' : 'length' }), trust)
      expect(judged).not.toBeInstanceOf(Promise)
    }),
  )
})

test('random bodies never make the judge throw', async () => {
  const body = fc.oneof(
    fc.json(),
    fc
      .record({ jwsData: fc.jsonValue(), externalApplicationEvent: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
  )
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const { verdict } = await judgeRaw(post('/x', text))
      expect(verdict.signature.state).not.toBe('pass')
    }),
  )
})

test('names of the input are never looked up in a plain object', () => {
  const head = {
    method: 'GET',
    target: '/?event-type=constructor&paymentId=__proto__&digest=toString',
    httpVersion: '1.1',
    headers: [],
  }
  const { recognition } = recognise(head, '{"__proto__":{"jwsData":"x"}}', trust.profiles)
  expect(recognition).toMatchObject({ eventType: null, jws: null, reference: '__proto__' })
})

test('a callback without a token is judged at once', () => {
  const judge = createJudge({ decodedBytes: 1000 })
  expect(judge(entryOf(get('/cb?p=1&d=A')), trust)).toMatchObject({ recognition: { eventType: 'UNFREEZE' } })
})

test('key sets: PEM, bare list, one key, and what is wrong with keys', async () => {
  const { keys } = JSON.parse(readFileSync(join(HTTP, '../jws-attacks/jwks/main.json'), 'utf8')) as {
    keys: Record<string, string>[]
  }
  const [first = {}, second = {}] = keys
  expect((await keySetOf(JSON.stringify(keys))).keys).toHaveLength(2)
  expect((await keySetOf(JSON.stringify(first))).keys[0]).toMatchObject({
    keyId: first['kid'],
    modulusBytes: 256,
    refused: null,
  })
  const { createPublicKey } = await import('node:crypto')
  const pem = createPublicKey({ key: first, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString()
  expect((await keySetOf(pem)).keys[0]).toMatchObject({ keyId: null, modulusBytes: 256, refused: null })
  const set = await keySetOf(
    JSON.stringify({
      keys: [
        { ...first, key_ops: ['sign'] },
        { ...second, n: 'AQAB' },
        { ...second, e: 'Ag' },
        7,
        { kty: 'EC' },
        { ...first, n: `${first['n'] ?? ''}*` },
      ],
    }),
  )
  expect(set.keys.map(({ refused }) => refused)).toEqual([
    'key_ops does not allow verify',
    'the key has 17 bits, and is shorter than 2048 bits',
    'with its exponent anybody can sign',
    'the key is of type "EC", not RSA',
    expect.stringContaining('n is not base64url at character 343'),
  ])
  expect(set.remarks.join(' ')).toMatch(/1 of 6 entries are no keys.*is not unique/)
})

test.each([
  ['', 'It is empty'],
  ['{"keys": 7}', 'is not a list'],
  ['{}', 'no member "keys"'],
  ['7', 'neither an object nor a list'],
  ['-----BEGIN PUBLIC KEY-----\nx', 'no public key'],
  ['{"keys": [}', 'line 1, column 11'],
  ['['.repeat(100000), 'It is not JSON'],
])('a key set of %s is refused in words', async (text, words) => {
  await expect(keySetOf(text)).rejects.toThrow(words)
})

test('a token of three megabytes is looked at, a body of a million small values is not', async () => {
  const token = post('/cb', JSON.stringify({ jwsData: `e30.${'A'.repeat(3_000_000)}.AAAA` }))
  expect((await judgeRaw(token)).verdict.signature.findings[0]).toMatchObject({ code: 'jws-alg-missing' })
  const dots = post('/cb', JSON.stringify({ jwsData: '.'.repeat(5_000_000) }))
  expect((await judgeRaw(dots)).verdict.signature.findings[0]).toMatchObject({ code: 'jws-segments' })
  const many = post('/cb', `{"jwsData":"a.b.c","x":[${'{},'.repeat(1_000_000)}0]}`)
  expect(codesOf(await judgeRaw(many))).toContain('body-not-read')
})
