import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Breathe } from './judge-batch.ts'
import type { Precedence } from './precedence.ts'

/** A slice of judging may hold the loop this long (ms), so that answers go out between slices; outside a flood a piece of it this long. */
const SLICE_MS = 4
const PIECE_MS = 0.5

/** Who shares the loop with captures: slices of work, between which answers go out. */
export interface Turns {
  /** A run of slices begins. */
  readonly begin: () => void
  /** It has ended. */
  readonly end: () => void
  /** Lets answers go out, where this slice has held the loop for long; null where it is not time for that. */
  readonly rest: Breathe
  /** The same after a piece of a slice. */
  readonly breathe: Breathe
  /** Lets captures go first, after a slice of work that nobody waits for and that began at this time (ms, monotonic). */
  readonly standBack: (began: number) => Promise<void>
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/**
 * @param monotonic clock, ms
 * @param waiting captures that wait for their commit
 */
export function createTurns(precedence: Precedence, monotonic: () => number, waiting: () => number): Turns {
  let sliceStart = 0
  const giveWay = async (began: number): Promise<void> => {
    precedence.judged(began)
    await nextTurn()
    // What arrives in a turn is committed at its end, which comes after us: that turn is not ours either.
    if (waiting() > 0) await nextTurn()
    if (precedence.left() > 0) await pause(precedence.left())
  }
  const nextSlice = async (): Promise<void> => {
    await giveWay(sliceStart)
    sliceStart = monotonic()
  }
  const after = (milliseconds: number) => (monotonic() - sliceStart > milliseconds ? nextSlice() : null)
  return {
    begin: () => void (sliceStart = monotonic()),
    end: () => precedence.judged(sliceStart),
    rest: () => after(SLICE_MS),
    breathe: () => (precedence.isFlood() ? null : after(PIECE_MS)),
    standBack: async (began) => {
      const took = monotonic() - began
      await giveWay(began)
      const still = precedence.rest(took)
      if (still > 0) await pause(still)
    },
  }
}
