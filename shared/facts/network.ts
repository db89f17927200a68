import { documented } from './documents.ts'

/**
 * A network (or one address) that callbacks come from, or came from. `since` and `until` are days (`2025-03-04`, UTC) as
 * the bank announced them: it holds from the beginning of `since`, and no longer from the beginning of `until`. null: no
 * such day is known.
 */
export interface CallbackSource {
  readonly network: string
  readonly since: string | null
  readonly until: string | null
  /** Where that stands, or what the user remembers of it. */
  readonly note: string
}

const SPLIT = '2025-03-04'
const LATER = '2025-11-18'
const RANGES = documented('faq', 'firewall list of networks (AS35814), until the bank began to name single addresses')
const CLOUD = documented('faq', 'single addresses; this one is at AWS: "Do not whitelist entire AWS ranges"')
const CLOUD_LATER = documented('addresses', 'single addresses; this one is at AWS')

/** The day this list was last compared with the bank's pages. */
export const SOURCES_READ_ON = '2026-06-02'

/**
 * The list that comes with this program: five addresses, and the three ranges that the bank named before (domain.md §7).
 * The first address lies in the first range, and was in use long before it was named alone.
 */
export const CALLBACK_SOURCES: readonly CallbackSource[] = [
  { network: '192.121.110.100', since: null, until: null, note: documented('faq', 'single addresses') },
  { network: '13.50.187.51', since: SPLIT, until: null, note: CLOUD },
  { network: '51.21.32.255', since: SPLIT, until: null, note: CLOUD },
  { network: '51.21.206.32', since: LATER, until: null, note: CLOUD_LATER },
  { network: '51.21.39.192', since: LATER, until: null, note: CLOUD_LATER },
  { network: '192.121.110.0/24', since: null, until: SPLIT, note: RANGES },
  { network: '194.68.237.0/24', since: null, until: SPLIT, note: RANGES },
  { network: '91.198.202.0/24', since: null, until: SPLIT, note: RANGES },
]

/** The bank's own networks (AS35814): known as its, but not on today's list of callback sources. */
export const BANK_NETWORKS = ['192.121.110.0/24', '194.68.237.0/24', '91.198.202.0/24'] as const

/** "TLS 1.2 or higher" (all versions of the FAQ). Names as Node gives them. */
export const ACCEPTED_TLS = ['TLSv1.2', 'TLSv1.3'] as const

/** "443 only"; plain text at port 80 is no longer supported (FAQ of the documentation). */
export const CALLBACK_PORT = 443

/**
 * User agents that Java programs send. "Two different user-agents … Some hosting providers usually blocks traffic from
 * clients that are identified as a Java client" (page "Callbacks"); the exact strings are published nowhere.
 */
export const JAVA_AGENT = /\bjava\b|apache-httpclient|okhttp|jersey|axis2?\/|\bcxf\b|spring|jakarta|netty/i
