import { documented } from '../../facts/documents.ts'

/** What stands in a written call in place of a secret that is not to be shown. */
export const MASKED = '••••••••'

/** A gap of the documents or of the service, told beside a call; `source` names where it stands. */
export interface Gap {
  readonly text: string
  readonly source: string
  /** The call does not do what the user wants: it is told first and in red. */
  readonly stops: boolean
}

/** A call to the bank, written out. */
export interface WrittenCall {
  readonly id: 'soap' | 'rest' | 'loan' | 'mapi' | 'rco-plus'
  readonly title: string
  /** Text that can be sent as it is, apart from what it names as the user's to fill in. */
  readonly text: string
  readonly gaps: readonly Gap[]
}

/** What is registered. Secrets are plain text, or MASKED; the caller decides. */
export interface Registration {
  readonly event: string
  readonly environment: 'production' | 'test' | 'lab'
  /** Full URL; the URI template of a legacy event. */
  readonly template: string
  /** null: no digest. */
  readonly digest: {
    readonly algorithm: 'MD5' | 'SHA1'
    readonly parameters: readonly string[]
    /** null: registered without a salt; undefined: not known, so that the place is named. */
    readonly salt: string | null | undefined
  } | null
  readonly credentials:
    | { readonly kind: 'basic'; readonly user: string; readonly password: string }
    | { readonly kind: 'bearer'; readonly token: string }
    | null
}

export const gap = (text: string, source: string, stops = false): Gap => ({ text, source, stops })

/** "Only one set of callbacks can be configured per production account" (domain.md §4). */
export const ONE_SET = gap(
  'Only one set of callbacks can be configured per account: another shop on the account that registers later overwrites this one, and the salt lives only in the shop that registered last.',
  documented('push'),
)

/** What stands in place of a salt that nobody has entered. */
export const SALT_TO_FILL = 'PUT THE SALT HERE'
