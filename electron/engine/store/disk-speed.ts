/** A sync of the log that takes less (ms) may hold up the loop, when little comes. */
const QUICK_MS = 1
/** One slow sync counts so much (ms) at most: a disk that is busy for a moment is no slow disk. */
const MOST_MS = 4
/** How much of the average one sync makes. */
const WEIGHT = 0.1
/** A slow disk is tried again after so long, ms. */
const AGAIN_MS = 1_000

export interface DiskSpeed {
  /** Whether syncs of late were quick. */
  readonly isQuick: () => boolean
  /** Does a sync, and notes how long it took. Throws what it throws. */
  readonly timed: (sync: () => void) => void
}

/** Knows how long syncs take, from those that held up the loop. @param now monotonic clock, ms */
export function watchDiskSpeed(now: () => number): DiskSpeed {
  let average = 0
  let at = 0
  return {
    isQuick: () => average < QUICK_MS || now() - at > AGAIN_MS,
    timed: (sync) => {
      const began = now()
      try {
        sync()
      } finally {
        at = now()
        average += WEIGHT * (Math.min(MOST_MS, at - began) - average)
      }
    },
  }
}
