import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { outputLineSchema } from '../../../shared/export/record-schema.ts'
import type { ReadyRecord } from '../../../shared/export/record-schema.ts'
import type { BuiltCli, OutputLine } from '../testing.ts'
import { recordsOf, run } from '../testing.ts'

/* For tests: the real command line under a hostile system: traced, limited, as another user, killed. */

export interface HarshOptions {
  /** Comes first on the command line: `strace …`, or `sh -c 'ulimit …; exec "$0" "$@"'`. */
  readonly wrap?: readonly string[]
  readonly user?: number
  /** Where settings and certificates lie; default a folder of the test. */
  readonly data?: string
  /** Folder for temporary files; default the folder of the test. */
  readonly temporary?: string
}

export interface Harsh {
  readonly ready: ReadyRecord
  readonly pid: number
  /** Records so far, without the ready line. */
  readonly records: readonly OutputLine[]
  /** What it said on standard error so far. */
  readonly errors: () => string
  readonly alive: () => boolean
  /** Resolves once it holds; looked at again at every line of either output. Rejects when the process ends first. */
  readonly until: (holds: () => boolean) => Promise<void>
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>
  /** Sends the signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

function spawnCli(cli: BuiltCli, args: readonly string[], { wrap = [], user, data, temporary }: HarshOptions) {
  const [command = '', ...rest] = [...wrap, process.execPath, cli.file, ...args]
  return spawn(command, rest, {
    cwd: cli.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      CALLBACK_INSPECTOR_DATA: data ?? join(cli.folder, 'data'),
      TMPDIR: temporary ?? cli.folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user === undefined ? {} : { uid: user, gid: user }),
  })
}

/** Runs a command to its end, under the given conditions. */
export async function runHarsh(cli: BuiltCli, args: readonly string[], options: HarshOptions) {
  const child = spawnCli(cli, args, options)
  // What should have ended at once must not outlive the test.
  const limit = setTimeout(() => child.kill('SIGKILL'), 15_000)
  let [out, err] = ['', '']
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  clearTimeout(limit)
  return { code, out, err }
}

/** What a program says and does, as it comes. */
function watch(child: ReturnType<typeof spawnCli>) {
  const records: OutputLine[] = []
  const waiting = new Set<() => void>()
  let err = ''
  let over = false
  const look = (): void => waiting.forEach((one) => one())
  createInterface({ input: child.stdout }).on('line', (line) => {
    records.push(outputLineSchema.parse(JSON.parse(line)))
    look()
  })
  child.stderr.on('data', (piece: Buffer) => {
    err += piece.toString()
    look()
  })
  const ended = new Promise<number | null>((done) => {
    child.once('close', (code) => {
      over = true
      look()
      done(code)
    })
  })
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((done, fail) => {
      const check = (): void => {
        const held = holds()
        if (!held && !over) return
        waiting.delete(check)
        if (held) done()
        else fail(new Error(`listen ended: ${err}`))
      }
      waiting.add(check)
      check()
    })
  return { records, errors: () => err, alive: () => !over, until, ended }
}

/** Starts `listen --json` on a free port under the given conditions; resolves when it is ready. */
export async function listenHarsh(cli: BuiltCli, args: readonly string[], options: HarshOptions = {}): Promise<Harsh> {
  const child = spawnCli(cli, ['listen', '--json', '--port', '0', ...args], options)
  const watched = watch(child)
  await watched.until(() => watched.records.length > 0)
  const ready = watched.records.shift()
  if (ready?.type !== 'ready' || child.pid === undefined) throw new Error('the first line is not the ready line')
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return watched.ended
  }
  return { ...watched, ready, pid: child.pid, end }
}

/** Everything in an archive, oldest first. Throws when it cannot be exported. */
export async function exported(cli: BuiltCli, archive: string) {
  const { code, out, err } = await run(cli, ['export', '--archive', archive, '--json'])
  if (code !== 0 || err !== '') throw new Error(`export ended with ${String(code)}: ${err}`)
  return recordsOf(out).flatMap((record) => (record.type === 'ready' ? [] : [record]))
}
