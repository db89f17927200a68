import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/* For tests: the HTTP cases of the project, and what must come of each. */

export interface HttpCase {
  readonly id: string
  readonly file: string
  readonly sha256: string
  /** What the sender does after the bytes: keeps the connection open and reads, closes its side, or resets. */
  readonly end: 'wait' | 'fin' | 'rst'
  readonly expect: {
    readonly outcome: string
    readonly n: number
    readonly status?: readonly number[]
    readonly prefer?: string
  }
}

export const casesFolder = resolve(import.meta.dirname, '../../../e2e/corpus/http')

export function httpCases(): readonly HttpCase[] {
  const manifest: unknown = JSON.parse(readFileSync(resolve(casesFolder, 'manifest.json'), 'utf8'))
  return (manifest as { readonly cases: readonly HttpCase[] }).cases
}

export const bytesOf = ({ file }: HttpCase): Buffer => readFileSync(resolve(casesFolder, file))

/** Causes of a request that never became complete; every other cause is one of something that is no request. */
export const INCOMPLETE: ReadonlySet<string> = new Set(['aborted', 'header-timeout', 'body-timeout'])

/** Where the manifest lets us choose: what it prefers; else what docs/architecture.md says. */
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

export interface WantedOutcome {
  readonly captures: number
  readonly troubles: 'none' | 'malformed' | 'incomplete'
}

/** Takes a case, gives how many callbacks and which row must come of it. Throws when nothing was chosen. */
export function wantedOutcome(entry: HttpCase): WantedOutcome {
  const { outcome, n, prefer } = entry.expect
  const chosen = outcome === 'either' ? (prefer ?? CHOSEN[entry.id] ?? 'unknown') : outcome
  if (chosen === 'captured') return { captures: Math.max(1, n), troubles: 'none' }
  if (chosen === 'captured+malformed') return { captures: n, troubles: 'malformed' }
  if (chosen === 'closed') return { captures: 0, troubles: 'none' }
  if (chosen !== 'malformed' && chosen !== 'incomplete') throw new Error(`${entry.id}: no outcome chosen`)
  return { captures: 0, troubles: chosen }
}

/** Whether a cause fits what was wanted. */
export const fits = ({ troubles }: WantedOutcome, cause: string): boolean =>
  troubles !== 'none' && INCOMPLETE.has(cause) === (troubles === 'incomplete')
