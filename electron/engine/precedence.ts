/** So much work of arrivals in a millisecond that captures had is a flood. The bank sends a few a second; 2,000 a second are still shown at once. */
const FLOOD = 5
/** Arrivals are counted over at least so much time (ms) of captures: what a slice held up comes all at once after it. */
const COUNTED_MS = 20
/** In a flood captures get this many times what a slice of judging took. */
const CAPTURE_SHARE = 8
/** In a stream what nobody waits for rests this many times what a slice of it took: a share of the loop that answers do not notice. */
const REST_SHARE = 20
/** No longer than this (ms), however long a slice took: the flood may be over by then. */
const LONGEST_MS = 300
/** A request on a new TLS connection takes the core this many times as long as one on a connection that is kept. */
const HANDSHAKE_WEIGHT = 8
/** Between two runs callbacks gather this long (ms): a lone one is shown at once, a stream shares transactions. */
const GATHER_MS = 8
/** So much work of arrivals in a millisecond is a stream: nobody can follow its single rows, and larger transactions cost less each. */
const STREAM = 0.15
const STREAM_GATHER_MS = 24
const FLOOD_GATHER_MS = 40

export interface Precedence {
  /** An arrival was captured. `anew`: the first of its connection. */
  readonly arrived: (anew: boolean) => void
  /** A slice of judging has ended; told with the time (ms) at which it began. */
  readonly judged: (began: number) => void
  /** How long (ms) judging should still stand back; 0: not at all. */
  readonly left: () => number
  /** How long (ms) what nobody waits for, as judging what is stored again, should rest after a slice that took so long (ms). */
  readonly rest: (took: number) => number
  /** How long (ms) callbacks should gather after a run. */
  readonly gather: () => number
  /** Whether callbacks come faster than anybody could follow. */
  readonly isFlood: () => boolean
}

/**
 * Who goes first when both want the loop: somebody waits for the answer to each capture, nobody for a verdict. So in a
 * flood judging stands back for a while after each slice, and works off what has gathered when the flood is over.
 * @param monotonic clock, ms
 */
export function createPrecedence(monotonic: () => number): Precedence {
  let arrivals = 0
  let counted = 0
  let free = monotonic()
  let until = free
  /** Work of arrivals in a millisecond, when it was last counted. */
  let rate = 0
  const isFlood = (): boolean => rate > FLOOD
  const isStream = (): boolean => rate > STREAM
  const count = (): void => {
    if (counted < COUNTED_MS) return
    rate = arrivals / counted
    arrivals = 0
    counted = 0
  }
  return {
    arrived: (anew) => void (arrivals += anew ? HANDSHAKE_WEIGHT : 1),
    judged: (began) => {
      const now = monotonic()
      // While a slice holds the loop nothing can arrive: its time does not count.
      counted += Math.max(0, began - free)
      free = now
      count()
      until = isFlood() ? now + Math.min(LONGEST_MS, CAPTURE_SHARE * (now - began)) : now
    },
    left: () => Math.max(0, until - monotonic()),
    rest: (took) => (isStream() ? Math.min(LONGEST_MS, REST_SHARE * took) : 0),
    gather: () => (isFlood() ? FLOOD_GATHER_MS : isStream() ? STREAM_GATHER_MS : GATHER_MS),
    isFlood,
  }
}
