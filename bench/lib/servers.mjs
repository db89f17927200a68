import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { ended, errorsOf, firstLine, launch, stop } from './children.mjs'
import { pinned } from './machine.mjs'

const root = join(import.meta.dirname, '..', '..')
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The runtime to measure in: the Node of the lock file, or Electron's own Node. */
export function runtimeOf(bench) {
  if (bench.runtime === 'node') return { command: join(root, 'node_modules', '.bin', 'node'), env: {} }
  return { command: bench.electron, env: { ELECTRON_RUN_AS_NODE: '1' } }
}

/** Starts the bare https server on core 0. */
export async function startFloor(bench) {
  const { command, env } = runtimeOf(bench)
  const script = join(root, 'bench', 'floor-server.mjs')
  const child = launch(...pinned(0, command, [script, bench.material.cert, bench.material.key]), {
    env: { ...process.env, ...env },
  })
  const url = await firstLine(child, (line) => (line.startsWith('{') ? JSON.parse(line).url : undefined))
  return { pid: child.pid, port: Number(new URL(url).port), stop: () => stop(child) }
}

/** The command line program with its arguments, on core 0 (or unpinned: null). */
export function launchOurs(bench, args, { core = 0, stdio = ['ignore', 'pipe', 'pipe'], nodeArgs = [] } = {}) {
  const { command, env } = runtimeOf(bench)
  const all = [...nodeArgs, join(root, 'dist', 'cli', 'cli.js'), ...args]
  // Folders of its own: neither reads nor writes what the user has.
  const places = { HOME: bench.folder, CALLBACK_INSPECTOR_DATA: bench.folder }
  const whole = core === null ? [command, all] : pinned(core, command, all)
  return launch(...whole, { stdio, env: { ...process.env, ...env, ...places } })
}

/** A port that nobody has at this moment. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

/** True when somebody takes connections on this port. */
export const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })

/**
 * Starts our listener on core 0 with a real archive, JSON on, the lines into the void: nobody at the other end of a pipe
 * shall cost anything. That is why readiness is seen by connecting, on a port that was free a moment ago.
 * `stdout`: an open file for the lines, instead. `profile`: another one than that of the material.
 */
export async function startOurs(bench, { archive, trusted = true, profile, nodeArgs = [], stdout = 'ignore' }) {
  const { material } = bench
  const port = await freePort()
  const trust = trusted ? ['--profile', profile ?? material.profile, '--jwks', material.jwks] : []
  const given = ['--cert', material.cert, '--key', material.key, '--archive', archive]
  const args = ['listen', '--host', '127.0.0.1', '--port', String(port), '--json', ...given, ...trust]
  const child = launchOurs(bench, args, { nodeArgs, stdio: ['ignore', stdout, 'pipe'] })
  const errors = errorsOf(child)
  for (let tries = 0; !(await answers(port)); tries++) {
    if (child.exitCode !== null || child.signalCode !== null || tries > 600)
      throw new Error(`The listener did not start: ${errors() || `no answer on port ${port}`}`)
    await sleep(50)
  }
  return { pid: child.pid, port, stop: (name) => stop(child, name), ended: ended(child), errors }
}
