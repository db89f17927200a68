import { corpus, post } from './test-support.ts'

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
export const attacks = corpus<{ now: number; cases: Attack[] }>('jws-attacks/attacks.json')

/** The attacks by the name of their key set. */
export function attacksByKeySet(): readonly (readonly [string, readonly Attack[]])[] {
  const names = [...new Set(attacks.cases.map(({ jwks }) => jwks))]
  return names.map((name) => [name, attacks.cases.filter(({ jwks }) => jwks === name)] as const)
}

/** An attack as a callback: the token in a body, beside the event that it must be compared with. */
export function requestOf({ jwsData, expect: { envelope } }: Attack): string {
  return post('/loan', JSON.stringify({ jwsData, externalApplicationEvent: envelope }))
}

/** Whether verdict and reason are those of the case. */
export function isAsExpected({ expect }: Attack, verdict: unknown, reason: unknown): boolean {
  return verdict === expect.verdict && [expect.reason, ...(expect.alt ?? [])].some((right) => right === reason)
}
