/**
 * Arrivals that may have a sync of their own: one each PACE_MS on average (800 a second), and BURST at once after a quiet
 * while. A sync costs the core some 50 µs, and 0.3 ms where the loop waits for it: nobody notices it at 500 a second, but of
 * thousands a second, and of a thousand new TLS connections, many should share one.
 */
export const PACE_MS = 1.25
export const BURST = 8

export interface Pace {
  /** True when an arrival may have a commit of its own at this moment. */
  readonly allows: () => boolean
  /** True when next to nothing was committed lately. */
  readonly isRested: () => boolean
  /** So many were committed. */
  readonly spend: (count: number) => void
}

/** A token bucket. @param now monotonic clock, ms */
export function makePace(now: () => number): Pace {
  let allowed = BURST
  let counted = now()
  const fill = (): number => {
    const at = now()
    allowed = Math.min(BURST, allowed + Math.max(0, at - counted) / PACE_MS)
    counted = at
    return allowed
  }
  return {
    allows: () => fill() >= 1,
    isRested: () => fill() >= BURST - 1,
    spend: (count) => {
      allowed = Math.max(0, fill() - count)
    },
  }
}
