/*
 * What counts as delivered, and when the next attempt comes. Source for all but the time-out:
 * RBD docs/configuration-service/callbacks/index.md ("Fallback - resending failed callbacks"; "status below 300").
 */

/** "If a status below 300 is returned to Resurs Bank that event will be considered delivered." */
export const DELIVERED_BELOW = 300

/** Milliseconds: "default callback timeout are set to 5 seconds as of april 24 2019" (RBD at 1eb5f21, ecom/FAQ_328016.html). */
export const ATTEMPT_TIMEOUT_MS = 5_000

/** The first attempt and 19 resends. */
export const ATTEMPTS = 20

/**
 * Seconds between an attempt and the one before. The same page still says "until a month has passed" in an older sentence; the table
 * is what the FAQ points to, so the table is used. Published for legacy callbacks only.
 */
export const LADDER_DELAYS_SECONDS: readonly number[] = [
  0, 30, 45, 60, 90, 150, 240, 330, 510, 780, 1200, 1800, 2700, 3600, 5400, 9000, 14400, 18000, 28800, 43200,
]

export interface LadderRow {
  readonly attempt: number
  readonly delaySeconds: number
  /** Since the first attempt. */
  readonly offsetSeconds: number
}

let offset = 0
/** The 20 attempts with their offsets: 130,335 s, that is 36 h 12 min 15 s in all. */
export const LADDER: readonly LadderRow[] = LADDER_DELAYS_SECONDS.map((delaySeconds, index) => {
  offset += delaySeconds
  return { attempt: index + 1, delaySeconds, offsetSeconds: offset }
})

/** What is known of one status that shops answer with. */
export interface ShopAnswer {
  /** What shops mean by it. */
  readonly meaning: string
  /** Whose published code answers so; null: servers and firewalls in general. */
  readonly usedBy: string | null
  /** What to look at; null when nothing needs doing. */
  readonly advice: string | null
}

const PLUGINS = 'WooCommerce, Magento and Tornevall plugins'
const RECEIVER = "the bank's own PHP library for receiving callbacks (ecom2)"

/**
 * What shops mean by their answer, as seen in published code (ecom2 Repository::process and Lib/Http/Controller.php; the
 * bank's WooCommerce and Magento modules; Geta, OpenCart; domain.md §0 no. 7, §1.2 and §6 no. 7), and what servers mean.
 */
export const SHOP_ANSWERS: ReadonlyMap<number, ShopAnswer> = new Map([
  [
    200,
    {
      meaning: 'accepted',
      usedBy: 'the Magento module; the page "Handling Merchant API callbacks" asks for it',
      advice:
        'A login or error page is often sent with 200 too: look at what the shop answers, not at the number alone.',
    },
  ],
  [202, { meaning: 'handled, or "not ours but accepted"', usedBy: `${RECEIVER}, OpenCart; Tornevall`, advice: null }],
  [204, { meaning: 'handled', usedBy: 'WooCommerce, Tornevall and Geta', advice: null }],
  [
    400,
    {
      meaning: 'the body was empty, or any other error',
      usedBy: `${RECEIVER} for an empty body; Geta and OpenCart for any error`,
      advice: 'Look whether a redirect or proxy dropped the body; else at the log of the shop.',
    },
  ],
  [
    401,
    {
      meaning: 'a login is in the way, or the digest was refused',
      usedBy: 'WooCommerce before 1.2.7 for the digest; servers with password protection',
      advice:
        'Take the password protection off the callback address, or register the callback with user and password; update an old plugin.',
    },
  ],
  [
    403,
    {
      meaning: 'a firewall or the host blocks the sender',
      usedBy: null,
      advice: "Let the bank's addresses and its Java client through.",
    },
  ],
  [
    404,
    {
      meaning: 'there is nothing at this address, or the order is not known',
      usedBy: 'Magento before 23 March 2022 for orders of others; every server',
      advice: 'Compare the address with the registered template; did the site move?',
    },
  ],
  [
    405,
    {
      meaning: 'the route does not take this method',
      usedBy: null,
      advice: 'BOOKED and UPDATE come as POST, and may come as GET too: the route must take both.',
    },
  ],
  [
    406,
    {
      meaning: 'the digest was refused, or the JSON was malformed',
      usedBy: `${PLUGINS} for the digest; ${RECEIVER} for JSON`,
      advice: 'Look at the digest light: with another salt than the registered one every callback ends so.',
    },
  ],
  [
    408,
    {
      meaning: 'an exception while it was handled',
      usedBy: RECEIVER,
      advice: 'Look at the log of the shop; this is no time-out, whatever the number says elsewhere.',
    },
  ],
  [
    410,
    {
      meaning: 'the order is not ours',
      usedBy: `${PLUGINS} (Magento since 23 March 2022)`,
      advice:
        'Another shop or environment uses the same account: only one set of callbacks is kept for each. The bank resends to the same address all the same.',
    },
  ],
  [
    415,
    {
      meaning: 'the body does not fit the expected model',
      usedBy: RECEIVER,
      advice: 'A new status or field, or an id that is no UUID: update the library of the shop.',
    },
  ],
  [
    429,
    {
      meaning: 'too many requests at a time',
      usedBy: null,
      advice: "Take the bank's addresses out of the rate limit.",
    },
  ],
  [500, { meaning: 'the shop failed while handling it', usedBy: null, advice: 'Look at the log of the shop.' }],
  [
    502,
    { meaning: 'the proxy got no usable answer from the shop', usedBy: null, advice: 'Look whether the shop runs.' },
  ],
  [
    503,
    {
      meaning: 'the order is not ready yet, or the shop is in maintenance',
      usedBy: `${RECEIVER}, WooCommerce and Magento, for the first 60 s of an order`,
      advice:
        'Nothing, when it comes once and the next attempt is accepted; else look whether the shop is in maintenance.',
    },
  ],
  [
    504,
    {
      meaning: 'the shop took longer than the proxy waits',
      usedBy: null,
      advice: 'Store first, answer, work afterwards.',
    },
  ],
])

/** What an answer says, in words; null when no published shop gives it. */
export function answerMeaning(status: number): string | null {
  return SHOP_ANSWERS.get(status)?.meaning ?? null
}
