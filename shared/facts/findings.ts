import { DIGEST_FINDINGS } from './findings/digest.ts'
import { NOTE_FINDINGS } from './findings/notes.ts'
import { SIGNATURE_FINDINGS } from './findings/signature.ts'
import { ANSWER_FINDINGS, SOURCE_FINDINGS, TRANSPORT_FINDINGS } from './findings/surroundings.ts'
import { TOKEN_FINDINGS } from './findings/token.ts'

/** The closed catalogue of findings; docs/findings.md is made from it. A code, once published, keeps its meaning. */
export const FINDINGS = {
  ...DIGEST_FINDINGS,
  ...SIGNATURE_FINDINGS,
  ...TOKEN_FINDINGS,
  ...SOURCE_FINDINGS,
  ...TRANSPORT_FINDINGS,
  ...ANSWER_FINDINGS,
  ...NOTE_FINDINGS,
} as const

/** The closed set of finding codes. */
export type FindingCode = keyof typeof FINDINGS
