import type { RunEnd } from '../../../shared/model/delivery.ts'
import { readSilence } from '../../../shared/simulate/mark.ts'
import type { JudgedEntry } from '../judge-batch.ts'

/** Beyond the silence that a run announces, ms: an attempt may consist of four requests with time-outs of five seconds. */
const MARGIN_MS = 60_000
/** A timer takes so much at most, ms; no run announces more, but a header may. */
const LONGEST_MS = 2_147_483_647
/** Runs that are remembered, the latest. */
const MOST_RUNS = 1_000

/** The runs of other programs of this user (`simulate`), as far as their requests tell. */
export interface OtherRuns {
  /** Callbacks that our listener captured. */
  readonly judged: (entries: readonly JudgedEntry[]) => void
  /** Why a run makes no further attempt; null: it goes on, or nothing is known of it. */
  readonly end: (run: string) => RunEnd | null
  readonly close: () => void
}

interface Standing {
  readonly end: RunEnd | null
  readonly timer: NodeJS.Timeout | null
}

export interface OtherRunsParts {
  /** A run that is played here: its end is known better. */
  readonly isOwn: (run: string) => boolean
  /** Told when a run has ended. */
  readonly ended: () => void
}

/**
 * Knows when runs of other processes have ended. Each of their requests says for how long the run may be silent after it, or that it
 * was the last one: so a run that was killed is over when it is overdue, and nobody has to ask for it again and again.
 */
export function createOtherRuns({ isOwn, ended }: OtherRunsParts): OtherRuns {
  const runs = new Map<string, Standing>()
  const put = (run: string, standing: Standing): void => {
    const before = runs.get(run)
    if (before?.timer != null) clearTimeout(before.timer)
    runs.delete(run)
    runs.set(run, standing)
    const [oldest] = runs.keys()
    if (runs.size <= MOST_RUNS || oldest === undefined) return
    clearTimeout(runs.get(oldest)?.timer ?? undefined)
    runs.delete(oldest)
  }
  const overdue = (run: string) => (): void => {
    runs.set(run, { end: 'interrupted', timer: null })
    ended()
  }
  return {
    judged: (entries) => {
      let over = false
      for (const { entry, judgement } of entries) {
        const mark = entry.facts.kind === 'callback' ? entry.facts.simulation : undefined
        if (mark === undefined || judgement === null || isOwn(mark.run)) continue
        const silence = readSilence(judgement.head.headers)
        // What comes after the last request was sent before it, at the same time.
        if (silence === undefined || runs.get(mark.run)?.end === 'over') continue
        over ||= silence === null
        const wait = Math.min(LONGEST_MS, (silence ?? 0) + MARGIN_MS)
        const timer = silence === null ? null : setTimeout(overdue(mark.run), wait).unref()
        put(mark.run, { end: silence === null ? 'over' : null, timer })
      }
      if (over) ended()
    },
    end: (run) => runs.get(run)?.end ?? null,
    close: () => {
      for (const { timer } of runs.values()) clearTimeout(timer ?? undefined)
      runs.clear()
    },
  }
}
