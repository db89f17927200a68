import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createBuilder } from 'vite'
import type { ReadyRecord } from '../../shared/export/record-schema.ts'
import { outputLineSchema } from '../../shared/export/record-schema.ts'

/* For tests: the real command line, built as it ships, run as a process of its own. */

const root = resolve(import.meta.dirname, '../..')

export interface BuiltCli {
  readonly file: string
  /** A folder of this test: data, archives, inputs. */
  readonly folder: string
  readonly remove: () => void
}

/** Builds the command line (0.5 s) into a place from which it finds its one dependency and its version. */
export async function buildCli(): Promise<BuiltCli> {
  const outDir = join(
    root,
    'node_modules/.cache/callback-inspector',
    `cli-${String(process.pid)}-${String(performance.now())}`,
  )
  const builder = await createBuilder({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    environments: { cli: { build: { outDir } } },
  })
  const environment = builder.environments['cli']
  if (environment === undefined) throw new Error('vite.config.ts has no environment "cli"')
  await builder.build(environment)
  const folder = mkdtempSync(join(tmpdir(), 'ci-cli-'))
  return {
    file: join(outDir, 'cli.js'),
    folder,
    remove: () => {
      rmSync(outDir, { recursive: true, force: true })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly input?: string | Buffer
  readonly environment?: Readonly<Record<string, string>>
}

function start(cli: BuiltCli, args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [cli.file, ...args], {
    cwd: cli.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      CALLBACK_INSPECTOR_DATA: join(cli.folder, 'data'),
      TMPDIR: cli.folder,
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

function collect(stream: NodeJS.ReadableStream | null): Promise<string> {
  return new Promise((done, fail) => {
    const pieces: Buffer[] = []
    stream?.on('data', (piece: Buffer) => pieces.push(piece))
    stream?.on('end', () => done(Buffer.concat(pieces).toString()))
    stream?.on('error', fail)
  })
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((done) => child.once('close', (code) => done(code)))

/** Runs a command to its end. */
export async function run(cli: BuiltCli, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = start(cli, args, options.environment ?? {})
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(options.input ?? '')
  const [out, err, code] = await Promise.all([collect(child.stdout), collect(child.stderr), exitOf(child)])
  return { code, out, err }
}

/** The records of an output, each checked against the published schema. */
export function recordsOf(out: string) {
  const lines = out.split('\n').filter((line) => line !== '')
  return lines.map((line) => outputLineSchema.parse(JSON.parse(line)))
}

export type OutputLine = ReturnType<typeof recordsOf>[number]

export interface Listening {
  readonly ready: ReadyRecord
  readonly pid: number
  /** The next record; rejects when the process ends before it. */
  readonly next: () => Promise<OutputLine>
  /** Resolves when this stands on standard error. */
  readonly said: (part: string) => Promise<void>
  readonly stop: (signal?: NodeJS.Signals) => Promise<Finished>
  /** Closes our end of its standard output, as `head -1` does. */
  readonly hangUp: () => Promise<number | null>
}

/** Lines as they come, for whoever asks first. */
function lineQueue(stream: NodeJS.ReadableStream) {
  const waiting: string[] = []
  const askers: { done: (line: string) => void; fail: (error: Error) => void }[] = []
  const reader = createInterface({ input: stream })
  reader.on('line', (line) => {
    const asker = askers.shift()
    if (asker === undefined) waiting.push(line)
    else asker.done(line)
  })
  reader.on('close', () => {
    for (const asker of askers.splice(0)) asker.fail(new Error('the output ended'))
  })
  return {
    waiting,
    next: (): Promise<string> => {
      const line = waiting.shift()
      return line === undefined ? new Promise((done, fail) => askers.push({ done, fail })) : Promise.resolve(line)
    },
  }
}

/** Starts `listen --json` on a free port; resolves when it is ready. */
export async function listening(cli: BuiltCli, args: readonly string[], options: RunOptions = {}): Promise<Listening> {
  const child = start(cli, ['listen', '--json', '--port', '0', ...args], options.environment ?? {})
  const { stdout, stderr, pid } = child
  if (stdout === null || stderr === null || pid === undefined) throw new Error('the process was not started')
  const lines = lineQueue(stdout)
  let err = ''
  const heard = new Set<() => void>()
  stderr.on('data', (piece: Buffer) => {
    err += piece.toString()
    for (const check of heard) check()
  })
  const exit = exitOf(child)
  const next = async (): Promise<OutputLine> => outputLineSchema.parse(JSON.parse(await lines.next()))
  const first = await next().catch((error: unknown) => {
    throw new Error(`listen did not start: ${err}`, { cause: error })
  })
  if (first.type !== 'ready') throw new Error('the first line is not the ready line')
  return {
    ready: first,
    pid,
    next,
    said: (part) =>
      new Promise((done) => {
        const check = (): void => {
          if (!err.includes(part)) return
          heard.delete(check)
          done()
        }
        heard.add(check)
        check()
      }),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      const code = await exit
      return { code, out: lines.waiting.join('\n'), err }
    },
    hangUp: () => {
      stdout.destroy()
      return exit
    },
  }
}

export interface Sent {
  readonly method?: string
  readonly headers?: RequestOptions['headers']
  readonly body?: string | Buffer
}

/** Sends one request over HTTPS, trusting the local CA of the ready line and nothing else; gives the status. */
export function send(
  ready: ReadyRecord,
  target: string,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<number> {
  const authority = ready.certificate?.authorityFile ?? null
  const ca = authority === null ? [] : [readFileSync(authority)]
  return new Promise((done, fail) => {
    const call = request(new URL(target, ready.url), { method, headers, ca, agent: false }, (answer) => {
      answer.resume()
      answer.on('end', () => done(answer.statusCode ?? 0))
    })
    call.on('error', fail)
    call.end(body)
  })
}
