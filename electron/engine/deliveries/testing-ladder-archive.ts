import { openArchive } from '../store/archive.ts'
import { groupRequest } from './identity.ts'
import { callbackRow } from '../inbox-row.ts'
import type { Archive } from '../store/types.ts'
import { createJudge } from '../verify/judge.ts'
import { PUBLISHED_LADDER } from '../../../shared/checks/ladder/ladder.ts'
import type { CallbackFacts, StoredEntry } from '../../../shared/model/stored.ts'

/*
 * An archive in which deliveries have been going on for hours, for the window tests and the pictures: nobody can wait for a ladder.
 * Run as a program it writes one: node electron/engine/deliveries/testing-ladder-archive.ts FILE.
 */

/** One delivery: its event and id, how many attempts, which one succeeded (0: none), when the last one was (ms ago). */
export interface Story {
  readonly target: string
  readonly count: number
  readonly done: number
  readonly lastMsAgo: number
  readonly first?: number
  readonly status?: number
  readonly body?: string
  readonly agents?: readonly string[]
}

const MINUTE = 60_000
const query = (event: string, id: string, more = '') => `/callback?event-type=${event}&paymentId=${id}${more}`

/** What the pictures show: waiting, delivered late and at once, lost, a pair, a duplicate, and one without a schedule. */
export const STORIES: readonly Story[] = [
  { target: query('ANNULMENT', 'order-100390'), count: 20, done: 0, lastMsAgo: 95 * MINUTE },
  { target: query('UNFREEZE', 'order-100482'), count: 9, done: 9, lastMsAgo: 70 * MINUTE },
  {
    target: query('BOOKED', 'order-100483'),
    count: 1,
    done: 1,
    lastMsAgo: 66 * MINUTE,
    body: '{"addedPaymentSpecificationLines":[]}',
  },
  { target: query('FINALIZATION', 'order-100483'), count: 1, done: 1, lastMsAgo: 66 * MINUTE - 400 },
  {
    target: query('UPDATE', 'order-100388'),
    count: 2,
    done: 2,
    lastMsAgo: 50 * MINUTE,
    body: '{"paymentDiff":{"type":"DEBIT"}}',
  },
  { target: query('UNFREEZE', 'order-100399'), count: 3, done: 1, lastMsAgo: 44 * MINUTE },
  {
    target: query('AUTOMATIC_FRAUD_CONTROL', 'order-100477', '&result=THAWED'),
    count: 4,
    done: 4,
    first: 9,
    lastMsAgo: 30 * MINUTE,
  },
  {
    target: '/mapi',
    count: 3,
    done: 0,
    lastMsAgo: 12 * MINUTE,
    body: '{"paymentId":"8f1c2d3e-4b5a-6978-8f1c-2d3e4b5a6978","status":"FROZEN","created":"2026-06-02T12:00:00Z"}',
  },
  { target: query('UNFREEZE', 'order-100485'), count: 2, done: 2, lastMsAgo: 5 * MINUTE, status: 302 },
  {
    target: query('BOOKED', 'order-100486'),
    count: 1,
    done: 1,
    lastMsAgo: 2 * MINUTE,
    agents: ['Java/17.0.9', 'Apache-HttpClient/4.5.14'],
  },
  { target: query('AUTOMATIC_FRAUD_CONTROL', 'order-100479', '&result=FROZEN'), count: 10, done: 0, lastMsAgo: 20_000 },
]

interface Draft {
  readonly at: number
  readonly raw: Buffer
  readonly headLength: number
  readonly status: number
}

const facts = (headLength: number, status: number, framing: 'none' | 'length'): CallbackFacts => ({
  kind: 'callback',
  connection: {
    number: 1,
    peer: { address: '13.50.187.51', port: 40_000 },
    local: { address: '127.0.0.1', port: 8443 },
    scheme: 'https',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', sni: 'shop.example', alpn: null },
  },
  requestNumber: 1,
  headLength,
  framing,
  times: { secured: 4, firstByte: 5, headEnd: 5, bodyEnd: 6, stored: 7, answered: null },
  answerStatus: status,
  simulated: false,
})

function request(target: string, body: string | undefined, agent: string): { raw: Buffer; headLength: number } {
  const length =
    body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n`
  const head = `${body === undefined ? 'GET' : 'POST'} ${target} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${agent}\r\n${length}\r\n`
  return { raw: Buffer.from(head + (body ?? '')), headLength: Buffer.byteLength(head) }
}

function drafts(
  { target, count, done, lastMsAgo, first = 1, status = 503, body, agents = ['Java/17.0.9'] }: Story,
  now: number,
): Draft[] {
  const offset = (index: number) => PUBLISHED_LADDER.offsets[first - 1 + index] ?? 0
  const start = now - lastMsAgo - offset(count - 1)
  return Array.from({ length: count }, (_, index) => {
    const good = done > 0 && index + 1 >= done
    return agents.map((agent, which) => ({
      at: start + offset(index) + index * 430 + which * 40,
      ...request(target, body, agent),
      status: good && which === agents.length - 1 ? 204 : agents.length > 1 ? 403 : status,
    }))
  }).flat()
}

function append(archive: Archive, { at, raw, headLength, status }: Draft): Promise<StoredEntry> {
  const one = facts(headLength, status, raw.length > headLength ? 'length' : 'none')
  return new Promise((done, failed) => {
    archive.append({ receivedAt: at, raw, facts: one }, (result) => {
      if ('problem' in result) return failed(new Error(result.problem.message))
      const outcome = { sent: true, afterMs: 31 }
      return done({ sequence: result.sequence, receivedAt: at, raw, facts: one, outcome })
    })
    archive.flush()
  })
}

/** Writes an archive with these deliveries; `now` in ms since 1970. */
export async function writeLadderArchive(
  file: string,
  now: number,
  stories: readonly Story[] = STORIES,
): Promise<void> {
  const opened = openArchive({
    file,
    expecting: () => 0,
    retention: () => ({ maxCount: null, maxAgeDays: null, maxBytes: null }),
    wall: () => now,
    notice: () => undefined,
  })
  if (!opened.ok) throw new Error(opened.problem.message)
  const archive = opened.value
  const judge = createJudge({ decodedBytes: 1_000_000 })
  const all = stories.flatMap((story) => drafts(story, now)).toSorted((one, other) => one.at - other.at)
  for (const draft of all) {
    const entry = await append(archive, draft)
    if (entry.facts.kind !== 'callback') continue
    const judgement = await judge(entry, { profiles: [], keySets: [] })
    const row = callbackRow(entry, entry.facts, judgement)
    const grouping = groupRequest(entry, entry.facts, judgement, [], row.status)
    archive.index([{ row, grouping, searchText: '', outcome: entry.outcome }], true)
  }
  archive.close()
}

const [, program, file] = process.argv
if (program?.endsWith('testing-ladder-archive.ts') === true && file !== undefined)
  await writeLadderArchive(file, Date.now())
