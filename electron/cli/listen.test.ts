import { renameSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { CallbackRecord } from '../../shared/export/record-schema.ts'
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

const put = (name: string, content: string | object): string => {
  const file = join(cli.folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const MAPI = JSON.stringify({
  paymentId: '0c6b5a36-6b2f-4a7c-9d3a-5f1f2f0b9a11',
  status: 'AUTHORIZED',
  created: '2026-01-02T03:04:05Z',
})

/** Opens a plain socket to a listener, sends, and resolves with all that came back when it was closed. */
function talk(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((done) => {
    let heard = ''
    const socket = connect(Number(port), hostname, () => socket.end(text))
    socket.on('data', (piece: Buffer) => (heard += piece.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => done(heard))
  })
}

describe('listen', () => {
  test('a callback over HTTPS, trusted through the CA that was made, is answered and printed', async () => {
    const one = await listenWith()
    expect(one.ready).toMatchObject({ type: 'ready', format: 1, temporaryArchive: true, urls: [one.ready.url] })
    expect(one.ready.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/)
    expect(one.ready.certificate).toMatchObject({ kind: 'generated' })
    const headers = { 'Content-Type': 'application/json', 'X-Odd_Case': '1', 'Content-Length': String(MAPI.length) }
    expect(await send(one.ready, '/cb?a=1', { method: 'POST', headers, body: MAPI })).toBe(204)
    const record = (await one.next()) as CallbackRecord
    expect(record).toMatchObject({
      type: 'callback',
      format: 1,
      sequence: 1,
      family: 'mapi',
      eventType: 'AUTHORIZATION',
      reference: '0c6b5a36-6b2f-4a7c-9d3a-5f1f2f0b9a11',
      method: 'POST',
      target: '/cb?a=1',
      httpVersion: '1.1',
      framing: 'length',
      simulated: false,
      peer: { address: '127.0.0.1' },
      answer: { status: 204, sent: true },
      connection: { requestNumber: 1, scheme: 'https' },
    })
    expect(record.id).toMatch(/-1$/)
    expect(record.tls?.version).toBe('TLSv1.3')
    expect(record.headers).toContainEqual(['X-Odd_Case', '1'])
    expect(Buffer.from(record.bodyBase64, 'base64').toString()).toBe(MAPI)
    expect(Buffer.from(record.rawBase64, 'base64').toString()).toMatch(/^POST \/cb\?a=1 HTTP\/1\.1\r\n/)
    expect(record.verdict.answer.state).toBe('pass')
    expect(record.verdict.digest.state).toBe('not-applicable')
    expect(Date.parse(record.receivedAt)).toBeGreaterThan(Date.parse('2026-01-01'))
  })

  test('chunked bodies: the body without its framing, the raw bytes with it', async () => {
    const one = await listenWith('--http')
    const raw =
      'POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'
    expect(await talk(one.ready.url, raw)).toMatch(/^HTTP\/1\.1 204 /)
    const record = (await one.next()) as CallbackRecord
    expect(Buffer.from(record.bodyBase64, 'base64').toString()).toBe('abcde')
    expect(Buffer.from(record.rawBase64, 'base64').toString()).toBe(raw)
    expect(record).toMatchObject({ framing: 'chunked', tls: null, connection: { scheme: 'http' } })
    expect(one.ready).toMatchObject({ certificate: null, url: expect.stringMatching(/^http:/) as string })
  })

  test('what never became a callback is printed as well', async () => {
    const one = await listenWith()
    await talk(one.ready.url, 'GET / HTTP/1.1\r\n\r\n')
    expect(await one.next()).toMatchObject({ type: 'connection', cause: 'plain-http-on-tls', sequence: 1 })
    const two = await listenWith('--http')
    await talk(two.ready.url, 'GET /a b HTTP/1.1\r\n\r\n')
    const event = await two.next()
    expect(event).toMatchObject({ type: 'connection', cause: 'malformed-request', answered: 400 })
    expect(Buffer.from(event.type === 'connection' ? event.rawBase64 : '', 'base64').toString()).toContain('GET /a b')
  })

  test('--status decides the answer and its light', async () => {
    const one = await listenWith('--status', '500')
    expect(await send(one.ready, '/x')).toBe(500)
    expect(await one.next()).toMatchObject({ answer: { status: 500 }, verdict: { answer: { state: 'fail' } } })
  })

  test('a callback after another comes in order', async () => {
    const one = await listenWith()
    for (const target of ['/1', '/2', '/3', '/4', '/5']) await send(one.ready, target)
    const targets: string[] = []
    for (let count = 0; count < 5; count += 1) targets.push(((await one.next()) as CallbackRecord).target)
    expect(targets).toEqual(['/1', '/2', '/3', '/4', '/5'])
  })
})

describe('profiles of a run', () => {
  const profile = (salt: string): object => ({
    version: 1,
    name: 'Shop',
    digest: { algorithm: 'SHA1', parameters: ['paymentId'], salt },
    events: { UNFREEZE: { uriTemplate: '/u?p={paymentId}&d={digest}' } },
  })
  const target = '/u?p=10000016&d=C60345B6E58FD0B363FD2904A39EBB03442CF778'

  test('a digest is judged with the salt, and with the new salt after the file was replaced', async () => {
    const file = put('shop.json', profile('SecretHashSalt'))
    const one = await listenWith('--profile', file)
    await send(one.ready, target)
    expect(await one.next()).toMatchObject({
      profile: 'Shop',
      eventType: 'UNFREEZE',
      verdict: { digest: { state: 'pass' } },
    })
    renameSync(put('shop.json~', profile('other')), file)
    await one.said('read again')
    await send(one.ready, target)
    expect(await one.next()).toMatchObject({ verdict: { digest: { state: 'fail' } } })
  })

  test('a file that breaks while it runs is told, and its last good version stays', async () => {
    const file = put('breaks.json', profile('SecretHashSalt'))
    const one = await listenWith('--profile', file)
    writeFileSync(file, '{"version": 1,')
    await one.said('last good version stays in force')
    await send(one.ready, target)
    expect(await one.next()).toMatchObject({ verdict: { digest: { state: 'pass' } } })
    expect((await one.stop()).code).toBe(0)
  })

  test.each([
    ['{', 'line 1, column 2'],
    [{ version: 1, name: 'X', digest: { algorithm: 'MD4', parameters: ['a'] } }, 'digest.algorithm'],
    [{ version: 1, name: 'X', keySet: 'nowhere.jwks' }, 'nowhere.jwks'],
  ])('a broken one at the start: could not (%j)', async (content, part) => {
    const { code, out, err } = await run(cli, [
      'listen',
      '--port',
      '0',
      '--json',
      '--profile',
      put('broken.json', content),
    ])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(part)
    expect(err).toContain('broken.json')
  })
})

describe('for a person at a terminal', () => {
  test('readable lines that name the address, the CA and how to try it', async () => {
    const child = await run(cli, ['listen', '--port', '0', '--status', '99999'])
    expect(child.code).toBe(2)
    const { spawn } = await import('node:child_process')
    const one = spawn(process.execPath, [cli.file, 'listen', '--port', '0'], {
      env: { PATH: process.env['PATH'], CALLBACK_INSPECTOR_DATA: join(cli.folder, 'data') },
    })
    let out = ''
    await new Promise<void>((done) => {
      one.stdout.on('data', (piece: Buffer) => {
        out += piece.toString()
        if (out.includes('digest sign.')) done()
      })
    })
    const url = /Listening on (\S+)/.exec(out)?.[1] ?? ''
    const ca = /CA to trust {2}(\S+)/.exec(out)?.[1] ?? ''
    const ready = { url, certificate: { authorityFile: ca } } as Listening['ready']
    const printed = new Promise<void>((done) =>
      one.stdout.on('data', (piece: Buffer) => (out += piece.toString()).includes('/hello') && done()),
    )
    expect(await send(ready, '/hello?x=%1b[31m')).toBe(204)
    await printed
    const ended = new Promise((done) => one.once('close', done))
    one.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  })
})
