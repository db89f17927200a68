import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { firstPaint, startWindow } from '../lib/app.mjs'
import { firstLine, launch, stop } from '../lib/children.mjs'
import { median } from '../lib/load.mjs'

const root = join(import.meta.dirname, '..', '..')

async function measureStart(bench, bare) {
  const userData = join(bench.folder, bare ? 'start-bare' : 'start-ours')
  mkdirSync(userData, { recursive: true })
  const app = startWindow(bench, { bare, userData, args: bare ? [] : ['--port=0', ...bench.appArguments] })
  try {
    const ready = bare ? null : await app.ready()
    const paint = await firstPaint(await app.page())
    await app.detach()
    return { paint: paint - app.startedAt, listening: ready === null ? null : ready.at - app.startedAt }
  } finally {
    await app.stop()
  }
}

/** Figure 12: from the start of the process to the first contentful paint, beside the bare window; and the listener's turn. */
export async function startTimes(bench) {
  const rounds = bench.quick ? 3 : 7
  const pairs = []
  // The first pair makes certificate and archive, and warms the files; it does not count.
  for (let round = 0; round <= rounds; round++)
    pairs.push({ bare: await measureStart(bench, true), ours: await measureStart(bench, false) })
  pairs.shift()
  const ours = median(pairs.map((one) => one.ours.paint))
  const bare = median(pairs.map((one) => one.bare.paint))
  const listening = median(pairs.map((one) => one.ours.listening))
  const before = median(pairs.map((one) => one.ours.listening - one.ours.paint))
  const base = { figure: '12', unit: 'ms', better: 'less', details: { pairs } }
  return [
    {
      ...base,
      name: 'first contentful paint',
      ours,
      reference: bare,
      ratio: ours / bare,
      value: null,
      goal: 1.35,
      stretch: 1.2,
      limit: `Electron's own start is ${Math.round((bare / ours) * 100)} % of it; the rest is main's and the page's script, and the engine starting beside it on the same cores.`,
    },
    {
      ...base,
      name: 'listener ready, after paint',
      ours: listening,
      reference: ours,
      ratio: null,
      value: before,
      goal: 0,
      limit: `ready line ${Math.abs(before).toFixed(0)} ms ${before <= 0 ? 'before' : 'after'} the first paint (the reference); the engine's process starts when Electron is ready.`,
    },
  ]
}

async function timeNpmStart(bench, folder, userData) {
  const since = performance.now()
  const child = launch('npm', ['start', '--silent', '--', '--port', '0', '--user-data', userData], {
    cwd: folder,
    env: { ...process.env, ...bench.display },
  })
  try {
    await firstLine(child, (line) => (line.startsWith('Ready after') ? line : undefined), 240_000)
    return (performance.now() - since) / 1000
  } finally {
    await stop(child)
  }
}

const row = (name, ours, goal, limit, details) => ({
  figure: '15',
  name,
  unit: 's',
  ours,
  reference: null,
  ratio: null,
  value: ours,
  better: 'less',
  goal,
  limit,
  details,
})

/** Figure 15: `npm start` to the ready line, everything in place; with --cold also from a fresh clone. */
export async function npmStart(bench) {
  const userData = join(bench.folder, 'npm-start')
  mkdirSync(userData, { recursive: true })
  const times = []
  for (let round = 0; round <= bench.rounds; round++) times.push(await timeNpmStart(bench, root, userData))
  times.shift()
  const rows = [
    row('npm start, warm', median(times), 4, 'npm itself, then Electron; nothing is prepared anew.', { times }),
  ]
  if (bench.cold) rows.push(await coldStart(bench))
  return rows
}

/** A clone of what is committed, without node_modules and dist; downloads kept from before may serve. */
async function coldStart(bench) {
  const clone = join(bench.folder, 'clone')
  const made = spawnSync('git', ['clone', '--quiet', '--local', root, clone], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`git clone failed: ${made.stderr}`)
  const seconds = await timeNpmStart(bench, clone, join(bench.folder, 'npm-start-cold'))
  rmSync(clone, { recursive: true, force: true })
  return row(
    'npm start, fresh clone',
    seconds,
    60,
    'npm ci and Electron; with downloads kept from before where there are any.',
    {},
  )
}
