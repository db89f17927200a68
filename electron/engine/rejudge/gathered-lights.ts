import type { LightsChange } from '../store/light-changes.ts'

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

/** A JSON list of numbers, without its brackets. */
const listed = (sequences: string): string => sequences.slice(1, -1)

/** @param write writes changes in one transaction */
export function gatherLights(write: (changes: readonly LightsChange[]) => void): GatheredLights {
  const gathered = new Map<string, LightsChange>()
  let characters = 0
  const add = (change: LightsChange): void => {
    const { from, to, sequences } = change
    const name = `${String(from)} ${String(to)}`
    const known = gathered.get(name)
    gathered.set(
      name,
      known === undefined ? change : { from, to, sequences: `[${listed(known.sequences)},${listed(sequences)}]` },
    )
    characters += sequences.length
  }
  const flush = (): void => {
    const changes = [...gathered.values()]
    gathered.clear()
    characters = 0
    write(changes)
  }
  return {
    add: (changes) => {
      changes.forEach(add)
      if (characters >= WRITTEN_AT) flush()
    },
    flush,
  }
}
