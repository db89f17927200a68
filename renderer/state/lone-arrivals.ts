/** How long a row counts as new, for its fading in. */
const FRESH_MS = 400

/**
 * Tells a row that comes after a while from one of a stream. Only the first fades in: in a stream each fading row would be a layer of
 * its own, drawn anew in every frame.
 * @param later runs something after so many milliseconds
 * @param over is called when nothing has come for as long as a row is new
 */
export function createLoneArrivals(later: (run: () => void, ms: number) => void, over: () => void) {
  let counted = 0
  let past = 0
  return {
    /** Counts an arrival; says whether it comes after a while. */
    count: (): boolean => {
      const alone = counted === past
      const mine = (counted += 1)
      later(() => {
        if (mine !== counted) return
        past = counted
        over()
      }, FRESH_MS)
      return alone
    },
  }
}
