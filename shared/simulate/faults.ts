import type { Kind } from './kinds.ts'

/** A mistake on purpose, to teach with. */
export interface Fault {
  readonly id: FaultId
  readonly title: string
  /** What happens, and what the listener should show. */
  readonly purpose: string
}

export const FAULT_IDS = [
  'wrong-salt',
  'lower-case',
  'wrong-order',
  'tampered',
  'unknown-kid',
  'expired-token',
  'alg-none',
  'amp-template',
  'unfilled-placeholder',
  'unknown-status',
] as const
export type FaultId = (typeof FAULT_IDS)[number]

/** The mistakes of domain.md §2.4 and §3, one each. */
export const FAULTS: readonly Fault[] = [
  { id: 'wrong-salt', title: 'Wrong salt', purpose: 'The digest is made with another salt than the registered one.' },
  { id: 'lower-case', title: 'Digest in lower case', purpose: 'The digest is right, but in lower-case letters.' },
  {
    id: 'wrong-order',
    title: 'Values in the wrong order',
    purpose: 'The digest joins the right values the wrong way.',
  },
  { id: 'tampered', title: 'Changed on the way', purpose: 'The callback is changed after it was digested or signed.' },
  { id: 'unknown-kid', title: 'Unknown key', purpose: 'The token names a key that no key set holds.' },
  { id: 'expired-token', title: 'Expired token', purpose: 'The token is signed rightly, but its time is over.' },
  { id: 'alg-none', title: 'No signature (alg: none)', purpose: 'The token says that it needs no signature.' },
  { id: 'amp-template', title: '&amp; in the template', purpose: 'The template was registered with &amp; for &.' },
  { id: 'unfilled-placeholder', title: 'Unfilled placeholder', purpose: 'A placeholder arrives with its braces.' },
  { id: 'unknown-status', title: 'Unknown status', purpose: 'A status arrives that no document names.' },
]

const UNDIGESTED = new Set(['TEST'])
const digested = ({ family, event }: Pick<Kind, 'family' | 'event'>) => family === 'legacy' && !UNDIGESTED.has(event)
const isLoan = ({ family }: Pick<Kind, 'family'>) => family === 'loan'
/** Events of RCO+ whose body is the whole checkout object have no status of their own to get wrong. */
const isWebhook = ({ family, event }: Pick<Kind, 'family' | 'event'>) =>
  family === 'rco-plus' && event !== 'AUTHORIZATION' && event !== 'MANAGEMENT'

/** True when a mistake can be made with a kind of callback: a callback without a digest cannot have a wrong one. */
export function canHave(kind: Pick<Kind, 'family' | 'event'>, fault: FaultId): boolean {
  switch (fault) {
    case 'wrong-salt':
    case 'lower-case':
    case 'wrong-order':
    case 'unfilled-placeholder':
      return digested(kind)
    case 'amp-template':
      return kind.family === 'legacy'
    case 'tampered':
      return digested(kind) || isLoan(kind)
    case 'unknown-kid':
    case 'expired-token':
    case 'alg-none':
      return isLoan(kind)
    case 'unknown-status':
      if (kind.family === 'legacy') return kind.event === 'AUTOMATIC_FRAUD_CONTROL'
      return !isWebhook(kind) && kind.event !== 'TEST'
  }
}
