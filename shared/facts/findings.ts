import { DIGEST_FINDINGS } from './findings/digest.ts'
import { CREDENTIAL_FINDINGS, HINT_FINDINGS } from './findings/hints.ts'
import { NOTE_FINDINGS } from './findings/notes.ts'
import { CLAIM_FINDINGS } from './findings/claims.ts'
import { KEY_FINDINGS } from './findings/keys.ts'
import { PAYMENT_FINDINGS } from './findings/payment.ts'
import { SIGNATURE_FINDINGS } from './findings/signature.ts'
import { SOURCE_FINDINGS } from './findings/source.ts'
import { ANSWER_FINDINGS, TRANSPORT_FINDINGS } from './findings/surroundings.ts'
import { TEMPLATE_FINDINGS } from './findings/template.ts'
import { TOKEN_FINDINGS } from './findings/token.ts'

/** The closed catalogue of findings; docs/findings.md is made from it. A code, once published, keeps its meaning. */
export const FINDINGS = {
  ...DIGEST_FINDINGS,
  ...SIGNATURE_FINDINGS,
  ...KEY_FINDINGS,
  ...CLAIM_FINDINGS,
  ...TOKEN_FINDINGS,
  ...SOURCE_FINDINGS,
  ...CREDENTIAL_FINDINGS,
  ...TRANSPORT_FINDINGS,
  ...ANSWER_FINDINGS,
  ...NOTE_FINDINGS,
  ...HINT_FINDINGS,
  ...TEMPLATE_FINDINGS,
  ...PAYMENT_FINDINGS,
} as const

/** The closed set of finding codes. */
export type FindingCode = keyof typeof FINDINGS
