import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { checklist } from '../../../shared/preflight/checklist.ts'
import { testClocks } from '../listener/testing.ts'
import { probe } from './probe.ts'
import { resolveName } from './resolve.ts'

/* A name server on loopback that answers as each test wants: A and AAAA records, no such name, or nothing at all. */

type Zone = Readonly<Record<string, readonly (readonly number[])[]>>

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** The answer to a question (RFC 1035 §4): the question again, then one record for each address. */
function reply(query: Buffer, zone: Zone): Buffer | null {
  let at = 12
  const labels: string[] = []
  while ((query[at] ?? 0) > 0) {
    const length = query[at] ?? 0
    labels.push(query.subarray(at + 1, at + 1 + length).toString('latin1'))
    at += length + 1
  }
  const question = query.subarray(12, at + 5)
  const type = query.readUInt16BE(at + 1)
  const known = zone[labels.join('.')]
  if (labels[0] === 'silent') return null
  const records = (known ?? []).filter((bytes) => bytes.length === (type === 1 ? 4 : 16))
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2)
  header.writeUInt16BE(records.length, 6)
  header.writeUInt32BE(0, 8)
  const answers = records.map((bytes) => Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length, ...bytes]))
  return Buffer.concat([header, question, ...answers])
}

async function nameServer(zone: Zone): Promise<readonly string[]> {
  const socket: Socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const answer = reply(query, zone)
    if (answer !== null) socket.send(answer, from.port, from.address)
  })
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound))
  closers.push(() => socket.close())
  return [`127.0.0.1:${String(socket.address().port)}`]
}

const six = [0x2a, 0, ...Array.from({ length: 13 }, () => 0), 1]
const never = () => new AbortController().signal

test('A and AAAA records with their ranges', async () => {
  const servers = await nameServer({ 'shop.example.com': [[93, 184, 216, 34], [10, 0, 0, 1], six] })
  const dns = await resolveName('shop.example.com', { servers }, never())
  expect(dns.servers).toBe('found')
  expect(dns.records).toEqual([
    { address: '93.184.216.34', family: 4, range: 'public' },
    { address: '10.0.0.1', family: 4, range: 'private' },
    { address: '2a00::1', family: 6, range: 'public' },
  ])
})

test('no such name, and a name without addresses', async () => {
  const servers = await nameServer({ 'empty.example.com': [] })
  expect((await resolveName('gone.example.com', { servers }, never())).servers).toBe('not-found')
  expect((await resolveName('empty.example.com', { servers }, never())).servers).toBe('not-found')
})

test('a name server that never answers is left with the signal', async () => {
  const servers = await nameServer({})
  const dns = await resolveName('silent.example.com', { servers }, AbortSignal.timeout(200))
  expect(dns.servers).toBe('unavailable')
})

/** A server that takes connections and says nothing. */
async function silentServer(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined))
  await new Promise<void>((bound) => server.listen(0, '127.0.0.1', bound))
  closers.push(() => server.close())
  return (server.address() as AddressInfo).port
}

const wish = (url: string) =>
  ({ url, scope: 'full', roots: [], connectTo: null, method: 'GET', authorization: null }) as const
const states = (seen: Parameters<typeof checklist>[0]) =>
  Object.fromEntries(checklist(seen).map(({ id, state }) => [id, state]))

test('a name that leads inside fails, whatever listens there', async () => {
  const port = await silentServer()
  const names = { servers: await nameServer({ 'shop.example.com': [[127, 0, 0, 1]] }) }
  const limits = { handshake: 300 }
  const seen = await probe(wish(`https://shop.example.com:${String(port)}/`), {
    clocks: testClocks,
    signal: never(),
    names,
    limits,
  })
  expect(states(seen)).toMatchObject({ host: 'pass', dns: 'fail', connect: 'pass', version: 'fail', answer: 'unknown' })
})

test('the whole has a deadline, and says that it ran out of time', async () => {
  const port = await silentServer()
  const seen = await probe(wish(`https://127.0.0.1:${String(port)}/`), {
    clocks: testClocks,
    signal: never(),
    limits: { total: 200 },
  })
  expect(seen).toMatchObject({ finished: true, stoppedBy: 'deadline' })
})

test('a check that is stopped ends, and leaves open what was not looked at', async () => {
  const port = await silentServer()
  const stop = new AbortController()
  const seen = await probe(wish(`https://127.0.0.1:${String(port)}/`), {
    clocks: testClocks,
    signal: stop.signal,
    progress: ({ connects }) => connects !== null && stop.abort(),
  })
  expect(seen.stoppedBy).toBe('user')
  expect(states(seen)).toMatchObject({ chain: 'unknown', answer: 'unknown' })
})

test('stopped before it began: no answer, and nothing that is thrown later', async () => {
  const unheard: unknown[] = []
  const hear = (thrown: unknown) => unheard.push(thrown)
  process.on('unhandledRejection', hear)
  const dns = await resolveName('nobody.invalid', { servers: null }, AbortSignal.abort())
  // The cancelled questions reject on a later turn of the loop.
  for (let turn = 0; turn < 20; turn++) await new Promise((next) => setImmediate(next))
  process.off('unhandledRejection', hear)
  expect(dns.servers).toBe('unavailable')
  expect(unheard).toEqual([])
})
