import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/* The tokens of e2e/corpus/jws.json with what must be said of each; also for tests of the window, so that nothing of the engine is imported here. */

const FILE = join(import.meta.dirname, '../../../e2e/corpus/jws.json')

interface Vector {
  readonly id: string
  readonly jwsData: string
  readonly expectedVerdict: string
  readonly body?: unknown
}

/** Every token; `now` in seconds since 1970. */
export const jwsVectors = JSON.parse(readFileSync(FILE, 'utf8')) as {
  readonly now: number
  readonly jwks: unknown
  readonly vectors: readonly Vector[]
}

const VERDICTS: Readonly<Record<string, readonly [state: string, code: string]>> = {
  VALID: ['pass', 'jws-verified'],
  VALID_AFTER_TRIM: ['pass', 'jws-trimmed'],
  INVALID_SIGNATURE: ['fail', 'jws-signature-mismatch'],
  VALID_SIGNATURE_BODY_MISMATCH: ['fail', 'jws-envelope-differs'],
  KEY_NOT_FOUND: ['unchecked', 'jws-kid-not-found'],
  VALID_IF_ALL_KEYS_TRIED: ['pass', 'jws-tried-all'],
  REJECTED_ALG: ['fail', 'jws-alg-none'],
  VALID_SIGNATURE_EXPIRED: ['warn', 'jws-expired'],
  MALFORMED: ['fail', 'jws-docs-placeholder'],
}

/** State of the signature light and a code that must be among its findings. */
export function lightWanted({ expectedVerdict }: Vector): readonly [state: string, code: string] {
  return VERDICTS[expectedVerdict] ?? ['', '']
}

/** The body of the callback that carries a token. */
export const bodyOf = ({ body, jwsData }: Vector): string => JSON.stringify(body ?? { jwsData })
