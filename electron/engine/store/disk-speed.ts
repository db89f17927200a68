/** A sync of the log that takes less (ms) may hold up the loop, when little comes. */
const QUICK_MS = 1
/** So many slow ones in a row make a slow disk: one alone, or two beside a copy of the log, do not. */
const SLOW_IN_ROW = 3
/** One that takes so long (ms) makes it alone: nobody should wait for a second one. */
const HELD_UP_MS = 20
/** A slow disk is tried again after so many times what its last sync took, so that trying holds the loop up for a twentieth at most. */
const REST = 20

export interface DiskSpeed {
  /** Whether syncs of late were quick. */
  readonly isQuick: () => boolean
  /** Does a sync, and notes how long it took. Throws what it throws. */
  readonly timed: (sync: () => void) => void
}

/** Knows how long syncs take, from those that held up the loop. @param now monotonic clock, ms */
export function watchDiskSpeed(now: () => number): DiskSpeed {
  let slow = 0
  let at = 0
  let took = 0
  return {
    isQuick: () => slow < SLOW_IN_ROW || now() - at > REST * took,
    timed: (sync) => {
      const began = now()
      try {
        sync()
      } finally {
        at = now()
        took = at - began
        slow = took < QUICK_MS ? 0 : took < HELD_UP_MS ? slow + 1 : SLOW_IN_ROW
      }
    },
  }
}
