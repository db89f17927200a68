import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClocks } from '../engine/clocks.ts'
import { mintAuthority, mintLeaf } from '../engine/certificate/mint.ts'
import type { BuiltCli } from './testing.ts'
import { buildCli, run } from './testing.ts'

let cli: BuiltCli
let server: Server
const folder = mkdtempSync(join(tmpdir(), 'check-credentials-'))
const ca = join(folder, 'ca.pem')
const sent: (string | undefined)[] = []
let url = ''

const profile = (name: string, content: object) => {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify({ version: 1, name: 'Shop', ...content }), { mode: 0o600 })
  return file
}
const WANTED = `Basic ${Buffer.from('bank:sesame').toString('base64')}`

beforeAll(async () => {
  const now = systemClocks.wall()
  const authority = await mintAuthority(now)
  const leaf = await mintLeaf(authority, ['localhost'], now)
  writeFileSync(ca, authority.certificate)
  server = createServer({ cert: leaf.certificate, key: leaf.key }, (request, answer) => {
    sent.push(request.headers.authorization)
    answer.writeHead(request.headers.authorization === WANTED ? 204 : 401).end()
  })
  await once(server.listen(0, 'localhost'), 'listening')
  url = `https://localhost:${String((server.address() as AddressInfo).port)}/callback`
  cli = await buildCli()
}, 60_000)
afterAll(() => {
  server.close()
  cli.remove()
  rmSync(folder, { recursive: true })
})

test.each([['--json'], ['--markdown'], ['--html']])(
  'an endpoint that wants a login is checked with that of the profile, and %s does not tell it',
  async (form) => {
    const file = profile('basic.json', { credentials: { kind: 'basic', user: 'bank', password: 'sesame' } })
    sent.length = 0
    const { code, out, err } = await run(cli, ['check', form, '--ca', ca, '--profile', file, url])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(new Set(sent)).toEqual(new Set([WANTED]))
    expect(out).toContain('204')
    expect(out).not.toMatch(/sesame|YmFuazpzZXNhbWU/)
  },
)

test('without --profile it says that a login is wanted', async () => {
  const { out } = await run(cli, ['check', '--json', '--ca', ca, url])
  expect(out).toContain('401')
})

test('nothing is sent to an endpoint whose certificate is not trusted', async () => {
  const file = profile('basic.json', { credentials: { kind: 'basic', user: 'bank', password: 'sesame' } })
  sent.length = 0
  await run(cli, ['check', '--json', '--profile', file, url])
  expect(sent).toEqual([])
})

test('a profile without credentials, and one that sends nothing, are wrong usage', async () => {
  const bare = await run(cli, ['check', '--profile', profile('bare.json', {}), url])
  expect(bare.code).toBe(2)
  expect(bare.err).toContain('holds no credentials')
  const still = await run(cli, ['check', '--static', '--profile', profile('bare.json', {}), url])
  expect(still.err).toContain('--static sends nothing')
})
