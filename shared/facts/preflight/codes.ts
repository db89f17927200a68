import { URL_FINDINGS } from './url.ts'
import { NETWORK_FINDINGS } from './network.ts'
import { CERTIFICATE_FINDINGS } from './certificate.ts'
import { ANSWER_FINDINGS } from './answer.ts'

/** The closed catalogue of the endpoint check. A code, once published, keeps its meaning. */
export const CHECK_FINDINGS = {
  ...URL_FINDINGS,
  ...NETWORK_FINDINGS,
  ...CERTIFICATE_FINDINGS,
  ...ANSWER_FINDINGS,
} as const

export type CheckCode = keyof typeof CHECK_FINDINGS
