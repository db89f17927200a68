import { spawn } from 'node:child_process'
import { childEnvironment, root } from './paths.mjs'

/* Every child runs in a process group of its own, so that its helpers go with it when we go. */
const alive = new Set()
const grouped = process.platform !== 'win32'

/** Starts a child that dies with this script. */
export function start(command, args, options = {}) {
  const { env = {}, ...rest } = options
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    detached: grouped,
    ...rest,
    env: childEnvironment(env),
  })
  alive.add(child)
  child.once('error', () => alive.delete(child))
  // The leader is gone; helpers that it left in the group must not outlive it.
  child.once('exit', () => {
    signal(child, 'SIGKILL')
    alive.delete(child)
  })
  return child
}

function signal(child, name) {
  if (child.pid === undefined) return
  try {
    if (grouped) process.kill(-child.pid, name)
    else child.kill(name)
  } catch {
    // Already gone.
  }
}

const ended = (child) =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve))

/** Asks one child to end in order (its helpers are its own business), and ends the whole group after ten seconds. */
export async function stop(child) {
  child.kill('SIGTERM')
  const timer = setTimeout(() => signal(child, 'SIGKILL'), 10_000)
  await ended(child)
  clearTimeout(timer)
}

/** Ends every child, the youngest first: the app before its display. */
export async function stopAll() {
  for (const child of [...alive].reverse()) await stop(child)
}

/**
 * Runs a command to its end.
 * @returns {Promise<{code: number, output: string, timedOut: boolean}>} code 127 when it could not be started
 */
export function run(command, args, options = {}) {
  const { limit, quiet = false, ...rest } = options
  return new Promise((resolve) => {
    const child = start(command, args, {
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      ...rest,
    })
    let output = ''
    let timedOut = false
    const collect = (piece) => (output += String(piece))
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    const timer = limit && setTimeout(() => ((timedOut = true), signal(child, 'SIGKILL')), limit)
    child.once('error', (error) => (clearTimeout(timer), resolve({ code: 127, output: error.message, timedOut })))
    child.once('close', (code) => (clearTimeout(timer), resolve({ code: code ?? 1, output, timedOut })))
  })
}

let leaving = null

/** True while a signal is being obeyed: then the exit code is the signal's. */
export const isLeaving = () => leaving !== null

function leave(code) {
  leaving ??= stopAll().then(() => process.exit(code))
}

/** Ctrl-C and a polite kill take every child along, and so does the end of npm when npm started this script. */
export function leaveWithChildren() {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
  for (const [name, code] of Object.entries(codes)) process.on(name, () => leave(code))
  // npm passes a signal to its shell only, which dies and says nothing to us.
  const parent = process.ppid
  const orphaned = () => process.ppid !== parent && leave(143)
  if (process.env.npm_lifecycle_event !== undefined) setInterval(orphaned, 500).unref()
  process.on('exit', () => {
    for (const child of alive) signal(child, 'SIGKILL')
  })
}
