/** So many arrivals in a millisecond that captures had are a flood. The bank sends a few a second; 2,000 a second are still shown at once. */
const FLOOD = 4
/** In a flood captures get this many times what a slice of judging took. */
const CAPTURE_SHARE = 4

export interface Precedence {
  /** An arrival was captured. */
  readonly arrived: () => void
  /** A slice of judging has ended; told with the time (ms) at which it began. */
  readonly judged: (began: number) => void
  /** How long (ms) judging should still stand back; 0: not at all. */
  readonly left: () => number
}

/**
 * Who goes first when both want the loop: somebody waits for the answer to each capture, nobody for a verdict. So in a
 * flood judging stands back for a while after each slice, and works off what has gathered when the flood is over.
 * @param monotonic clock, ms
 */
export function createPrecedence(monotonic: () => number): Precedence {
  let arrivals = 0
  let countedFrom = monotonic()
  let until = countedFrom
  return {
    arrived: () => void (arrivals += 1),
    judged: (began) => {
      const now = monotonic()
      // While a slice holds the loop nothing can arrive: its time does not count.
      until = arrivals > FLOOD * (began - countedFrom) ? now + CAPTURE_SHARE * (now - began) : now
      arrivals = 0
      countedFrom = now
    },
    left: () => Math.max(0, until - monotonic()),
  }
}
