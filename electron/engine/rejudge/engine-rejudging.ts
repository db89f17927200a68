import type { Problem } from '../../../shared/protocol/errors.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { Archive } from '../store/types.ts'
import type { TrustBase } from '../verify/types.ts'
import { createLightsThreads } from './lights-threads.ts'
import { createRejudging } from './rejudging.ts'
import type { Rejudging, RejudgingParts } from './rejudging.ts'
import { createSweep } from './sweep.ts'
import type { SweepParts } from './sweep.ts'
import { trustStamp } from './trust-stamp.ts'
import { onTwoThreads } from './two-threads.ts'

/** Under this name the archive keeps what its rows were judged with. */
const STAMP = 'judged-with'
/** Before judging again is tried again, ms. */
const RETRY_MS = 2_000

export interface EngineRejudgingParts extends Omit<SweepParts, 'judgeLights'> {
  /** Of the program: another version may judge otherwise. */
  readonly version: string
  readonly notice: (problem: Problem | null) => void
  readonly changed: () => void
}

export interface EngineRejudging extends Rejudging {
  /** Salts, keys or lists are other ones now: what they touch is judged again in the background. */
  readonly trustChanged: () => void
  /** Stops what is under way, and ends the thread that it has been using. */
  readonly close: () => Promise<void>
}

/**
 * Whether some rows show the verdict of other salts, keys or lists than those of now. The archive keeps the stamp of what all its
 * rows were judged with, '' while they differ: so neither a crash nor a cancel nor another program's run is forgotten.
 */
function watchStamp(archive: Archive, stamp: () => string): RejudgingParts['behind'] {
  if (archive.mark(STAMP) !== stamp()) archive.setMark(STAMP, archive.status().callbacks === 0 ? stamp() : '')
  return {
    get: () => archive.mark(STAMP) !== stamp(),
    set: (behind) => archive.setMark(STAMP, behind ? '' : stamp()),
  }
}

/** For the log of the app, or standard error: nobody has to do anything about it. */
function threadFailed(thrown: unknown): void {
  const { message } = toProblem(thrown)
  process.emitWarning(
    `Callbacks are judged again on the thread that captures, since the thread for it failed. ${message}`,
  )
}

/** Keeps the verdicts of what is stored in step with salts, keys and lists, also when the index cannot be written just now. */
export function createEngineRejudging(parts: EngineRejudgingParts): EngineRejudging {
  const { archive, trust, version, notice, changed } = parts
  let known: { readonly trust: TrustBase; readonly stamp: string } | null = null
  const stamp = (): string => {
    const now = trust()
    if (known?.trust !== now) known = { trust: now, stamp: trustStamp(now, version) }
    return known.stamp
  }
  const behind = watchStamp(archive, stamp)
  const thread = createLightsThreads()
  const judgeLights = onTwoThreads(thread, threadFailed)
  const sweep = createSweep({ ...parts, judgeLights }, behind.get() ? null : trust())
  const rejudging = createRejudging({ sweep, behind, changed })
  const follow = (): void => {
    rejudging.run().then(
      () => notice(null),
      (thrown: unknown) => {
        notice(toProblem(thrown))
        setTimeout(follow, RETRY_MS).unref()
      },
    )
  }
  return {
    ...rejudging,
    trustChanged: () => {
      if (behind.get()) follow()
      else changed()
    },
    close: () => {
      rejudging.cancel()
      return thread.close()
    },
  }
}
