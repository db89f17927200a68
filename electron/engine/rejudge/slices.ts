import type { Pipeline } from '../pipeline.ts'
import type { Archive } from '../store/types.ts'
import type { SweepControl } from './rejudging.ts'

/** A slice of the sweep may hold the loop this long (ms). */
const SLICE_MS = 2
/** Open views are told of other lights this often (ms), and seldomer where that takes long: a twentieth of the time at most. */
const TELL_MS = 250
const TELL_SHARE = 20
/** After an arrival more are expected for this long, ms. */
const BUSY_MS = 100
/** A capture under way is waited for this long (ms), looking this often: nobody waits for a verdict. */
const PATIENCE_MS = 20
const LOOK_MS = 1

/**
 * Rows that are read, judged and written together: by their targets alone, or with their whole requests; and how many such batches are
 * with the judge at one time, so that each thread has work while the other one waits for a core.
 */
const SHARES = { narrow: 512, whole: 64, batches: 4 } as const
/** The same while callbacks come: many come in the middle of a slice, and wait for its end. */
const SHARES_BUSY = { narrow: 96, whole: 12, batches: 1 } as const

export interface SliceParts {
  readonly archive: Pick<Archive, 'relit' | 'lastSequence' | 'waiting'>
  readonly pipeline: Pick<Pipeline, 'standBack'>
  /** Monotonic clock, ms. */
  readonly monotonic: () => number
}

export interface Slices {
  /** How many rows the next slice should take, or how many batches may be under way. */
  readonly share: (kind: keyof typeof SHARES) => number
  /** After each slice, told with its rows: tells progress, and views now and then, and lets captures go first. */
  readonly step: (rows: number) => Promise<void>
  /** Waits for somebody else's work: that holds nobody up, and is no part of a slice. */
  readonly wait: <T>(work: Promise<T>) => Promise<T>
  readonly done: () => number
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Before anything is known, some might come within this time, ms. */
const FIRST_MS = 20

/** Whether callbacks come: more numbers were given not long ago. */
function watchArrivals({ archive, monotonic }: SliceParts): () => boolean {
  let last = archive.lastSequence()
  let busyUntil = monotonic() + FIRST_MS
  return () => {
    const now = monotonic()
    if (archive.lastSequence() !== last || archive.waiting() > 0) busyUntil = now + BUSY_MS
    last = archive.lastSequence()
    return now < busyUntil
  }
}

/** Works in slices: somebody waits for the answer to each capture, nobody for a verdict. */
export function createSlices(parts: SliceParts, control: SweepControl, total: number): Slices {
  const { archive, pipeline, monotonic } = parts
  const isBusy = watchArrivals(parts)
  let began = monotonic()
  let tellAt = began + TELL_MS
  let done = 0
  const tell = (now: number): void => {
    archive.relit()
    const after = monotonic()
    tellAt = after + Math.max(TELL_MS, TELL_SHARE * (after - now))
  }
  const letCapturesPass = async (): Promise<void> => {
    await pipeline.standBack(began)
    const until = monotonic() + PATIENCE_MS
    while (archive.waiting() > 0 && monotonic() < until) await pause(LOOK_MS)
    began = monotonic()
  }
  return {
    share: (kind) => (isBusy() ? SHARES_BUSY : SHARES)[kind],
    step: async (rows) => {
      done += rows
      control.progress(done, Math.max(done, total))
      const now = monotonic()
      if (now > tellAt) tell(now)
      if (monotonic() - began >= SLICE_MS || isBusy()) await letCapturesPass()
    },
    wait: async (work) => {
      const since = monotonic()
      const value = await work
      began += monotonic() - since
      return value
    },
    done: () => done,
  }
}
