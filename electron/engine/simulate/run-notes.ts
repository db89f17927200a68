import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runViewSchema } from '../../../shared/protocol/simulator.ts'
import type { RunView } from '../../../shared/protocol/simulator.ts'

/** Files of runs under way: what is found at a start was interrupted by the end of the program. */
export interface RunNotes {
  readonly keep: (run: RunView) => void
  readonly forget: (run: string) => void
  /** Runs that an earlier process did not end; their files are taken away. */
  readonly interrupted: () => readonly RunView[]
}

/** What cannot be written costs the word about an interruption, never the run. */
function tolerant(work: () => void): void {
  try {
    work()
  } catch {
    // The folder is read-only or full: the archive tells that more loudly.
  }
}

function take(file: string): readonly RunView[] {
  try {
    const parsed = runViewSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    rmSync(file, { force: true })
    return parsed.success ? [{ ...parsed.data, state: 'interrupted' }] : []
  } catch {
    return []
  }
}

/**
 * Keeps a small file (mode 0600) for each run under way.
 * @param folder the data folder
 * @param mine tells runs of this process from those of another one that uses the same folder: the files carry it in their name
 * @param alive whether the process with this text still runs
 */
export function openRunNotes(folder: string, mine: string, alive: (owner: string) => boolean): RunNotes {
  const place = join(folder, 'simulator', 'runs')
  const fileOf = (run: string) => join(place, `${mine}-${run}.json`)
  return {
    keep: (run) =>
      tolerant(() => {
        mkdirSync(place, { recursive: true, mode: 0o700 })
        writeFileSync(fileOf(run.id), JSON.stringify({ ...run, requests: [] }), { mode: 0o600 })
      }),
    forget: (run) => tolerant(() => rmSync(fileOf(run), { force: true })),
    interrupted: () => {
      const found: RunView[] = []
      tolerant(() => {
        for (const name of readdirSync(place)) {
          const owner = /^(\d+)-.*\.json$/.exec(name)?.[1]
          if (owner !== undefined && owner !== mine && !alive(owner)) found.push(...take(join(place, name)))
        }
      })
      return found.toSorted((one, other) => other.startedAt - one.startedAt)
    },
  }
}
