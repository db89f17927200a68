import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallbackRecord } from '../../shared/export/record-schema.ts'
import { tokenRecordSchema } from '../../shared/export/token-schema.ts'
import type { TokenRecord } from '../../shared/export/token-schema.ts'
import { attacks, attacksByKeySet, isAsExpected, requestOf } from '../engine/verify/attack-requests.test-support.ts'
import type { BuiltCli } from './testing.ts'
import { buildCli, listening, recordsOf, run, send } from './testing.ts'

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})
afterAll(() => cli.remove())

const corpus = join(import.meta.dirname, '../../e2e/corpus')
const jwks = (name: string): string => join(corpus, `jws-attacks/jwks/${name}.json`)
const put = (name: string, content: string): string => {
  const file = join(cli.folder, name)
  writeFileSync(file, content)
  return file
}
const NOW = new Date(attacks.now * 1000).toISOString()
const genuine = attacks.cases.find(({ id }) => id === 'A01')?.jwsData ?? ''

async function verified(
  ...args: readonly string[]
): Promise<{ code: number | null; record: TokenRecord; err: string }> {
  const { code, out, err } = await run(cli, ['verify', '--now', NOW, '--json', ...args])
  return { code, record: tokenRecordSchema.parse(JSON.parse(out)), err }
}

describe('every attack, judged by the program as it ships', () => {
  test.each(attacksByKeySet())('key set %s', async (name, cases) => {
    const file = join(cli.folder, `${name}.http`)
    writeFileSync(file, cases.map(requestOf).join(''), 'latin1')
    const { out } = await run(cli, ['judge', '--jwks', jwks(name), '--now', NOW, '--json', file])
    const records = recordsOf(out) as readonly CallbackRecord[]
    expect(records).toHaveLength(cases.length)
    for (const [index, attack] of cases.entries()) {
      const { verdict, reason } = records[index]?.verdict.signature ?? {}
      expect([attack.id, verdict, reason]).toSatisfy(() => isAsExpected(attack, verdict, reason))
    }
  })
})

test('every attack with the main key set, over TLS through the real listener', async () => {
  const cases = attacksByKeySet().find(([name]) => name === 'main')?.[1] ?? []
  const listener = await listening(cli, ['--jwks', jwks('main')])
  const headers = { 'content-type': 'application/json' }
  for (const { jwsData, expect: wanted } of cases) {
    const body = JSON.stringify({ jwsData, externalApplicationEvent: wanted.envelope })
    expect(await send(listener.ready, '/loan', { method: 'POST', headers, body })).toBe(204)
  }
  for (const attack of cases) {
    const record = (await listener.next()) as CallbackRecord
    const { verdict, reason } = record.verdict.signature
    expect([attack.id, verdict]).toEqual([attack.id, attack.expect.verdict])
    // The listener has the clock of today, by which the tokens have expired: then that is the reason.
    const expired = verdict === 'verified' && reason === 'ok-expired'
    expect([attack.id, verdict, reason]).toSatisfy(() => expired || isAsExpected(attack, verdict, reason))
  }
  expect((await listener.stop()).code).toBe(0)
})

describe('verify', () => {
  test('a token on the command line, in a file, and on standard input', async () => {
    const file = put('token.txt', ` ${genuine}\n`)
    const given = await verified('--jwks', jwks('main'), genuine)
    expect(given).toMatchObject({ code: 0, err: '' })
    expect(given.record).toMatchObject({
      signature: { verdict: 'verified', reason: 'ok', state: 'pass' },
      keySet: jwks('main'),
      times: [
        { claim: 'iat', written: '1767225540', at: '2025-12-31T23:59:00Z', state: 'met' },
        { claim: 'exp', at: '2026-01-01T01:00:00Z', state: 'met' },
      ],
      comparison: { state: 'no-event-in-body' },
    })
    expect((await verified('--jwks', jwks('main'), file)).record.signature.reason).toBe('ok-trimmed')
    const piped = await run(cli, ['verify', '--jwks', jwks('main'), '--now', NOW, '-'], { input: genuine })
    expect(piped.out).toMatch(/^VERIFIED \(ok\)\n.*The signature is genuine/s)
    expect(piped.out).toContain('exp  2026-01-01T01:00:00Z  met')
  })

  test('a byte order mark in front of a token in a file is left out, and said', async () => {
    const marked = await verified('--jwks', jwks('main'), put('marked.txt', `\ufeff${genuine}`))
    expect(marked.code).toBe(0)
    expect(marked.err).toContain('the byte order mark at the beginning was left out.')
  })

  test('a body is compared with what was signed, member by member', async () => {
    const event = { applicationReference: 'abc-123-def-567', applicationEventType: 'PAID_OUT' }
    const body = put('body.json', JSON.stringify({ externalApplicationEvent: event, jwsData: genuine }))
    const { code, record } = await verified('--jwks', jwks('main'), body)
    expect(code).toBe(0)
    expect(record.signature).toMatchObject({ verdict: 'verified', reason: 'ok-envelope-differs', state: 'fail' })
    expect(record.comparison.fields[0]).toEqual({
      member: 'applicationEventType',
      expected: 'SIGNED',
      received: 'PAID_OUT',
      result: 'differs',
    })
    const { out } = await run(cli, ['verify', '--jwks', jwks('main'), '--now', NOW, body])
    expect(out).toContain('DIFFERS  applicationEventType: signed SIGNED, in the body PAID_OUT')
  })

  test('what is not verified ends with 1', async () => {
    const alone = await verified(genuine)
    expect(alone).toMatchObject({ code: 1, record: { signature: { verdict: 'unverifiable', reason: 'no-key-set' } } })
    expect(alone.record.payload).toContain('"iss":"resurs"')
    const forged = await verified('--jwks', jwks('main'), genuine.replace(/.{5}$/, 'AAAAA'))
    expect(forged).toMatchObject({ code: 1, record: { signature: { verdict: 'rejected' } } })
    const page = put('page.html', '<!doctype html><title>Log in</title>')
    const login = await verified('--jwks', page, genuine)
    expect(login.record.signature).toMatchObject({ verdict: 'unverifiable', reason: 'jwks-not-json' })
    expect(login.err).toContain('web page with the title "Log in"')
  })

  test('a key set that was never fetched is said, and so is that it cannot be', async () => {
    const keySet = { url: 'https://127.0.0.1:1/jwks' }
    const profile = put('profile.json', JSON.stringify({ version: 1, name: 'Loans', family: 'loan', keySet }))
    const never = await verified('--profile', profile, genuine)
    expect(never.record.signature.findings[0]?.code).toBe('jws-key-set-not-fetched')
    expect(never.err).toContain('has not been fetched yet')
    const failed = await verified('--profile', profile, '--fetch-keys', genuine)
    expect(failed.err).toContain('nobody listens there')
  })

  test.each([
    [[], 'verify needs one TOKEN'],
    [['a.b.c', 'd.e.f'], 'verify needs one TOKEN'],
    [['--now', 'noon', 'a.b.c'], '--now takes a time'],
    [['no-such-file.txt'], 'there is no such file'],
  ])('%j is refused in words', async (args, words) => {
    const { code, err } = await run(cli, ['verify', ...args])
    expect(code).toBeGreaterThan(0)
    expect(err).toContain(words)
  })
})

test('docs/command-line.md lists every member of the record', () => {
  const page = readFileSync(join(corpus, '../../docs/command-line.md'), 'utf8')
  for (const name of Object.keys(tokenRecordSchema.shape)) expect(page).toContain(`\`${name}\``)
})
