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

  test('one of several cannot be bound: it is named, the others run and take callbacks', async () => {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const taken = typeof address === 'object' && address !== null ? String(address.port) : ''
    const one = await listenWith(
      '--listen',
      `127.0.0.1:${taken},http`,
      '--listen',
      '127.0.0.1:0,http',
      '--listen',
      'localhost:0',
    )
    await one.said(`Port ${taken} on 127.0.0.1 is in use`)
    expect(one.ready.urls.map((url) => new URL(url).protocol)).toEqual(['https:', 'http:', 'https:'])
    expect(one.ready.url).toBe(one.ready.urls[0])
    for (const url of one.ready.urls) {
      const target = new URL('/to-each', url)
      if (target.protocol === 'http:') expect((await fetch(target)).status).toBe(204)
      else expect(await send({ ...one.ready, url }, '/to-each')).toBe(204)
      expect(await one.next()).toMatchObject({ type: 'callback', target: '/to-each' })
    }
    expect((await one.stop()).code).toBe(0)
    server.close()
  })

  test.each([['127.0.0.1'], ['127.0.0.1:99999'], ['::1:8443'], ['127.0.0.1:8443,ftp'], ['[127.0.0.1]:1']])(
    '--listen %s: wrong usage, with how it is written',
    async (given) => {
      const { code, out, err } = await run(cli, ['listen', '--port', '0', '--listen', given])
      expect([code, out]).toEqual([2, ''])
      expect(err).toContain('--listen takes ADDRESS:PORT')
    },
  )

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
