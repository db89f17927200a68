import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ReadyRecord } from '../../../shared/export/record-schema.ts'
import type { BuiltCli, OutputLine } from '../testing.ts'
import { buildCli } from '../testing.ts'
import { callOn, caller, post } from './testing-calls.ts'
import type { Harsh } from './testing.ts'
import { listenHarsh } from './testing.ts'

let cli: BuiltCli
let running: Harsh | null = null
beforeAll(async () => {
  cli = await buildCli()
})
afterEach(async () => {
  await running?.end('SIGKILL')
  running = null
})
afterAll(() => cli.remove())

async function listenWith(args: readonly string[] = [], wrap: readonly string[] = []): Promise<Harsh> {
  running = await listenHarsh(cli, args, { wrap })
  return running
}

function tcp({ url }: ReadyRecord): Promise<Socket> {
  const { hostname, port } = new URL(url)
  return new Promise((done, fail) => {
    const socket = connect(Number(port), hostname, () => done(socket))
    socket.once('error', fail)
  })
}

async function expectGood(one: Harsh, target: string): Promise<void> {
  const { socket, answer } = await callOn(one.ready)
  socket.write(post(target))
  expect(await answer()).toBe(204)
  socket.destroy()
  await one.until(() => one.records.some((record) => record.type === 'callback' && record.target === target))
}

type Trouble = Extract<OutputLine, { type: 'connection' }>
const troubles = (one: Harsh): Trouble[] =>
  one.records.flatMap((record) => (record.type === 'connection' ? [record] : []))

/** One sentence or two for a person: no code alone, no stack. */
const SENTENCE = /^[A-Z0-9][^\n]{20,400}\.$/

/** Memory of a process in bytes that is really in use. */
const memory = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'latin1'))?.[1]) * 1024

describe('what is too much', () => {
  test('100 MB of body: 413 and a row, and the memory stays bounded', async () => {
    const one = await listenWith()
    await expectGood(one, '/before')
    const before = memory(one.pid)
    const { socket, answer, closed } = await callOn(one.ready)
    socket.write('POST /large HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 104857600\r\n\r\n')
    const piece = Buffer.alloc(1_048_576, 0x41)
    const answered = answer()
    socket.setMaxListeners(200)
    for (let n = 0; n < 100 && !socket.destroyed; n += 1) {
      if (!socket.write(piece))
        await Promise.race([closed, answered, new Promise((done) => socket.once('drain', done))])
    }
    expect(await answered).toBe(413)
    socket.destroy()
    await one.until(() => troubles(one).length === 1)
    expect(troubles(one)[0]).toMatchObject({ cause: 'body-too-large', answered: 413 })
    expect(troubles(one)[0]?.summary).toMatch(SENTENCE)
    expect(memory(one.pid) - before).toBeLessThan(60_000_000)
    await expectGood(one, '/after')
  })

  test('a header block of 15 KB is captured byte for byte, one of 60 KB is a row', async () => {
    const one = await listenWith()
    const request = (size: number): string => {
      const head = `GET /headers HTTP/1.1\r\nHost: shop.example\r\nX-Long: `
      return `${head}${'h'.repeat(size - head.length - 4)}\r\n\r\n`
    }
    const { socket, answer } = await callOn(one.ready)
    socket.write(request(15_360))
    expect(await answer()).toBe(204)
    socket.write(request(61_440))
    expect(await answer()).toBe(431)
    socket.destroy()
    await one.until(() => one.records.length === 2)
    const [kept, refused] = one.records
    expect(kept?.type === 'callback' && Buffer.from(kept.rawBase64, 'base64').toString()).toBe(request(15_360))
    expect(refused).toMatchObject({ type: 'connection', cause: 'header-too-large', answered: 431 })
    expect(troubles(one)[0]?.summary).toMatch(SENTENCE)
  })

  test('garbage on the TLS port: a row with its bytes each, and good requests go on', async () => {
    const one = await listenWith()
    const garbage = [
      Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'),
      Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 0x02, 1, 2, 3, 4]),
      Buffer.concat([Buffer.from([0x80]), randomBytes(512)]),
      Buffer.from('\u0000\u0000\u0000\u0000'),
    ]
    for (const [index, bytes] of garbage.entries()) {
      const client = caller(await tcp(one.ready))
      client.socket.end(bytes)
      await client.closed
      await one.until(() => troubles(one).length === index + 1)
      const row = troubles(one)[index]
      expect(row?.summary).toMatch(SENTENCE)
      expect(Buffer.from(row?.rawBase64 ?? '', 'base64')).toEqual(bytes)
    }
    await expectGood(one, '/after-garbage')
    expect(one.errors()).toBe('')
  })
})

describe('64 file handles and 200 connections', () => {
  test('no crash, a row that says so, and accepting goes on', async () => {
    const one = await listenWith([], ['sh', '-c', 'ulimit -n 64; exec "$0" "$@"'])
    const crowd = await Promise.all(Array.from({ length: 200 }, () => tcp(one.ready)))
    for (const socket of crowd) socket.on('error', () => undefined)
    await one.until(() => troubles(one).length > 0)
    expect(troubles(one)[0]).toMatchObject({ cause: 'accept-failed' })
    expect(troubles(one)[0]?.summary).toMatch(/ulimit -n/)
    expect(one.alive()).toBe(true)
    for (const socket of crowd) socket.destroy()
    // Handles come back as the closed connections are noticed: a sender tries again, as the bank does.
    for (let status: number | null = null; status !== 204;) {
      const client = await callOn(one.ready).catch(() => null)
      client?.socket.write(post('/after-crowd'))
      status = (await client?.answer()) ?? null
      client?.socket.destroy()
    }
    await one.until(() => one.records.some(({ type }) => type === 'callback'))
    expect(one.errors()).toBe('')
    expect(await one.end('SIGTERM')).toBe(0)
  })
})
