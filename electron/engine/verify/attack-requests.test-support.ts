import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/* The attacks as requests; also for tests of the window, so that nothing of the engine is imported here. */

const FILE = join(import.meta.dirname, '../../../e2e/corpus/jws-attacks/attacks.json')

/** A case of e2e/corpus/jws-attacks: a token, the name of its key set, and what must be said of it. */
export interface Attack {
  readonly id: string
  readonly title: string
  readonly jwks: string
  readonly jwsData: string
  readonly expect: {
    readonly verdict: string
    readonly reason: string
    readonly alt?: readonly string[]
    readonly envelope?: unknown
    readonly noFetch?: boolean
    readonly noFile?: boolean
  }
}

/** Every attack; `now` in seconds since 1970. */
export const attacks = JSON.parse(readFileSync(FILE, 'utf8')) as { now: number; cases: Attack[] }

/** The attacks by the name of their key set. */
export function attacksByKeySet(): readonly (readonly [string, readonly Attack[]])[] {
  const names = [...new Set(attacks.cases.map(({ jwks }) => jwks))]
  return names.map((name) => [name, attacks.cases.filter(({ jwks }) => jwks === name)] as const)
}

/** A JSON body as a raw request with one character for each byte. */
export function requestWith(body: string): string {
  const bytes = Buffer.from(body, 'utf8')
  const head = `POST /loan HTTP/1.1\r\nHost: shop.example.test\r\nContent-Type: application/json\r\nContent-Length: ${String(bytes.length)}`
  return `${head}\r\n\r\n${bytes.toString('latin1')}`
}

/** An attack as a raw request: the token in a body, beside the event that it must be compared with. */
export const requestOf = ({ jwsData, expect: { envelope } }: Attack): string =>
  requestWith(JSON.stringify({ jwsData, externalApplicationEvent: envelope }))

/** Whether verdict and reason are those of the case. */
export function isAsExpected({ expect }: Attack, verdict: unknown, reason: unknown): boolean {
  return verdict === expect.verdict && [expect.reason, ...(expect.alt ?? [])].some((right) => right === reason)
}
