import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { BuiltCli, Listening } from './testing.ts'
import { buildCli, listening, run, send } from './testing.ts'

let cli: BuiltCli
let running: Listening[] = []
beforeAll(async () => {
  cli = await buildCli()
})
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop('SIGKILL')))
  running = []
})
afterAll(() => cli.remove())

async function listenWith(...args: string[]): Promise<Listening> {
  const one = await listening(cli, args)
  running.push(one)
  return one
}

describe('what cannot be listened with', () => {
  test('a port in use: could not, and the other listener goes on', async () => {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const temporary = (): string[] => readdirSync(cli.folder).filter((name) => name.startsWith('callback-inspector-'))
    const before = temporary()
    const { code, out, err } = await run(cli, ['listen', '--json', '--port', port])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(port)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(temporary()).toEqual(before)
    server.close()
  })

  test.each([
    [['--cert', 'none.pem', '--key', 'none.key'], 'none.pem'],
    [['--pfx', 'none.pfx'], 'none.pfx'],
    [['--host', '203.0.113.200'], '203.0.113.200'],
  ])('%j: could not, one sentence', async (args, part) => {
    const { code, out, err } = await run(cli, ['listen', '--json', '--port', '0', ...args])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(part)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('own certificates as PEM; with a key that does not belong to it, could not', async () => {
    const openssl = promisify(execFile)
    const make = (name: string) =>
      openssl('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
        '-subj', '/CN=own', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', join(cli.folder, `${name}.key`), '-out', join(cli.folder, `${name}.pem`)]) // prettier-ignore
    await Promise.all([make('own'), make('other')])
    const one = await listenWith('--cert', 'own.pem', '--key', 'own.key')
    expect(one.ready.certificate).toMatchObject({ kind: 'pem', authorityFile: null, names: ['127.0.0.1'] })
    const trusting = {
      ...one.ready,
      certificate: { ...one.ready.certificate, authorityFile: join(cli.folder, 'own.pem') },
    }
    expect(await send(trusting as typeof one.ready, '/own')).toBe(204)
    const { code, err } = await run(cli, ['listen', '--json', '--port', '0', '--cert', 'own.pem', '--key', 'other.key'])
    expect(code).toBe(1)
    expect(err).toMatch(/own\.pem|other\.key/)
  })

  test('a key with a passphrase takes it from the environment', async () => {
    const openssl = promisify(execFile)
    await openssl('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-passout', 'pass:geheim', '-days', '2',
      '-subj', '/CN=own', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', join(cli.folder, 'enc.key'), '-out', join(cli.folder, 'enc.pem')]) // prettier-ignore
    const args = ['--cert', 'enc.pem', '--key', 'enc.key']
    const without = await run(cli, ['listen', '--json', '--port', '0', ...args])
    expect(without.code).toBe(1)
    expect(without.err).toMatch(/passphrase/i)
    const one = await listening(cli, args, { environment: { CALLBACK_INSPECTOR_PASSPHRASE: 'geheim' } })
    running.push(one)
    expect(one.ready.certificate?.kind).toBe('pem')
    expect(readFileSync(`/proc/${String(one.pid)}/cmdline`, 'utf8')).not.toContain('geheim')
  })
})
