import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BuiltCli } from './testing.ts'
import { buildCli, run } from './testing.ts'

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})
afterAll(() => cli.remove())

const corpus = join(import.meta.dirname, '../../e2e/corpus')
const read = (name: string): unknown => JSON.parse(readFileSync(join(corpus, name), 'utf8'))
describe('help, version and wrong usage', () => {
  test('--help lists the commands, and each has its own', async () => {
    const { code, out, err } = await run(cli, ['--help'])
    expect([code, err]).toEqual([0, ''])
    for (const name of ['listen', 'judge', 'digest', 'verify', 'export']) {
      expect(out).toContain(name)
      expect((await run(cli, [name, '--help'])).out).toMatch(new RegExp(`^callback-inspector ${name} `))
    }
  })

  test('the options are these and no others', async () => {
    const optionsOf = async (name: string): Promise<string[]> =>
      Array.from((await run(cli, [name, '--help'])).out.matchAll(/^ {2}--([a-z-]+)/gm), (match) => match[1] ?? '')
    expect(await optionsOf('listen')).toEqual([
      'host',
      'port',
      'http',
      'listen',
      'cert',
      'key',
      'pfx',
      'profile',
      'jwks',
      'fetch-keys',
      'proxy',
      'archive',
      'status',
      'json',
      'help',
    ])
    expect(await optionsOf('judge')).toEqual(['profile', 'jwks', 'fetch-keys', 'now', 'proxy', 'peer', 'json', 'help'])
    expect(await optionsOf('digest')).toEqual([
      'algorithm',
      'salt',
      'salt-env',
      'param',
      'explain',
      'url',
      'identifier',
      'event',
      'profile',
      'fingerprint',
      'json',
      'help',
    ])
    expect(await optionsOf('export')).toEqual(['archive', 'profile', 'jwks', 'fetch-keys', 'json', 'help'])
  })

  test('--version is that of package.json', async () => {
    const about = JSON.parse(readFileSync(join(corpus, '../../package.json'), 'utf8')) as { version: string }
    expect(await run(cli, ['--version'])).toEqual({ code: 0, out: `${about.version}\n`, err: '' })
  })

  test.each([
    [[], 'Say what to do'],
    [['serve'], '"serve" is no command'],
    [['listen', '--prot', '1'], "Unknown option '--prot'"],
    [['listen', 'x'], "Unexpected argument 'x'"],
    [['listen', '--port', '70000'], '--port takes a whole number from 0 to 65535, not "70000"'],
    [['listen', '--port', '8e3'], '--port takes'],
    [['listen', '--status', '99'], '--status takes'],
    [['listen', '--cert', 'a.pem'], '--cert and --key belong together'],
    [['listen', '--cert', 'a', '--key', 'b', '--pfx', 'c'], 'Give either'],
    [['listen', '--http', '--pfx', 'c'], '--http serves without TLS'],
    [['judge'], 'judge needs a FILE'],
    [['judge', '--now', 'yesterday', '-'], '--now takes a time'],
    [['judge', '--now', '2026-13-01T00:00:00Z', '-'], '--now takes a time'],
    [['judge', '--now', '2026-02-30T00:00:00+02:00', '-'], '--now takes a time'],
    [['judge', '--peer', 'bank', '-'], '--peer takes an IP address'],
    [['digest', '--param', 'a=b'], 'digest needs --algorithm'],
    [['digest', '--algorithm', 'SHA256', '--param', 'a=b'], 'digest needs --algorithm'],
    [['digest', '--algorithm', 'MD5'], 'at least one --param'],
    [['digest', '--algorithm', 'MD5', '--param', 'paymentId'], '--param takes name=value, not "paymentId"'],
    [['export'], 'export needs --archive'],
    [['digest', '--salt'], '--salt'],
    [['digest', '--salt', '-x'], "To specify an option argument starting with a dash use '--salt=-XYZ'."],
    [['\u001b[31m'], String.raw`"\x1b[31m" is no command`],
  ])('%j: wrong usage, exit code 2', async (args, part) => {
    const { code, out, err } = await run(cli, args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(part)
    expect(err).toMatch(/--help says how it is used\.\n$/)
  })
})

interface DigestVector {
  readonly id: string
  readonly algorithm: string
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  readonly salt: string
  readonly digest: string
}
const { vectors } = read('digests.json') as { vectors: readonly DigestVector[] }
const isUtf8 = ({ digest }: DigestVector): boolean => digest !== undefined

describe('digest', () => {
  test.each(vectors.filter(isUtf8))('$id', async ({ algorithm, parameters, salt, digest }) => {
    const params = parameters.flatMap(({ name, value }) => ['--param', `${name}=${value}`])
    const { code, out } = await run(cli, ['digest', '--algorithm', algorithm, `--salt=${salt}`, ...params])
    expect([code, out]).toEqual([0, `${digest}\n`])
  })

  test('--json gives an object that does not repeat the salt', async () => {
    const args = [
      'digest',
      '--algorithm',
      'sha-1',
      '--salt',
      'SecretHashSalt',
      '--param',
      'paymentId=10000016',
      '--json',
    ]
    const { out } = await run(cli, args)
    expect(JSON.parse(out)).toEqual({
      type: 'digest',
      format: 1,
      algorithm: 'SHA1',
      parameters: [{ name: 'paymentId', value: '10000016' }],
      salted: true,
      digest: 'C60345B6E58FD0B363FD2904A39EBB03442CF778',
    })
    expect(out).not.toContain('SecretHashSalt')
  })
})
