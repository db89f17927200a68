import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mintAuthority, mintLeaf } from '../../engine/certificate/mint.ts'
import { openSqlite } from '../../engine/store/sqlite.ts'
import type { BuiltCli } from '../testing.ts'
import { buildCli } from '../testing.ts'
import { callOn, post } from './testing-calls.ts'
import { exported, listenHarsh, runHarsh } from './testing.ts'
import type { HarshOptions } from './testing.ts'

/** Somebody without rights: root may read and bind everything. */
const NOBODY = 65_534
const root = process.getuid?.() === 0
const other: HarshOptions = root ? { user: NOBODY } : {}

let cli: BuiltCli
const at = (name: string): string => join(cli.folder, name)
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(at(name), content)
  return at(name)
}

/** A certificate with its key, as files, made at this time (ms); valid for 396 days from then. */
async function pair(name: string, now: number): Promise<void> {
  const leaf = await mintLeaf(await mintAuthority(now), ['127.0.0.1'], now)
  put(`${name}.pem`, leaf.certificate)
  put(`${name}.key`, leaf.key)
}

beforeAll(async () => {
  cli = await buildCli()
  // Another user must reach the test's folder, and may keep its own data there.
  chmodSync(cli.folder, 0o755)
  mkdirSync(at('nobody'))
  if (root) chownSync(at('nobody'), NOBODY, NOBODY)
  await pair('own', performance.timeOrigin)
  await pair('old', Date.parse('2020-01-01T00:00:00Z'))
})
afterAll(() => cli.remove())

const nobody = (): HarshOptions => ({ ...other, data: at('nobody'), temporary: at('nobody') })

/** Runs `listen`, which must end at once with 1, nothing on standard output, and one sentence that holds all parts. */
async function expectRefused(args: readonly string[], parts: readonly string[], options: HarshOptions = {}) {
  const { code, out, err } = await runHarsh(cli, ['listen', '--json', '--port', '0', ...args], options)
  expect([code, out]).toEqual([1, ''])
  for (const part of parts) expect(err).toContain(part)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
  expect(err).not.toMatch(/\n\s+at |node:internal|undefined|\[object/)
}

/** Names and contents of an archive's files. */
const state = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(cli.folder)
      .filter((each) => each.startsWith(name))
      .map((each) => [
        each,
        createHash('sha256')
          .update(readFileSync(at(each)))
          .digest('hex'),
      ]),
  )

async function makeArchive(name: string): Promise<string> {
  const one = await listenHarsh(cli, ['--http', '--archive', at(name)])
  const { socket, answer } = await callOn(one.ready)
  for (let n = 0; n < 40; n += 1) {
    socket.write(post(`/${String(n)}`, 'x'.repeat(2_000)))
    expect(await answer()).toBe(204)
  }
  socket.destroy()
  expect(await one.end('SIGTERM')).toBe(0)
  return at(name)
}

describe('ports', () => {
  const reserved = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) > 443
  test('port 443 without the right to it', async (context) => {
    if (!reserved) context.skip('this system lets everybody listen on port 443')
    await expectRefused(['--port', '443'], ['127.0.0.1:443', 'Choose a port from 1024 up'], nobody())
  })
})

describe('certificates', () => {
  test('a key that may not be read', async (context) => {
    if (!root) context.skip('only root can take the right to read from somebody else')
    chmodSync(at('own.key'), 0o600)
    await expectRefused(['--cert', at('own.pem'), '--key', at('own.key')], [at('own.key'), 'permission'], nobody())
  })

  test.each([
    ['own.pem', 'text.key', 'holds no private key', 'no key at all'],
    ['text.pem', 'own.key', 'holds no certificate', 'no certificate at all'],
    ['cut.pem', 'own.key', 'cannot be used', 'half a certificate'],
  ])('%s with %s', async (cert, key, part) => {
    put('text.key', 'hello')
    put('text.pem', 'hello')
    put('cut.pem', readFileSync(at('own.pem'), 'utf8').slice(0, 300))
    await expectRefused(['--cert', cert, '--key', key], [cert === 'own.pem' ? key : cert, part])
  })

  test('an expired one is served, and said', async () => {
    const one = await listenHarsh(cli, ['--cert', 'old.pem', '--key', 'old.key'])
    await one.until(() => one.errors().includes('fullchain.pem'))
    expect(one.errors()).toMatch(
      /^The certificate \S+old\.pem expired on 2021-\d\d-\d\d: clients will refuse it\. Renew it\.\n\S+old\.pem holds the certificate without its issuer /,
    )
    expect(await one.end('SIGTERM')).toBe(0)
  })
})

describe('profiles and key sets', () => {
  test.each([
    ['lines.json', '{\n  "version": 1,\n  "name": "Shop",\n}', ['line 4']],
    [
      'deep.json',
      '{"version":1,"name":"Shop","events":{"BOOKED":{"digest":{"algorithm":"MD5"}}}}',
      ['events.BOOKED.digest.parameters'],
    ],
    ['newer.json', '{"version":2,"name":"Shop"}', ['version']],
    ['bytes.json', Buffer.from([0xff, 0xfe, 0x00]), []],
  ] as const)('%s', async (name, content, parts) => {
    await expectRefused(
      ['--profile', put(name, typeof content === 'string' ? content : Buffer.from(content))],
      [at(name), ...parts],
    )
  })

  test.each([
    ['json.jwks', '{"keys": [', ['line 1']],
    ['text.jwks', 'hello', ['not JSON']],
    ['string.jwks', '{"keys": "none"}', ['keys']],
    ['empty.jwks', '', []],
  ] as const)('%s', async (name, content, parts) => {
    await expectRefused(['--jwks', put(name, content)], [at(name), ...parts])
  })
})

test('a key set without keys is taken, and said', async () => {
  const one = await listenHarsh(cli, ['--http', '--jwks', put('none.jwks', '{"keys": []}')])
  await one.until(() => one.errors().includes('none.jwks: It holds no keys'))
  expect(await one.end('SIGTERM')).toBe(0)
})

describe('archives: refused with their name, and left as they are', () => {
  const expectUntouched = async (name: string, parts: readonly string[], options: HarshOptions = {}) => {
    const before = state(name)
    await expectRefused(['--http', '--archive', at(name)], [at(name), ...parts], options)
    const { code, out, err } = await runHarsh(cli, ['export', '--archive', at(name)], options)
    expect(state(name)).toEqual(before)
    return { code, out, err }
  }

  test('damaged: cut off, and overwritten at its beginning', async () => {
    await makeArchive('cut.sqlite')
    copyFileSync(at('cut.sqlite'), at('head.sqlite'))
    truncateSync(at('cut.sqlite'), 20_000)
    const head = readFileSync(at('head.sqlite'))
    head.fill(0x5a, 0, 64)
    writeFileSync(at('head.sqlite'), head)
    for (const name of ['cut.sqlite', 'head.sqlite']) {
      const { code, out } = await expectUntouched(name, ['is damaged', 'Move it away'])
      expect([code, out]).toEqual([1, ''])
    }
  })

  test('from a newer version', async () => {
    const file = await makeArchive('newer.sqlite')
    const newer = openSqlite({ file, readOnly: false })
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    const { code, out } = await expectUntouched('newer.sqlite', ['newer version', '99', 'Update'])
    expect([code, out]).toEqual([1, ''])
  })

  test('read-only: not listened with, but exported', async (context) => {
    if (!root) context.skip('only root can give the file to somebody else')
    await makeArchive('read.sqlite')
    chmodSync(at('read.sqlite'), 0o444)
    const { code, out, err } = await expectUntouched('read.sqlite', ['read-only', 'write permission'], nobody())
    expect([code, err]).toEqual([0, ''])
    expect(out.trimEnd().split('\n')).toHaveLength(40)
  })

  test('in a folder that may not be written', async (context) => {
    if (!root) context.skip('root may write everywhere')
    await expectRefused(['--http', '--archive', at('new.sqlite')], [at('new.sqlite'), 'read-only'], nobody())
    expect(existsSync(at('new.sqlite'))).toBe(false)
  })

  test('no place for a temporary one', async (context) => {
    if (!root) context.skip('root may write everywhere')
    await expectRefused(['--http'], [cli.folder, '--archive FILE'], { ...nobody(), temporary: cli.folder })
  })

  test('locked by a run that is killed: refused meanwhile, whole afterwards', async () => {
    const file = await makeArchive('held.sqlite')
    const holder = await listenHarsh(cli, ['--http', '--archive', file])
    await expectRefused(['--http', '--archive', file], [file, 'in use by another process'])
    const { socket, answer } = await callOn(holder.ready)
    socket.write(post('/goes-on'))
    expect(await answer()).toBe(204)
    await holder.end('SIGKILL')
    expect(await exported(cli, file)).toHaveLength(41)
  })
})
