import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runViewSchema } from '../../../shared/protocol/simulator.ts'
import type { RunView } from '../../../shared/protocol/simulator.ts'
import { identityOf } from './running.ts'

/** Interrupted runs that are kept; requests of a run that are. */
const MOST_RUNS = 20
const MOST_REQUESTS = 50

/** Files of runs under way: what is found at a start was interrupted by the end of the program. */
export interface RunNotes {
  readonly keep: (run: RunView) => void
  readonly forget: (run: string) => void
  /** Runs that an earlier process did not end, the newest first. They are told at each start until they are forgotten. */
  readonly interrupted: () => readonly RunView[]
}

/** The process that plays a run: its number and when it started, since numbers are given again. */
export interface Owner {
  readonly pid: number
  readonly identity: string
}

/** What cannot be written costs the word about an interruption, never the run. */
function tolerant(work: () => void): void {
  try {
    work()
  } catch {
    // The folder is read-only or full: the archive tells that more loudly.
  }
}

/** How a run stands once nobody plays it any more. */
function interrupted(run: RunView): RunView {
  const deliveries = run.deliveries.map((one) =>
    one.state === 'waiting' || one.state === 'sending' ? ({ ...one, state: 'stopped', nextAt: null } as const) : one,
  )
  return { ...run, state: 'interrupted', deliveries }
}

function read(file: string): RunView | null {
  try {
    const parsed = runViewSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? interrupted(parsed.data) : null
  } catch {
    return null
  }
}

const NAME = /^(\d+)\.(\d*)-(.+)\.json$/

/**
 * Keeps a small file (mode 0600) for each run under way, written in one go, so that the end of the program at any moment leaves a whole one.
 * @param folder the data folder
 * @param mine the process that writes; the files carry it in their name, so that runs of another one that uses the same folder are told apart
 * @param alive the identity of a running process; null: there is none with this number
 */
export function openRunNotes(
  folder: string,
  mine: Owner,
  alive: (pid: number) => string | null = identityOf,
): RunNotes {
  const place = join(folder, 'simulator', 'runs')
  const prefix = `${String(mine.pid)}.${mine.identity}-`
  const isOver = (name: string): boolean => {
    const [, pid, identity] = NAME.exec(name) ?? []
    return pid !== undefined && !name.startsWith(prefix) && alive(Number(pid)) !== identity
  }
  const ended = () => readdirSync(place).filter(isOver)
  return {
    keep: (run) =>
      tolerant(() => {
        mkdirSync(place, { recursive: true, mode: 0o700 })
        const file = join(place, `${prefix}${run.id}.json`)
        writeFileSync(`${file}.new`, JSON.stringify({ ...run, requests: run.requests.slice(0, MOST_REQUESTS) }), {
          mode: 0o600,
        })
        renameSync(`${file}.new`, file)
      }),
    forget: (run) =>
      tolerant(() => {
        const names = [`${prefix}${run}.json`, ...ended().filter((name) => NAME.exec(name)?.[3] === run)]
        for (const name of names) rmSync(join(place, name), { force: true })
      }),
    interrupted: () => {
      const found: RunView[] = []
      tolerant(() => {
        // What was being written when a program ended.
        for (const name of readdirSync(place))
          if (name.endsWith('.new') && isOver(name.slice(0, -4))) rmSync(join(place, name))
        const names = ended()
          .map((name) => ({ name, at: statSync(join(place, name)).mtimeMs }))
          .toSorted((one, other) => other.at - one.at)
        for (const [index, { name }] of names.entries()) {
          const run = index < MOST_RUNS ? read(join(place, name)) : null
          if (run === null) rmSync(join(place, name), { force: true })
          else found.push(run)
        }
      })
      return found.toSorted((one, other) => other.startedAt - one.startedAt)
    },
  }
}
