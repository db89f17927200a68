import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url))

export interface Child {
  readonly process: ChildProcess
  readonly lines: string[]
  /** Settles when `count` lines have come, or the process has ended. */
  readonly saw: (count: number) => Promise<void>
  readonly ended: Promise<void>
}

const running = new Set<ChildProcess>()

/** Kills what a test that failed has left; for afterEach. */
export function killLeft(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** Starts a command and gathers its lines. The caller sees to its end. */
export function start(command: string, args: readonly string[], user?: number): Child {
  const as = user === undefined ? {} : { uid: user, gid: user }
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...as })
  running.add(child)
  child.once('close', () => running.delete(child))
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => {
    lines.push(line)
    waiting.forEach((look) => look())
  })
  const closed = new Promise<void>((settle) => reader.once('close', settle))
  const exited = new Promise<void>((settle) => child.once('close', () => settle()))
  const ended = Promise.all([closed, exited]).then(() => undefined)
  const saw = (count: number): Promise<void> =>
    new Promise((settle) => {
      const look = (): void => {
        if (lines.length < count) return
        waiting.delete(look)
        settle()
      }
      waiting.add(look)
      look()
      void ended.then(settle)
    })
  return { process: child, lines, saw, ended }
}

export interface WriterLimits {
  /** A line of shell that comes first, such as `ulimit -n 40`. */
  readonly shell?: string
  readonly user?: number | undefined
}

/** Starts the writer (see writer.ts) in the runtime that runs the tests. */
export function startWriter(mode: string, file: string, driver: string, tag = 'a', limits: WriterLimits = {}): Child {
  const args = [WRITER, mode, file, driver, tag]
  if (limits.shell === undefined) return start(process.execPath, args, limits.user)
  return start('sh', ['-c', `${limits.shell}; exec "$0" "$@"`, process.execPath, ...args], limits.user)
}

/** The acknowledged arrivals among a writer's lines: number and text. */
export function acknowledged(lines: readonly string[]): (readonly [sequence: number, text: string])[] {
  return lines.flatMap((line) => {
    const match = /^(\d+) (.+)$/.exec(line)
    return match === null ? [] : [[Number(match[1]), match[2] ?? ''] as const]
  })
}

/** Runs a program of the system to its end; gives what it said against it, or null when it succeeded. */
export function system(command: string, ...args: readonly string[]): string | null {
  const done = spawnSync(command, args, { encoding: 'utf8' })
  return done.status === 0 ? null : `${command}: ${done.error?.message ?? done.stderr.trim()}`
}
