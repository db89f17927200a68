import type { Family } from './callback.ts'
import type { Finding } from './verdict.ts'

/** A parameter as it stood in the target (`raw`, still percent-encoded) and as it reads (`value`, decoded). */
export interface NamedValue {
  readonly name: string
  readonly value: string
  readonly raw: string
}

/** What a request is, found by the registered URI template, else by the known shapes (domain.md §1). */
export interface Recognition {
  readonly family: Family
  /** BOOKED, AUTHORIZATION, SIGNED, …; null when nothing names it. */
  readonly eventType: string | null
  /** paymentId, applicationReference or checkoutId, whichever names the business object. */
  readonly reference: string | null
  /** Every parameter that is known by its own name: placeholders of the template, or known names. */
  readonly parameters: readonly NamedValue[]
  /** The digest as received (decoded), or null when there is none. */
  readonly digest: string | null
  /** The text of jwsData; null when absent or not a string (then a finding says so). */
  readonly jws: string | null
  readonly matchedBy: 'template' | 'shape' | 'none'
  readonly profileName: string | null
  /** The template that matched, as registered. */
  readonly template: string | null
  /** Remarks that belong to no single light, e.g. `amp;` in a parameter name, or a repeated parameter. */
  readonly notes: readonly Finding[]
}
