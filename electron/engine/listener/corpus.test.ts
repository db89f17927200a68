import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateForTests } from './testing-certificate.ts'
import { parseHead } from './wire/head.ts'
import { plainClient, startTestListener, testLimits, tlsClient, type RawClient, type TestListener } from './testing.ts'

/** The HTTP cases of the project, through real sockets: plain, and again inside TLS. */
interface Case {
  readonly id: string
  readonly file: string
  readonly sha256: string
  readonly end: 'wait' | 'fin' | 'rst'
  readonly expect: {
    readonly outcome: string
    readonly n: number
    readonly status?: readonly number[]
    readonly prefer?: string
  }
}

const folder = resolve(import.meta.dirname, '../../../e2e/corpus/http')
const { cases } = JSON.parse(readFileSync(resolve(folder, 'manifest.json'), 'utf8')) as { cases: readonly Case[] }
const bytesOf = (entry: Case) => readFileSync(resolve(folder, entry.file))

/** Short times, and the 16 KiB header limit that the case query-20k is written for. */
const limits = testLimits({ headerBytes: 16384, headerSeconds: 1, requestSeconds: 1, handshakeSeconds: 2 })
const INCOMPLETE = new Set(['aborted', 'header-timeout', 'body-timeout'])

/** What must come of a case. Where the manifest lets us choose, what it prefers; else what docs/architecture.md says. */
const CHOSEN: Readonly<Record<string, string>> = {
  'malformed-version-12': 'malformed',
  'malformed-target-relative': 'captured',
  'framing-te-dup': 'malformed',
  'framing-te-chunked-chunked': 'malformed',
  'framing-te-trailing-comma': 'malformed',
  'framing-te-empty': 'malformed',
  'framing-te-http10': 'malformed',
  'framing-cl-leading-zeros': 'captured',
  'framing-chunk-leading-zeros': 'captured',
}

function wantedOutcome(entry: Case): { captures: number; troubles: 'none' | 'malformed' | 'incomplete' } {
  const { outcome, n, prefer } = entry.expect
  const chosen = outcome === 'either' ? (prefer ?? CHOSEN[entry.id] ?? 'unknown') : outcome
  if (chosen === 'captured') return { captures: Math.max(1, n), troubles: 'none' }
  if (chosen === 'captured+malformed') return { captures: n, troubles: 'malformed' }
  if (chosen === 'closed') return { captures: 0, troubles: 'none' }
  if (chosen !== 'malformed' && chosen !== 'incomplete') throw new Error(`${entry.id}: no outcome chosen`)
  return { captures: 0, troubles: chosen }
}

function finish(client: RawClient, how: Case['end']): void {
  if (how === 'fin') client.socket.end()
  else if (how === 'rst') client.raw.resetAndDestroy()
}

async function play(server: TestListener, client: RawClient, entry: Case): Promise<void> {
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
  const cause = troubles()[0]?.facts.trouble.cause
  if (wanted.troubles === 'incomplete') expect(INCOMPLETE.has(cause ?? '')).toBe(true)
  if (wanted.troubles === 'malformed') expect(INCOMPLETE.has(cause ?? 'aborted')).toBe(false)
  // No byte lost: what was captured and what was refused are, together, what was sent (a refusal keeps the first 64 KiB).
  const kept = Buffer.concat([...captures(), ...troubles()].map(({ raw }) => raw))
  expect(kept.equals(bytes)).toBe(true)
  await expectGoodRequest(server)
}

async function checkAnswers(client: RawClient, entry: Case, wanted: ReturnType<typeof wantedOutcome>): Promise<void> {
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
    const bytes = readFileSync(resolve(folder, 'ok-header-case-dup.bin'))
    const head = parseHead(bytes, bytes.indexOf('\r\n\r\n') + 4)
    const lines = bytes.toString('latin1').split('\r\n').slice(1, -2)
    expect(head.headers.map(([name, value]) => `${name}: ${value}`)).toEqual(lines)
  })
})
