import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateForTests } from './testing-certificate.ts'
import { bytesOf, casesFolder, fits, httpCases, wantedOutcome } from './testing-cases.ts'
import type { HttpCase, WantedOutcome } from './testing-cases.ts'
import { parseHead } from './wire/head.ts'
import { plainClient, startTestListener, testLimits, tlsClient, type RawClient, type TestListener } from './testing.ts'

/* The HTTP cases of the project, through real sockets: plain, and again inside TLS. */

const cases = httpCases()
/** Short times, and the 16 KiB header limit that the case query-20k is written for. */
const limits = testLimits({ headerBytes: 16384, headerSeconds: 1, requestSeconds: 1, handshakeSeconds: 2 })

function finish(client: RawClient, how: HttpCase['end']): void {
  if (how === 'fin') client.socket.end()
  else if (how === 'rst') client.raw.resetAndDestroy()
}

async function play(server: TestListener, client: RawClient, entry: HttpCase): Promise<void> {
  const { sink, listener } = server
  const wanted = wantedOutcome(entry)
  const bytes = bytesOf(entry)
  const mark = { captures: sink.captures.length, troubles: sink.troubles.length, silent: listener.status().silent }
  if (bytes.length > 0) await new Promise((sent) => client.socket.write(bytes, sent))
  finish(client, entry.end)
  const captures = () => sink.captures.slice(mark.captures)
  const troubles = () => sink.troubles.slice(mark.troubles)
  await sink.until(
    () => captures().length >= wanted.captures && troubles().length >= (wanted.troubles === 'none' ? 0 : 1),
  )
  if (entry.expect.outcome === 'closed') await sink.until(() => listener.status().silent === mark.silent + 1)
  await sink.until(() => sink.outcomes.length === sink.captures.length)
  await checkAnswers(client, entry, wanted)
  expect(captures()).toHaveLength(wanted.captures)
  expect(troubles()).toHaveLength(wanted.troubles === 'none' ? 0 : 1)
  for (const { facts } of troubles()) expect([facts.trouble.cause, fits(wanted, facts.trouble.cause)]).toContain(true)
  // No byte lost: what was captured and what was refused are, together, what was sent (a refusal keeps the first 64 KiB).
  const kept = Buffer.concat([...captures(), ...troubles()].map(({ raw }) => raw))
  expect(kept.equals(bytes)).toBe(true)
  await expectGoodRequest(server)
}

async function checkAnswers(client: RawClient, entry: HttpCase, wanted: WantedOutcome): Promise<void> {
  if (entry.end === 'rst') return
  for (let n = 0; n < wanted.captures; n++) await client.expect('HTTP/1.1 204')
  const allowed = entry.expect.status ?? [400]
  if (wanted.troubles !== 'none' && entry.end === 'wait') {
    await client.ended
    expect(client.statuses.slice(wanted.captures).some((status) => allowed.includes(status))).toBe(true)
  }
}

async function expectGoodRequest({ sink, port }: TestListener): Promise<void> {
  const before = sink.captures.length
  const client = await (sink === secure?.sink ? tlsClient(port) : plainClient(port))
  client.socket.write('GET /still-here HTTP/1.1\r\nHost: a\r\n\r\n')
  await client.expect('HTTP/1.1 204 No Content\r\n\r\n')
  client.socket.destroy()
  expect(sink.captures).toHaveLength(before + 1)
  await sink.until(() => sink.outcomes.length === sink.captures.length)
}

let secure: TestListener | null = null
const faults: unknown[] = []
const fault = (thrown: unknown) => faults.push(thrown)
process.on('uncaughtExceptionMonitor', fault)
process.on('unhandledRejection', fault)

describe.each(['plain', 'tls'] as const)('HTTP cases over %s', (kind) => {
  let server: TestListener
  beforeAll(async () => {
    server = await startTestListener(
      kind === 'tls' ? { scheme: 'https', tls: await certificateForTests(), limits } : { limits },
    )
    if (kind === 'tls') secure = server
  })
  afterAll(async () => {
    await server.listener.stop(0)
    expect(faults).toEqual([])
  })

  it.each(cases)('$id', async (entry) => {
    const client = await (kind === 'tls' ? tlsClient(server.port) : plainClient(server.port))
    await play(server, client, entry)
    client.socket.destroy()
  })
})

describe('the cases themselves', () => {
  it.each(cases)('$id has the bytes that the manifest names', (entry) => {
    expect(createHash('sha256').update(bytesOf(entry)).digest('hex').slice(0, entry.sha256.length)).toBe(entry.sha256)
  })
})

describe('heads of captured cases', () => {
  it('come with headers in order and spelling', () => {
    const bytes = readFileSync(resolve(casesFolder, 'ok-header-case-dup.bin'))
    const head = parseHead(bytes, bytes.indexOf('\r\n\r\n') + 4)
    const lines = bytes.toString('latin1').split('\r\n').slice(1, -2)
    expect(head.headers.map(([name, value]) => `${name}: ${value}`)).toEqual(lines)
  })
})
