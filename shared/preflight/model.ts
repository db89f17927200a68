import type { CheckCode } from '../facts/preflight/codes.ts'
import type { CheckWeight } from '../facts/preflight/entry.ts'
import type { CheckItemId } from '../facts/preflight/items.ts'
import type { Evidence } from '../model/verdict.ts'

/** Why an item of the checklist stands as it does. */
export interface CheckFinding {
  readonly code: CheckCode
  readonly item: CheckItemId
  readonly weight: CheckWeight
  readonly summary: string
  readonly explanation: string
  readonly advice: string
  readonly source: string
  readonly evidence: Evidence
}

/** `unknown`: cannot be told from here. `pending`: not looked at yet. */
export type ItemState = 'pass' | 'warn' | 'fail' | 'unknown' | 'pending'

/** One line of the checklist. */
export interface ChecklistItem {
  readonly id: CheckItemId
  readonly title: string
  readonly state: ItemState
  /** What was seen, in one sentence. */
  readonly seen: string
  readonly findings: readonly CheckFinding[]
}

export type CheckVerdict = 'pass' | 'warn' | 'fail'

/** Kinds of addresses, whatever their spelling; `public`: a host of the internet can have it. */
export type AddressRange = 'public' | 'loopback' | 'private' | 'link-local' | 'cgnat' | 'reserved'

/** What is known of a host without asking anybody. */
export interface HostFacts {
  readonly kind: 'name' | 'ipv4' | 'ipv6'
  /** As the URL Standard reads it: lower case, addresses in their usual form, no trailing dot, no brackets. */
  readonly name: string
  readonly trailingDot: boolean
  /** Of an address, also of one that is embedded in an IPv6 address; null for names. */
  readonly range: AddressRange | null
  /** Of an address that stands inside a name (10-0-0-1.example, 10.0.0.1.example); null when there is none. */
  readonly embeddedRange: AddressRange | null
  /** Whether the last label is a top-level domain of public DNS. */
  readonly knownTopLevel: boolean
}

/** A URL, taken apart. `parsed` is null when the URL Standard calls it invalid. */
export interface UrlFacts {
  readonly text: string
  readonly parsed: {
    readonly scheme: string
    readonly user: string
    readonly hasPassword: boolean
    /** Explicit and not the default of the scheme; null otherwise. */
    readonly port: number | null
    readonly path: string
    readonly query: string
    readonly fragment: string
  } | null
  /** Null where the address has no host. */
  readonly host: HostFacts | null
}
