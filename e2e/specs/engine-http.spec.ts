import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plainClient, tlsClient, type RawClient } from '../../electron/engine/listener/testing.ts'
import {
  bytesOf,
  fits,
  httpCases,
  wantedOutcome,
  type HttpCase,
  type WantedOutcome,
} from '../../electron/engine/listener/testing-cases.ts'
import type { ExportRecord } from '../../shared/export/record-schema.ts'
import { expect, test } from '../fixtures/app.ts'
import { archived, closed } from '../pages/archive-export.ts'
import { enginePid } from '../pages/engine-process.ts'

/* Every HTTP case of the project against the engine as it runs in the app: a utility process of Electron's own Node. */

const AT_ONCE = 16
const SCHEMES = ['https', 'http'] as const
type Scheme = (typeof SCHEMES)[number]

interface Played {
  readonly entry: HttpCase
  readonly scheme: Scheme
  readonly wanted: WantedOutcome
  /** By its port the archive knows the connection again. */
  readonly port: number
  readonly statuses: readonly number[]
}

const finalStatuses = (client: RawClient): number[] => client.statuses.filter((status) => status !== 100)

/** Resolves when so many answers came, or the other side has ended. */
async function answered(client: RawClient, count: number): Promise<void> {
  while (finalStatuses(client).length < count && !client.socket.readableEnded && !client.socket.destroyed) {
    await new Promise<void>((done) => {
      for (const event of ['data', 'end', 'close']) client.socket.once(event, () => done())
    })
  }
}

async function play(entry: HttpCase, scheme: Scheme, port: number): Promise<Played> {
  const wanted = wantedOutcome(entry)
  const client = await (scheme === 'https' ? tlsClient(port) : plainClient(port))
  const own = client.raw.localPort ?? 0
  client.socket.setMaxListeners(100)
  const bytes = bytesOf(entry)
  if (bytes.length > 0) await new Promise((sent) => client.socket.write(bytes, sent))
  if (entry.end === 'fin') client.socket.end()
  if (entry.end === 'rst') client.raw.resetAndDestroy()
  await answered(client, wanted.captures + (wanted.troubles === 'none' ? 0 : 1))
  // What is refused is closed by the listener; a callback alone leaves the connection open for the next.
  if (wanted.troubles !== 'none' || entry.end === 'fin') await client.ended
  client.socket.destroy()
  return { entry, scheme, wanted, port: own, statuses: finalStatuses(client) }
}

/** Plays every case on both listeners, some at a time. */
async function playAll(ports: Readonly<Record<Scheme, number>>): Promise<readonly Played[]> {
  const waiting = httpCases().flatMap((entry) => SCHEMES.map((scheme) => ({ entry, scheme })))
  const played: Played[] = []
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      played.push(await play(next.entry, next.scheme, ports[next.scheme]))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return played
}

async function goodRequest(scheme: Scheme, port: number): Promise<void> {
  const client = await (scheme === 'https' ? tlsClient(port) : plainClient(port))
  client.socket.write(`GET /still-here-${scheme} HTTP/1.1\r\nHost: a\r\n\r\n`)
  await client.expect('HTTP/1.1 204 No Content\r\n\r\n')
  client.socket.destroy()
}

/** What is wrong with the outcome of one case; nothing is the hope. */
function faultsOf({ entry, wanted, statuses }: Played, records: readonly ExportRecord[]): string[] {
  const callbacks = records.filter(({ type }) => type === 'callback')
  const rows = records.flatMap((record) => (record.type === 'connection' ? [record] : []))
  const faults: string[] = []
  if (callbacks.length !== wanted.captures) faults.push(`${String(callbacks.length)} callbacks`)
  if (rows.length !== (wanted.troubles === 'none' ? 0 : 1)) faults.push(`${String(rows.length)} rows of events`)
  for (const { cause, summary } of rows) {
    if (!fits(wanted, cause)) faults.push(`the cause ${cause}`)
    if (summary.length < 20) faults.push('no sentence')
  }
  // Captured and refused bytes together are what was sent.
  const kept = Buffer.concat(records.map(({ rawBase64 }) => Buffer.from(rawBase64, 'base64')))
  if (!kept.equals(bytesOf(entry))) faults.push(`${String(kept.length)} bytes kept`)
  if (entry.end === 'rst') return faults
  const good = statuses.slice(0, wanted.captures)
  if (good.length !== wanted.captures || good.some((status) => status !== 204)) faults.push(`answers ${good.join()}`)
  const allowed = entry.expect.status ?? [400]
  const refusals = statuses.slice(wanted.captures)
  if (wanted.troubles !== 'none' && entry.end === 'wait' && !refusals.some((status) => allowed.includes(status)))
    faults.push(`refused with ${refusals.join()}`)
  return faults
}

let userData: string
test.beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'engine-http-'))
  // Short times, so that what never comes is given up within the test.
  const limits = { headerSeconds: 1, requestSeconds: 1, handshakeSeconds: 2, headerBytes: 16384 }
  await writeFile(join(userData, 'settings.json'), JSON.stringify({ version: 1, limits }))
})
test.afterEach(() => rm(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

test('every HTTP case: alive, captured or a row with its cause, and no byte lost', async ({ launchApp }) => {
  const launched = await launchApp({ userData, args: ['--http=0'] })
  const { https, http } = launched.ready.urls
  const ports = { https: Number(new URL(https ?? '').port), http: Number(new URL(http ?? '').port) }
  const engine = await enginePid(launched.app)
  const played = await playAll(ports)
  await Promise.all(SCHEMES.map((scheme) => goodRequest(scheme, ports[scheme])))
  expect(await enginePid(launched.app)).toBe(engine)
  expect(launched.complaints).toEqual([])
  await closed(launched.app)

  const records = await archived(launched.ready.archive)
  // A connection that was reset before it was accepted has no peer any more.
  const known = ({ entry, port }: Played, peer: ExportRecord['peer']) =>
    peer?.port === port || (entry.end === 'rst' && (peer?.port ?? 0) === 0)
  const of = (one: Played) =>
    records.filter(({ peer, connection }) => connection.scheme === one.scheme && known(one, peer))
  const wrong = played.flatMap((one) => {
    const faults = faultsOf(one, of(one))
    return faults.length === 0 ? [] : [`${one.entry.id} over ${one.scheme}: ${faults.join('; ')}`]
  })
  expect(wrong).toEqual([])
  expect(played).toHaveLength(2 * httpCases().length)
  expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => index + 1))
  const wanted = played.reduce((sum, one) => sum + one.wanted.captures + (one.wanted.troubles === 'none' ? 0 : 1), 0)
  expect(records).toHaveLength(wanted + SCHEMES.length)
})
