/** A network that callbacks come (or came) from. `from` and `until` are the first day and the day after the last, UTC, ms since 1970. */
export interface CallbackSource {
  readonly network: string
  readonly from: number | null
  readonly until: number | null
  readonly source: string
}

const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date)
const FAQ = 'RBD docs/faq/index.md'
const SPLIT = day(2025, 3, 4)
const LATER = day(2025, 11, 18)

/** The day this list was last compared with the bank's page. */
export const SOURCES_READ_ON = '2026-06-02'

/** The bank's addresses with the days on which the bank announced them. */
export const CALLBACK_SOURCES: readonly CallbackSource[] = [
  { network: '192.121.110.100/32', from: null, until: null, source: `${FAQ} at b235739` },
  { network: '13.50.187.51/32', from: SPLIT, until: null, source: `${FAQ} at 83053d3` },
  { network: '51.21.32.255/32', from: SPLIT, until: null, source: `${FAQ} at 83053d3` },
  { network: '51.21.206.32/32', from: LATER, until: null, source: 'RBD docs/ip-configuration at e910a64' },
  { network: '51.21.39.192/32', from: LATER, until: null, source: 'RBD docs/ip-configuration at e910a64' },
  { network: '192.121.110.0/24', from: null, until: SPLIT, source: `${FAQ} at aac8692` },
  { network: '194.68.237.0/24', from: null, until: SPLIT, source: `${FAQ} at aac8692` },
  { network: '91.198.202.0/24', from: null, until: SPLIT, source: `${FAQ} at aac8692` },
]

/** The bank's own networks (AS35814): known as its, but not on today's list of callback sources. */
export const BANK_NETWORKS = ['192.121.110.0/24', '194.68.237.0/24', '91.198.202.0/24'] as const

/** "TLS 1.2 or higher" (all versions of the FAQ). Names as Node gives them. */
export const ACCEPTED_TLS = ['TLSv1.2', 'TLSv1.3'] as const

/** "443 only"; plain text at port 80 is no longer supported (RBD docs/faq/index.md). */
export const CALLBACK_PORT = 443
