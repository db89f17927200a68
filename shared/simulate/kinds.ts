import {
  AUTHORIZATION_STATUSES,
  CREDIT_APPLICATION_STATUSES,
  FRAUD_RESULTS,
  LEGACY_EVENTS,
  LOAN_DECISIONS,
  LOAN_EVENTS,
  MANAGEMENT_ACTIONS,
  RCO_PLUS_WEBHOOKS,
} from '../facts/events.ts'
import type { Family } from '../model/callback.ts'

export type SimulatedFamily = Exclude<Family, 'unknown'>

/** One kind of callback that can be played: an event, with what it may say (a status, a result, a decision). */
export interface Kind {
  readonly family: SimulatedFamily
  readonly event: string
  /** Values for `variant`; empty: the event says nothing more. The first one is used unless another is asked for. */
  readonly variants: readonly string[]
}

/** Types of a paymentDiff (RBD docs/development/api-types/paymentdifftype.md). */
const UPDATE_TYPES = ['DEBIT', 'AUTHORIZE', 'CREDIT', 'ANNUL'] as const

const legacyVariants: Readonly<Record<string, readonly string[]>> = {
  UPDATE: UPDATE_TYPES,
  AUTOMATIC_FRAUD_CONTROL: FRAUD_RESULTS,
}

/** Every event type of the four families (domain.md §1). */
export const KINDS: readonly Kind[] = [
  ...[...LEGACY_EVENTS.keys()].map((event) => ({
    family: 'legacy' as const,
    event,
    variants: legacyVariants[event] ?? [],
  })),
  { family: 'mapi', event: 'AUTHORIZATION', variants: AUTHORIZATION_STATUSES },
  { family: 'mapi', event: 'MANAGEMENT', variants: MANAGEMENT_ACTIONS },
  { family: 'mapi', event: 'CREDIT_APPLICATION', variants: CREDIT_APPLICATION_STATUSES },
  { family: 'mapi', event: 'TEST', variants: [] },
  { family: 'rco-plus', event: 'AUTHORIZATION', variants: AUTHORIZATION_STATUSES },
  { family: 'rco-plus', event: 'MANAGEMENT', variants: MANAGEMENT_ACTIONS },
  ...RCO_PLUS_WEBHOOKS.map((name) => ({ family: 'rco-plus' as const, event: name.toUpperCase(), variants: [] })),
  ...LOAN_EVENTS.map((event) => ({
    family: 'loan' as const,
    event,
    variants: event === 'CREDIT_DECISION_UPDATED' ? LOAN_DECISIONS : [],
  })),
]

/** The kind of a family and event, or null. */
export function kindOf(family: string, event: string): Kind | null {
  return KINDS.find((kind) => kind.family === family && kind.event === event) ?? null
}

/**
 * Methods of one attempt, in order: BOOKED and UPDATE are sent as POST, and as GET when the POST fails; all other legacy events as GET,
 * JSON families as POST (domain.md §1).
 */
export function methodsOf({ family, event }: Pick<Kind, 'family' | 'event'>): readonly ('POST' | 'GET')[] {
  if (family === 'mapi' && event === 'TEST') return ['GET']
  if (family !== 'legacy') return ['POST']
  return event === 'BOOKED' || event === 'UPDATE' ? ['POST', 'GET'] : ['GET']
}
