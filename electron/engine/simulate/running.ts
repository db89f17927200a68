import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A running listener, as it tells other programs of the same user: where it is, and by which token it knows simulated callbacks. */
const runningSchema = z.strictObject({
  pid: z.int(),
  token: z.string(),
  urls: z.array(z.string()),
  /** PEM certificates to trust. */
  authorities: z.array(z.string()),
  startedAt: z.number(),
})
export type Running = Readonly<z.infer<typeof runningSchema>>

const placeIn = (dataFolder: string) => join(dataFolder, 'running')
const fileIn = (dataFolder: string, pid: number) => join(placeIn(dataFolder), `${String(pid)}.json`)

/**
 * What tells a running process from a later one with the same number: when it started, where the system says so (Linux), else ''. null: there is
 * no such process, or it is dead and only waits for its parent to notice.
 */
export function identityOf(pid: number): string | null {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) return null
  }
  try {
    // The name of the program stands in brackets and may hold anything; state and start time are fields 3 and 22.
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? []
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? '')
  } catch {
    return ''
  }
}

/** Tells where this process listens (mode 0600). What cannot be written only keeps `simulate` from finding it by itself. */
export function announce(dataFolder: string, running: Running): void {
  try {
    mkdirSync(placeIn(dataFolder), { recursive: true, mode: 0o700 })
    writeFileSync(fileIn(dataFolder, running.pid), JSON.stringify(running), { mode: 0o600 })
  } catch {
    // Nobody is told then.
  }
}

/** Takes the word back. */
export function withdraw(dataFolder: string, pid: number): void {
  rmSync(fileIn(dataFolder, pid), { force: true })
}

function read(file: string): readonly Running[] {
  try {
    const parsed = runningSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (!parsed.success) return []
    if (identityOf(parsed.data.pid) !== null) return [parsed.data]
    rmSync(file, { force: true })
    return []
  } catch {
    return []
  }
}

/** Listeners of this user that run now, the newest first. What dead processes left is taken away. */
export function findRunning(dataFolder: string): readonly Running[] {
  try {
    const files = readdirSync(placeIn(dataFolder)).map((name) => join(placeIn(dataFolder), name))
    return files.flatMap(read).toSorted((one, other) => other.startedAt - one.startedAt)
  } catch {
    return []
  }
}
