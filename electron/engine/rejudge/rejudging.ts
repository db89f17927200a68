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

type Wish = (everything: boolean) => Promise<RejudgeResult>

/**
 * Lets one run follow the other. Whoever asks while one is under way gets the next; a cancel ends the one and the next.
 * @param once does one run
 */
function createRuns(once: (cancelled: () => boolean, everything: boolean) => Promise<RejudgeResult>) {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<RejudgeResult> | null = null
  let nextIsWhole = false
  /** Raised by each cancel: what was asked for under a lower number stops. */
  let cancels = 0
  const begin = (asked: number): Promise<RejudgeResult> => {
    const whole = nextIsWhole
    next = null
    nextIsWhole = false
    const cancelled = (): boolean => cancels !== asked
    const run = cancelled() ? Promise.resolve({ judged: 0, cancelled: true }) : once(cancelled, whole)
    running = run
    return run
  }
  const ask: Wish = (everything) => {
    const asked = cancels
    nextIsWhole ||= everything
    next ??= running.catch(() => undefined).then(() => begin(asked))
    return next
  }
  return { ask, waiting: () => next !== null, cancel: () => void (cancels += 1) }
}

/** Judging again, one run at a time, with progress and cancel. */
export function createRejudging({ sweep, behind, changed }: RejudgingParts): Rejudging {
  let now: { done: number; total: number } | null = null
  const show = (done: number, total: number): void => {
    now = { done, total }
    changed()
  }
  const runs = createRuns(async (cancelled, everything) => {
    behind.set(true)
    show(0, 0)
    try {
      const judged = await sweep({ cancelled, progress: show }, everything)
      // What came in between wants a run of its own, which then says that all is current.
      if (!cancelled() && !runs.waiting()) behind.set(false)
      return { judged, cancelled: cancelled() }
    } finally {
      now = null
      changed()
    }
  })
  const progress = (): RejudgeProgress =>
    now === null ? { state: behind.get() ? 'behind' : 'current', done: 0, total: 0 } : { state: 'running', ...now }
  return {
    progress,
    cancel: () => {
      runs.cancel()
      return progress()
    },
    run: (everything = false) => runs.ask(everything),
  }
}
