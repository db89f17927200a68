import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fingerprintOf } from '../engine/profiles/fingerprint.ts'
import { createSeal } from '../engine/profiles/seal.ts'
import type { BuiltCli } from './testing.ts'
import { buildCli, recordsOf, run } from './testing.ts'

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})
afterAll(() => cli.remove())

const SALT = 'marker-salt'
const digest = createHash('md5').update(`1000${SALT}`).digest('hex').toUpperCase()
const REQUEST = `GET /shop?paymentId=1000&digest=${digest} HTTP/1.1\r\nHost: shop.example\r\n\r\n`

function profile(salt: unknown, mode = 0o600): string {
  const file = join(cli.folder, 'profile.json')
  const events = { BOOKED: { uriTemplate: '/shop?paymentId={paymentId}&digest={digest}' } }
  writeFileSync(
    file,
    JSON.stringify({ version: 1, name: 'Shop', events, digest: { algorithm: 'MD5', parameters: ['paymentId'], salt } }),
  )
  chmodSync(file, mode)
  return file
}
const judge = (file: string, environment: Record<string, string> = {}) =>
  run(cli, ['judge', '--json', '--profile', file, '-'], { input: REQUEST, environment })

test('a salt from a variable; without it one sentence names file, place and variable', async () => {
  const file = profile({ env: 'SHOP_SALT' })
  const good = await judge(file, { SHOP_SALT: SALT })
  expect([good.code, good.err, recordsOf(good.out)[0]]).toMatchObject([
    0,
    '',
    { verdict: { digest: { state: 'pass' } } },
  ])
  const without = await judge(file)
  expect([without.code, without.out]).toEqual([1, ''])
  expect(without.err).toContain(`${file} is used without a secret: digest.salt: the environment variable SHOP_SALT`)
  expect(without.err).toContain('Nothing was done: the command line needs every secret of a profile.')
})

test('a sealed salt is refused with what to do', async () => {
  const sealed = createSeal([randomBytes(32).toString('base64')]).close(SALT, ['Shop', 'digest.salt'])
  const refused = await judge(profile({ sealed }))
  expect([refused.code, refused.out]).toEqual([1, ''])
  expect(refused.err).toContain('digest.salt: it is sealed by the app, and can be opened there only')
})

test.skipIf(process.platform === 'win32')(
  'plain secrets that others may read are warned of (no modes on Windows)',
  async () => {
    const open = await judge(profile(SALT, 0o644))
    expect(open.code).toBe(0)
    expect(open.err).toContain('holds secrets in plain text, and others on this machine may read it: chmod 600')
    expect((await judge(profile(SALT))).err).toBe('')
    expect((await judge(profile({ env: 'SHOP_SALT' }, 0o644), { SHOP_SALT: SALT })).err).toBe('')
  },
)

test('no salt comes out: neither in records nor in messages', async () => {
  const { out, err } = await judge(profile(SALT, 0o644))
  expect(`${out}${err}`).not.toContain(SALT)
})

test('the fingerprint of a salt, from an argument, a variable and a profile, is the one that the window shows', async () => {
  const file = profile({ env: 'SHOP_SALT' })
  const environment = { SHOP_SALT: 'SecretHashSalt' }
  const { out, err } = await run(
    cli,
    ['digest', '--fingerprint', '--salt', `${SALT} `, '--salt-env', 'SHOP_SALT', '--profile', file],
    { environment },
  )
  expect(err).toBe('')
  expect(out).not.toMatch(/marker-salt|SecretHashSalt/)
  expect(out.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
    `${fingerprintOf(`${SALT} `)}  salt 1 (12 characters)`,
    '4e4b 00c4  salt 2 (14 characters)',
    '4e4b 00c4  Shop, current salt (14 characters)',
    '',
  ])
  expect(out).toContain('It ends with white space')
  const json = await run(cli, ['digest', '--json', '--fingerprint', '--salt', 'SecretHashSalt'])
  expect(JSON.parse(json.out)).toMatchObject({
    type: 'fingerprints',
    format: 1,
    salts: [{ name: 'salt', fingerprint: '4e4b 00c4', length: 14, remarks: [{ code: 'example' }] }],
  })
})

test.each([
  [[], '--fingerprint needs a salt'],
  [['--salt', 'x', '--param', 'a=b'], '--param does not belong to --fingerprint'],
])('--fingerprint with %j: wrong usage', async (args, part) => {
  const { code, out, err } = await run(cli, ['digest', '--fingerprint', ...args])
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(part)
})
