import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { profileSchema } from '../../../shared/model/profile.ts'
import type { CallbackFacts, StoredEntry } from '../../../shared/model/stored.ts'
import type { Judgement, KeySet, TrustBase } from './types.ts'
import { createJudge } from './judge.ts'
import { readKeySet } from './key-set.ts'

const CORPUS = join(import.meta.dirname, '../../../e2e/corpus')

/** Text of a file of the corpus. */
export function corpusText(name: string): string {
  return readFileSync(join(CORPUS, name), 'utf8')
}

/** A JSON file of the corpus, in the shape that the test says. */
export function corpus<T>(name: string): T {
  return JSON.parse(corpusText(name)) as T
}

/** When the case sets were made: within the life of their tokens. */
export const NOON = Date.UTC(2025, 10, 21, 12)

export const noTrust: TrustBase = { profiles: [], keySets: [] }

/** A profile from its short form, as a file would hold it. */
export function profileOf(parts: Record<string, unknown>): EndpointProfile {
  return profileSchema.parse({ version: 1, name: 'Shop', ...parts })
}

/** A key set of the corpus, or from text; throws when it cannot be read. */
export async function keySetOf(text: string, name = 'bank', profileName: string | null = null): Promise<KeySet> {
  const read = await readKeySet(text, name, profileName)
  if (!read.ok) throw new Error(read.problem.message)
  return read.value
}

export interface EntryOptions {
  readonly peer?: string
  readonly receivedAt?: number
  readonly scheme?: 'https' | 'http'
  readonly tlsVersion?: string | null
  readonly port?: number
  readonly status?: number
  readonly answerPage?: CallbackFacts['answerPage']
  readonly outcome?: StoredEntry['outcome']
  readonly rule?: CallbackFacts['rule']
  readonly simulated?: boolean
  readonly framing?: CallbackFacts['framing']
}

/** A stored callback from its bytes (or text with one character per byte). */
export function entryOf(raw: string | Uint8Array, options: EntryOptions = {}): StoredEntry {
  const bytes = typeof raw === 'string' ? Buffer.from(raw, 'latin1') : Buffer.from(raw)
  const end = bytes.indexOf('\r\n\r\n')
  const { scheme = 'https', tlsVersion = 'TLSv1.3', port = 443 } = options
  const tls =
    tlsVersion === null ? null : { version: tlsVersion, cipher: 'TLS_AES_128_GCM_SHA256', sni: null, alpn: null }
  return {
    sequence: 1,
    receivedAt: options.receivedAt ?? NOON,
    raw: bytes,
    facts: {
      kind: 'callback',
      connection: {
        number: 1,
        peer: { address: options.peer ?? '192.121.110.100', port: options.peer === '' ? 0 : 40000 },
        local: { address: '127.0.0.1', port },
        scheme,
        tls,
      },
      requestNumber: 1,
      headLength: end < 0 ? bytes.length : end + 4,
      framing: options.framing ?? 'length',
      times: { secured: 1, firstByte: 2, headEnd: 2, bodyEnd: 3, stored: 4, answered: 5 },
      answerStatus: options.status ?? 204,
      ...(options.answerPage === undefined ? {} : { answerPage: options.answerPage }),
      simulated: options.simulated ?? false,
      ...(options.rule === undefined ? {} : { rule: options.rule }),
    },
    outcome: options.outcome === undefined ? { sent: true, afterMs: 4 } : options.outcome,
  }
}

const judge = createJudge({ decodedBytes: 1_048_576 })

/** Judges a request given as text or bytes. */
export async function judgeRaw(
  raw: string | Uint8Array,
  trust: TrustBase = noTrust,
  options: EntryOptions = {},
): Promise<Judgement> {
  return judge(entryOf(raw, options), trust)
}

/** Every finding code of a judgement, notes included. */
export function codesOf({ recognition, verdict }: Judgement): readonly string[] {
  const lights = Object.values(verdict).flatMap(({ findings }) => findings)
  return [...recognition.notes, ...lights].map(({ code }) => code)
}

/** A request without body. */
export const get = (target: string, headers = '') =>
  `GET ${target} HTTP/1.1\r\nHost: shop.example.test\r\n${headers}\r\n`

/** A request with a JSON body. */
export function post(target: string, body: string, headers = 'Content-Type: application/json\r\n'): string {
  const bytes = Buffer.from(body, 'utf8')
  const length = `Content-Length: ${String(bytes.length)}\r\n`
  return `POST ${target} HTTP/1.1\r\nHost: shop.example.test\r\n${headers}${length}\r\n${bytes.toString('latin1')}`
}
