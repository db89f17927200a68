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

/** What shops mean by their answer, as seen in published code (ECOM2 Repository::process; the bank's WooCommerce and Magento modules). */
export const SHOP_ANSWERS: ReadonlyMap<number, string> = new Map([
  [200, 'accepted (Magento; recommended for the Merchant API)'],
  [202, 'handled, or "not ours but accepted" (Tornevall)'],
  [204, 'handled'],
  [400, 'the body was empty, or any other error (Geta, OpenCart)'],
  [401, 'a login is in the way, or the digest was refused (WooCommerce before 1.2.7)'],
  [403, 'a firewall or the host blocks the sender'],
  [404, 'there is nothing at this address, or the order is not known'],
  [405, 'the route does not take this method'],
  [406, 'the digest was refused, or the JSON was malformed'],
  [408, 'an exception while it was handled'],
  [410, 'the order is not ours'],
  [415, 'the body does not fit the expected model'],
  [500, 'the shop failed while handling it'],
  [503, 'the order is not ready yet, or the shop is in maintenance'],
])

/** What an answer says, in words; null when no published shop gives it. */
export function answerMeaning(status: number): string | null {
  return SHOP_ANSWERS.get(status) ?? null
}
