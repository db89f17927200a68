import { createHash, createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallbackRecord } from '../../shared/export/record-schema.ts'
import type { BuiltCli } from './testing.ts'
import { buildCli, listening, recordsOf, run, send } from './testing.ts'

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})
afterAll(() => cli.remove())

interface Explained {
  readonly digest: string
  readonly received: string
  readonly matches: boolean
  readonly causes: readonly { readonly code: string; readonly summary: string; readonly explanation: number }[]
  readonly tried: number
}

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase()
const BASE = ['--algorithm', 'SHA1', '--salt', 'SecretHashSalt']
const VALUES = ['--param', 'paymentId=10000016', '--param', 'result=FROZEN']

async function explain(args: readonly string[], environment: Record<string, string> = {}): Promise<Explained> {
  const { code, out, err } = await run(cli, ['digest', '--json', ...args], { environment })
  expect([code, err]).toEqual([0, ''])
  expect(out).not.toContain('SecretHashSalt')
  return JSON.parse(out) as Explained
}
const codesOf = ({ causes }: Explained): readonly string[] => causes.map(({ code }) => code)

interface Candidate {
  readonly id: string
  readonly digest: string
  readonly digestShownAs?: string
}
const corpus = JSON.parse(readFileSync(join(import.meta.dirname, '../../e2e/corpus/digests.json'), 'utf8')) as {
  readonly diagnosis: { readonly candidates: readonly Candidate[] }
}
/** A sample: the search itself has all of them in its own test. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  ok: [],
  'salt-first': ['salt-first'],
  'digest-lowercase': ['digest-lower-case'],
  'url-encoded-value': ['value-percent-encoded'],
  'other-order-id': ['other-identifier'],
}
const sample = corpus.diagnosis.candidates.filter(({ id }) => id in NAMES)

describe('digest --explain', () => {
  test.each(sample)('$id', async ({ id, digest, digestShownAs }) => {
    const values = id === 'url-encoded-value' ? ['--param', 'paymentId=ORD 1/2', '--param', 'result=FROZEN'] : VALUES
    const given = digestShownAs ?? digest
    const found = await explain([...BASE, ...values, '--identifier', '1042', '--explain', given])
    expect(codesOf(found)).toEqual(NAMES[id])
    expect(found.matches).toBe(id === 'ok')
    expect(found.received).toBe(given)
    expect(found.tried).toBeGreaterThan(0)
  })

  test('two mistakes at once stand together, in readable words too', async () => {
    const digest = sha1('SecretHashSalt10000016frozen').toLowerCase()
    const found = await explain([...BASE, ...VALUES, '--explain', digest])
    expect(found.causes.map(({ code, explanation }) => [code, explanation])).toEqual([
      ['value-case', 1],
      ['salt-first', 1],
      ['digest-lower-case', 1],
    ])
    const { code, out } = await run(cli, ['digest', ...BASE, ...VALUES, '--explain', digest])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^Expected {2}4FFE42F0C65006E0AC309202CDAE47D0214B5995 \(SHA-1 of paymentId \+ result \+ salt\)\n/,
    )
    expect(out).toMatch(/\nCause {5}The value of result was hashed in lower case\. \(value-case\)\n/)
    expect(out).toMatch(/\nand {7}The salt stands before the values/)
    expect(out).toMatch(/\n\d+ candidates tried\.\n$/)
  })

  test('no cause is said as that, and a match too', async () => {
    const none = await run(cli, ['digest', ...BASE, ...VALUES, '--explain', sha1('something else')])
    expect(none.out).toContain('No mistake that is known gives this digest')
    const equal = await run(cli, ['digest', ...BASE, ...VALUES, '--explain', sha1('10000016FROZENSecretHashSalt')])
    expect(equal.out).toContain('They are equal')
  })

  test('several salts, one of them from the environment', async () => {
    const digest = sha1('10000016FROZENThird')
    const args = [...BASE, '--salt', 'Second', '--salt-env', 'OTHER_SALT', ...VALUES, '--explain', digest]
    const found = await explain(args, { OTHER_SALT: 'Third' })
    expect(found.causes[0]).toMatchObject({ code: 'other-salt', evidence: { salt: 'salt 3 of those given' } })
  })

  test('a whole URL, without and with its profile', async () => {
    const url = `https://shop.example/cb?p=10000016&r=FROZEN&d=${sha1('10000016SecretHashSalt')}`
    const profile = join(cli.folder, 'shop.json')
    const digest = { algorithm: 'SHA1', parameters: ['paymentId', 'result'], salt: 'SecretHashSalt' }
    const uriTemplate = '/cb?p={paymentId}&r={result}&d={digest}'
    writeFileSync(
      profile,
      JSON.stringify({ version: 1, name: 'Shop', events: { AUTOMATIC_FRAUD_CONTROL: { uriTemplate, digest } } }),
      { mode: 0o600 },
    )
    const found = await explain(['--url', url, '--profile', profile])
    expect(codesOf(found)).toEqual(['parameter-list-too-long'])
    expect(await explain(['--url', url, ...BASE])).toMatchObject({ matches: true, causes: [] })
    expect(await explain(['--url', url])).toMatchObject({ matches: false, causes: [] })
  })

  test('two mistakes at once are found in a process that has just started', async () => {
    const md5 = (text: string) => createHash('md5').update(text).digest('hex').toUpperCase()
    const twice = md5(md5('10000016FROZENSecretHashSalt'))
    expect(codesOf(await explain([...BASE, ...VALUES, '--explain', twice]))).toEqual([
      'other-algorithm',
      'hashed-twice',
    ])
    const keyed = createHmac('sha1', 'SecretHashSalt').update('10000016').digest('hex').toUpperCase()
    expect(codesOf(await explain([...BASE, ...VALUES, '--explain', keyed]))).toEqual([
      'parameter-list-too-long',
      'hmac',
    ])
  })

  test('a digest parameter without a value is an empty digest, not a URL without one', async () => {
    const found = await explain(['--url', 'https://s/?event-type=UNFREEZE&paymentId=1&digest=', ...BASE])
    expect(codesOf(found)).toEqual(['digest-empty'])
  })

  test('the algorithm may be left out: the length of the digest tells it', async () => {
    const md5 = createHash('md5').update('10000016FROZEN').digest('hex').toUpperCase()
    const found = await explain(['--salt', 'SecretHashSalt', ...VALUES, '--explain', md5])
    expect(codesOf(found)).toEqual(['salt-missing'])
  })

  test.each([
    [['--explain', 'ABC'], 'Nothing is known that the digest could cover'],
    [['--url', 'https://s/?event-type=UNFREEZE&paymentId=1'], 'The URL carries no digest'],
    [[...BASE, ...VALUES, '--identifier', '1'], '--identifier belongs to --explain or --url'],
    [[...BASE, '--salt', 'x', ...VALUES], 'digest takes one salt'],
    [[...VALUES, '--salt-env', 'NOT_THERE', '--explain', 'x'], 'there is no such environment variable'],
  ])('%j: wrong usage', async (args, part) => {
    const { code, out, err } = await run(cli, ['digest', ...args])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(part)
  })
})

test('judge names the cause of a mismatch', async () => {
  const digest = { algorithm: 'SHA1', parameters: ['paymentId'], salt: 'SecretHashSalt' }
  const profile = join(cli.folder, 'judge.json')
  writeFileSync(profile, JSON.stringify({ version: 1, name: 'Shop', digest }), { mode: 0o600 })
  const target = `/?event-type=UNFREEZE&paymentId=10000016&digest=${sha1('SecretHashSalt10000016')}`
  const input = `GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`
  const { out } = await run(cli, ['judge', '--json', '--profile', profile, '-'], { input })
  const [record] = recordsOf(out) as CallbackRecord[]
  expect(record?.verdict.digest.findings[0]).toMatchObject({
    code: 'digest-mismatch',
    evidence: { causeCodes: ['salt-first'], cause: 'The salt stands before the values, not behind them.' },
  })
  const readable = await run(cli, ['judge', '--profile', profile, '-'], { input })
  expect(readable.out).toContain('The salt stands before the values')
})

test('every mistake through the real listener has the states and codes that judge and export give it', async () => {
  const digest = { algorithm: 'SHA1', parameters: ['paymentId', 'result'], salt: 'SecretHashSalt' }
  const uriTemplate = '/cb?p={paymentId}&r={result}&d={digest}'
  const profile = join(cli.folder, 'afc.json')
  const events = { AUTOMATIC_FRAUD_CONTROL: { uriTemplate, digest } }
  writeFileSync(profile, JSON.stringify({ version: 1, name: 'Shop', events }), { mode: 0o600 })
  const archive = join(cli.folder, 'digests.sqlite')
  const listener = await listening(cli, ['--profile', profile, '--archive', archive])
  const seen: CallbackRecord[] = []
  for (const { digest: given, digestShownAs } of corpus.diagnosis.candidates) {
    await send(listener.ready, `/cb?p=10000016&r=FROZEN&d=${digestShownAs ?? given}`)
    seen.push((await listener.next()) as CallbackRecord)
  }
  await listener.stop()
  const lights = (records: readonly CallbackRecord[]) =>
    records.map(({ verdict }) => [verdict.digest.state, verdict.digest.findings.map(({ code }) => code)])
  const input = Buffer.concat(seen.map(({ rawBase64 }) => Buffer.from(rawBase64, 'base64')))
  const judged = await run(cli, ['judge', '--json', '--profile', profile, '-'], { input })
  const exported = await run(cli, ['export', '--archive', archive, '--profile', profile])
  expect(lights(seen).map(([state]) => state)).toEqual(expect.arrayContaining(['pass', 'warn', 'fail']))
  expect(lights(recordsOf(judged.out) as CallbackRecord[])).toEqual(lights(seen))
  expect(lights(recordsOf(exported.out) as CallbackRecord[])).toEqual(lights(seen))
})
