import type { RejudgeProgress } from '../../shared/protocol/views.ts'

/** What a run of judging everything again came to. */
export interface RejudgeResult {
  readonly judged: number
  readonly cancelled: boolean
}

/** Watches and steers one sweep over the archive. */
export interface SweepControl {
  readonly cancelled: () => boolean
  readonly progress: (done: number, total: number) => void
}

export interface RejudgingParts {
  /** Judges everything stored again, newest first. Rejects when the index cannot be written. */
  readonly sweep: (control: SweepControl) => Promise<number>
  /** Rows that show the verdict of older salts and keys: kept in the archive, so that a crash or a cancel is not forgotten. */
  readonly behind: { readonly get: () => boolean; readonly set: (behind: boolean) => void }
  readonly changed: () => void
}

export interface Rejudging {
  /** Judges everything again. Whoever asks while it runs gets the run after it, which sees what changed meanwhile. */
  readonly run: () => Promise<RejudgeResult>
  /** Stops the run under way, and what waits behind it. */
  readonly cancel: () => RejudgeProgress
  readonly progress: () => RejudgeProgress
}

/** Judging everything again, once at a time, with progress and cancel. */
export function createRejudging({ sweep, behind, changed }: RejudgingParts): Rejudging {
  let now: { done: number; total: number } | null = null
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<RejudgeResult> | null = null
  /** Raised by each cancel: a run that began under a lower number stops. */
  let cancels = 0

  const progress = (): RejudgeProgress => {
    if (now !== null) return { state: 'running', ...now }
    return { state: behind.get() ? 'behind' : 'current', done: 0, total: 0 }
  }
  const once = async (): Promise<RejudgeResult> => {
    const mine = cancels
    const cancelled = (): boolean => cancels !== mine
    behind.set(true)
    now = { done: 0, total: 0 }
    changed()
    const told = (done: number, total: number): void => {
      now = { done, total }
      changed()
    }
    try {
      const judged = await sweep({ cancelled, progress: told })
      // What came in between wants a run of its own, which then says that all is current.
      if (!cancelled() && next === null) behind.set(false)
      return { judged, cancelled: cancelled() }
    } finally {
      now = null
      changed()
    }
  }
  return {
    progress,
    cancel: () => {
      cancels += 1
      return progress()
    },
    run: () => {
      const asked = cancels
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = null
          const run = cancels === asked ? once() : Promise.resolve({ judged: 0, cancelled: true })
          running = run
          return run
        })
      return next
    },
  }
}
