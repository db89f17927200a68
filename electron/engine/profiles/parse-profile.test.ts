import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bad } from '../../../shared/protocol/errors.ts'
import { keyReaders } from './load-profile.ts'
import { parseProfile } from './parse-profile.ts'

const NETWORK = 'an address such as 192.0.2.7 or a network such as 192.0.2.0/24 is expected'
const said = (more: object): string => {
  const read = parseProfile(JSON.stringify({ version: 1, name: 'Shop', ...more }), 'shop.json')
  return read.ok ? 'good' : read.problem.message
}

/* What would never match anything must not be taken silently. */
test.each([
  [{ sources: ['300.1.1.1'] }, `sources[0]: ${NETWORK}.`],
  [{ sources: ['10.0.0.0/8', '10.0.0.0/33'] }, `sources[1]: ${NETWORK}.`],
  [{ proxies: ['localhost'] }, `proxies[0]: ${NETWORK}.`],
  [{ host: 'https://shop.example/' }, 'host: a host name such as shop.example is expected'],
  [{ host: 'shop example' }, 'host: a host name such as shop.example is expected'],
  [{ host: '*.shop.example' }, 'host: a host name such as shop.example is expected'],
  [{ host: '::1' }, 'host: a host name such as shop.example is expected'],
  [{ host: '[::1' }, 'host: a host name such as shop.example is expected'],
  [{ host: 'räksmörgås.example' }, 'host: a host name such as shop.example is expected'],
  [{ name: ' ' }, 'name: a name that can be read is expected, not blanks alone.'],
  [{ credentials: { kind: 'basic', user: 'u:v', password: 'p' } }, 'credentials.user: a user name without a colon is'],
  [{ keySet: { keys: [{}] } }, 'keySet.keys[0].kty: it is missing (a text is expected).'],
  [{ keySet: { keys: [{ kty: 'RSA' }, { kty: 1 }] } }, 'keySet.keys[1].kty: a text is expected, not 1.'],
  [{ keySet: { url: 'http://a.example/' } }, 'keySet.url: a full address that begins with https:// is expected.'],
  [
    { digest: { algorithm: 'MD5', parameters: ['p'], salt: { env: null } } },
    'digest.salt.env: a text is expected, not null',
  ],
  [{ path: 'callbacks' }, 'path: a path such as /callbacks is expected'],
  [{ path: '/callbacks?x=1' }, 'path: a path such as /callbacks is expected'],
  [{ answerRules: [{ name: 'r', steps: [{ kind: 'answer', status: 200, headers: [['X', 'a\nb']] }] }] }, 's. docs/'],
])('%j is refused', (more, words) => {
  expect(said(more)).toContain(words)
})

test('hosts with a port, IPv6 and both kinds of networks are taken', () => {
  const sources = ['10.1.2.3', '10.1.0.0/16', '2001:db8::1', '2001:db8::/32']
  for (const host of ['shop.example', 'shop.example:8443', '[::1]:8443', '10.0.0.1'])
    expect(said({ host, path: '/a/b', sources, proxies: sources })).toBe('good')
})

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parse-profile-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a file in another encoding is refused: a salt would change without a word', async () => {
  const readers = keyReaders({ readKeySet: () => bad('jwks-unreadable', ''), fetched: undefined })
  const file = join(folder, 'latin1.json')
  writeFileSync(file, Buffer.from('{"salt":"S\u00e5lt"}', 'latin1'))
  expect(await readers.readFile(file)).toMatchObject({
    ok: false,
    problem: { message: `The key set ${file} cannot be read: it is not UTF-8; save it as UTF-8.` },
  })
  writeFileSync(file, '{"salt":"S\u00e5lt"}')
  expect(await readers.readFile(file)).toEqual({ ok: true, value: '{"salt":"S\u00e5lt"}' })
})
