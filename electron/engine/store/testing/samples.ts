import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InboxRow } from '../../../../shared/model/inbox.ts'
import type { CallbackFacts, ConnectionEventFacts, EntryFacts } from '../../../../shared/model/stored.ts'
import type { Problem } from '../../../../shared/protocol/errors.ts'
import { openArchive } from '../archive.ts'
import type { ArchiveInternals } from '../archive.ts'
import { loadDriver } from '../sqlite.ts'
import type { DriverName } from '../sqlite.ts'
import type { AppendDone, Archive, ArchiveOptions, Arrival, IndexEntry } from '../types.ts'

/** The drivers that this runtime has: under Node 24 both. */
export const DRIVERS: readonly DriverName[] = (['builtin', 'package'] as const).filter(
  (name) => loadDriver(name) !== null,
)

/** An empty folder of its own, and how to remove it. */
export function tempFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'archive-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

const connection: CallbackFacts['connection'] = {
  number: 1,
  peer: { address: '127.0.0.1', port: 40000 },
  local: { address: '127.0.0.1', port: 8443 },
  scheme: 'https',
  tls: { version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', sni: 'localhost', alpn: null },
}

export const callbackFacts: CallbackFacts = {
  kind: 'callback',
  connection,
  requestNumber: 1,
  headLength: 20,
  framing: 'none',
  times: { secured: 1, firstByte: 2, headEnd: 3, bodyEnd: 4, stored: null, answered: null },
  answerStatus: 204,
  simulated: false,
}

export const eventFacts: ConnectionEventFacts = {
  kind: 'connection',
  connection,
  requestNumber: 1,
  trouble: { cause: 'tls-failed', code: 'ERR_SSL_X', summary: 'The handshake failed.', hello: null, answered: null },
  bytesSeen: 3,
}

export function arrival(text: string, facts: EntryFacts = callbackFacts, receivedAt = 1_000): Arrival {
  return { receivedAt, raw: Buffer.from(text, 'latin1'), facts }
}

/** An inbox row of a legacy BOOKED callback, with what the test changes. */
export function row(sequence: number, changes: Partial<InboxRow> = {}): InboxRow {
  return {
    sequence,
    kind: 'callback',
    receivedAt: 1_000 + sequence,
    family: 'legacy',
    eventType: 'BOOKED',
    reference: `ref-${String(sequence)}`,
    method: 'POST',
    target: `/callbacks/BOOKED/${String(sequence)}`,
    status: 204,
    size: 100,
    peer: '127.0.0.1',
    lights: ['pass', 'not-applicable', 'unchecked', 'pass', 'pass'],
    cause: null,
    simulated: false,
    ...changes,
  }
}

export const entryOf = (one: InboxRow, searchText = '', outcome: IndexEntry['outcome'] = null): IndexEntry => ({
  row: one,
  searchText,
  outcome,
})

export interface Opened {
  readonly archive: Archive
  /** The banner under each key; only those that are up. */
  readonly notices: Map<string, Problem>
}

export type SampleOptions = Partial<ArchiveOptions> & { readonly file: string }

/** Opens an archive, or throws the problem's code and sentence. */
export function openSample(options: SampleOptions, internals: ArchiveInternals = {}): Opened {
  const notices = new Map<string, Problem>()
  const result = openArchive(
    {
      expecting: () => 0,
      retention: () => ({ maxCount: null, maxAgeDays: null, maxBytes: null }),
      wall: () => 1_000,
      notice: (key, problem) => void (problem === null ? notices.delete(key) : notices.set(key, problem)),
      ...options,
    },
    internals,
  )
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`)
  return { archive: result.value, notices }
}

type Outcome = Parameters<AppendDone>[0]

/** Appends one and gives what became of it. */
export function append(archive: Archive, one: Arrival): Promise<Outcome> {
  return new Promise((settle) => archive.append(one, settle))
}

/** Appends many in order and gives their outcomes. */
export function appendAll(archive: Archive, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  return Promise.all(arrivals.map((one) => append(archive, one)))
}

/** Stores and indexes `count` arrivals; gives their numbers. */
export async function fill(
  archive: Archive,
  count: number,
  make: (sequence: number) => IndexEntry = (n) => entryOf(row(n)),
): Promise<number[]> {
  const outcomes = await appendAll(
    archive,
    Array.from({ length: count }, (_, index) => arrival(`GET /${String(index)} HTTP/1.1\r\n\r\n`)),
  )
  const sequences = outcomes.map((outcome) => ('sequence' in outcome ? outcome.sequence : 0))
  archive.index(sequences.map(make), true)
  return sequences
}
