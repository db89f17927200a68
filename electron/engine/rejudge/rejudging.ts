import type { RejudgeProgress } from '../../../shared/protocol/views.ts'

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
  /** Judges what a change can have touched again, or all of it, newest first. Rejects when the index cannot be written. */
  readonly sweep: (control: SweepControl, everything: boolean) => Promise<number>
  /** Rows that show the verdict of older salts and keys: kept in the archive, so that a crash or a cancel is not forgotten. */
  readonly behind: { readonly get: () => boolean; readonly set: (behind: boolean) => void }
  readonly changed: () => void
}

export interface Rejudging {
  /**
   * Judges again what the changes since the last run can have touched; with `everything` all that is stored. Whoever asks while
   * it runs gets the run after it, which sees what changed meanwhile.
   */
  readonly run: (everything?: boolean) => Promise<RejudgeResult>
  /** Stops the run under way, and what waits behind it. */
  readonly cancel: () => RejudgeProgress
  readonly progress: () => RejudgeProgress
}

/** Judging everything again, once at a time, with progress and cancel. */
export function createRejudging({ sweep, behind, changed }: RejudgingParts): Rejudging {
  let now: { done: number; total: number } | null = null
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<RejudgeResult> | null = null
  let nextIsWhole = false
  /** Raised by each cancel: a run that began under a lower number stops. */
  let cancels = 0

  const progress = (): RejudgeProgress => {
    if (now !== null) return { state: 'running', ...now }
    return { state: behind.get() ? 'behind' : 'current', done: 0, total: 0 }
  }
  const once = async (everything: boolean): Promise<RejudgeResult> => {
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
      const judged = await sweep({ cancelled, progress: told }, everything)
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
    run: (everything = false) => {
      const asked = cancels
      nextIsWhole ||= everything
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = null
          const whole = nextIsWhole
          nextIsWhole = false
          const run = cancels === asked ? once(whole) : Promise.resolve({ judged: 0, cancelled: true })
          running = run
          return run
        })
      return next
    },
  }
}
