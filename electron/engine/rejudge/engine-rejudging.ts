import type { Problem } from '../../../shared/protocol/errors.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { Archive } from '../store/types.ts'
import type { TrustBase } from '../verify/types.ts'
import { createRejudging } from './rejudging.ts'
import type { Rejudging, RejudgingParts } from './rejudging.ts'
import { createSweep } from './sweep.ts'
import type { SweepParts } from './sweep.ts'
import { trustStamp } from './trust-stamp.ts'

/** Under this name the archive keeps what its rows were judged with. */
const STAMP = 'judged-with'
/** Before judging again is tried again, ms. */
const RETRY_MS = 2_000

export interface EngineRejudgingParts extends SweepParts {
  /** Of the program: another version may judge otherwise. */
  readonly version: string
  readonly notice: (problem: Problem | null) => void
  readonly changed: () => void
}

export interface EngineRejudging extends Rejudging {
  /** Salts, keys or lists are other ones now: what they touch is judged again in the background. */
  readonly trustChanged: () => void
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
  const sweep = createSweep(parts, behind.get() ? null : trust())
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
  }
}
