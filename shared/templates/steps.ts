/** Runs work that comes in steps to its end. */
export function run<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** What a slice needs of its surroundings. */
export interface Slices {
  /** ms, going up. */
  readonly clock: () => number
  /** Has the next slice done once the page had its turn. */
  readonly later: (next: () => void) => void
}

/** A slice may hold the page this long, ms: a frame at 60 Hz has 16. */
const SLICE_MS = 8

/**
 * Runs work in slices, so that the page draws and takes keys in between; the first slice at once, so that short work is done at once.
 * @returns ends the work, if it is not done
 */
export function runInSlices<T>(
  steps: Generator<undefined, T>,
  { clock, later }: Slices,
  done: (value: T) => void,
): () => void {
  let ended = false
  const slice = (): void => {
    const until = clock() + SLICE_MS
    while (!ended) {
      const step = steps.next()
      if (step.done === true) {
        ended = true
        done(step.value)
      } else if (clock() >= until) {
        later(slice)
        return
      }
    }
  }
  slice()
  return () => {
    ended = true
  }
}
