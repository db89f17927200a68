import type { LightsChange } from '../store/light-changes.ts'
import { joined } from './judged-lights.ts'

/**
 * Other lights are written when their numbers make a text of so many characters: some 300 rows. Each transaction puts its pages into the log
 * whole, and a page holds 400 rows: a dozen rows at a time filled the log, and copying it held up captures.
 */
const WRITTEN_AT = 2_048

/** Other lights that are known and not written yet. */
export interface GatheredLights {
  /** Writes all that was gathered once that is enough. Throws what writing throws. */
  readonly add: (changes: readonly LightsChange[]) => void
  /** Writes what is left. */
  readonly flush: () => void
}

/** @param write writes changes in one transaction */
export function gatherLights(write: (changes: readonly LightsChange[]) => void): GatheredLights {
  let gathered: LightsChange[] = []
  let characters = 0
  const flush = (): void => {
    const changes = joined(gathered)
    gathered = []
    characters = 0
    write(changes)
  }
  return {
    add: (changes) => {
      gathered.push(...changes)
      for (const { sequences } of changes) characters += sequences.length
      if (characters >= WRITTEN_AT) flush()
    },
    flush,
  }
}
