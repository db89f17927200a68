import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/* Every process of the bench stands in here, in a group of its own, and is gone when the bench ends, however it ends. */
const alive = new Set()

function signalGroup(child, name) {
  try {
    process.kill(-child.pid, name)
  } catch {
    // Already gone.
  }
}

/** Starts a process in a group of its own. */
export function launch(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options })
  alive.add(child)
  child.once('exit', () => {
    signalGroup(child, 'SIGKILL')
    alive.delete(child)
  })
  child.once('error', () => alive.delete(child))
  return child
}

/** Resolves with exit code or signal name. */
export const ended = (child) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode ?? child.signalCode)
    : new Promise((resolve, reject) => {
        child.once('exit', (code, name) => resolve(code ?? name))
        child.once('error', reject)
      })

/** Asks a process to end, makes it after `grace` ms, and waits until it has gone. */
export async function stop(child, name = 'SIGTERM', grace = 10_000) {
  signalGroup(child, name)
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), grace)
  await ended(child).catch(() => undefined)
  clearTimeout(timer)
}

/** Keeps the last lines of what a process says on stderr, for when it fails. */
export function errorsOf(child) {
  let text = ''
  child.stderr?.on('data', (piece) => (text = (text + piece).slice(-2000)))
  return () => text.trim()
}

/** Waits for the first line of stdout that `pick` makes something of. Rejects when the process ends or time is up. */
export function firstLine(child, pick, limit = 30_000) {
  const errors = errorsOf(child)
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${child.spawnargs.slice(0, 6).join(' ')}: ${why} ${errors()}`))
    const timer = setTimeout(() => fail(`no ready line within ${limit / 1000} s.`), limit)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = pick(line)
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    })
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, name) => (clearTimeout(timer), fail(`ended with ${code ?? name} before it was ready.`)))
  })
}

/** Runs a process to its end. Gives its stdout; rejects when it fails or takes longer than `limit` ms. */
export async function output(command, args, { limit = 120_000, ...options } = {}) {
  const child = launch(command, args, options)
  const errors = errorsOf(child)
  const pieces = []
  child.stdout?.on('data', (piece) => pieces.push(piece))
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), limit)
  const closed = new Promise((resolve) => child.once('close', resolve))
  const code = await ended(child)
  await closed
  clearTimeout(timer)
  if (code !== 0) throw new Error(`${[command, ...args].slice(0, 6).join(' ')} ended with ${code}: ${errors()}`)
  return Buffer.concat(pieces).toString()
}

/** Ends everything, at once. */
export function endAll() {
  for (const child of alive) signalGroup(child, 'SIGKILL')
}

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])
  process.on(name, () => process.exit(code))
process.on('exit', endAll)
