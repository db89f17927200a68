import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { portOf, startWindow } from '../lib/app.mjs'
import { load, median } from '../lib/load.mjs'
import { pssOfTree } from '../lib/machine.mjs'
import { largeUserData } from './large.mjs'

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const MIB = 2 ** 20
const SETTLE = 5000

async function idleSize(bench, options) {
  mkdirSync(options.userData, { recursive: true })
  const app = startWindow(bench, options)
  try {
    if (!options.bare) await app.ready()
    await sleep(SETTLE)
    return pssOfTree(app.pid)
  } finally {
    await app.stop()
  }
}

/** What capturing leaves behind in memory, once all is judged and the window has been still for a while. */
async function growth(bench, count) {
  const userData = join(bench.folder, 'memory-growth')
  mkdirSync(userData, { recursive: true })
  const app = startWindow(bench, { userData, args: ['--port=0', ...bench.appArguments] })
  try {
    const port = portOf(await app.ready())
    const plan = { mode: 'closed', connections: 16, mix: 'full', distinct: count, port, seconds: 240 }
    // A first part brings heaps and caches to their working size: what grows after that, grows with the callbacks.
    await load(bench, { ...plan, prefix: 'A', count: Math.round(count / 4) }, { core: null })
    await sleep(SETTLE * 2)
    const before = pssOfTree(app.pid)
    await load(bench, { ...plan, count }, { core: null })
    await sleep(SETTLE * 3)
    const after = pssOfTree(app.pid)
    return { before, after, perCallback: (after - before) / count }
  } finally {
    await app.stop()
  }
}

/** Figure 11: proportional memory of the whole app, idle beside the bare window, per captured callback, and with a million stored. */
export async function memory(bench) {
  const pairs = []
  for (let round = 0; round < bench.rounds; round++) {
    const bare = await idleSize(bench, { bare: true, userData: join(bench.folder, 'memory-bare') })
    const args = ['--port=0', ...bench.appArguments]
    const ours = await idleSize(bench, { userData: join(bench.folder, 'memory-ours'), args })
    pairs.push({ bare, ours })
  }
  const ours = median(pairs.map((one) => one.ours))
  const bare = median(pairs.map((one) => one.bare))
  const base = { figure: '11', better: 'less' }
  const rows = [
    {
      ...base,
      name: 'memory idle (PSS)',
      unit: 'MiB',
      ours: ours / MIB,
      reference: bare / MIB,
      ratio: ours / bare,
      value: null,
      goal: 1.35,
      stretch: 1.25,
      limit: 'one process more than the bare window: the engine; then the page with its widgets.',
      details: { pairs },
    },
  ]
  const count = bench.quick ? 20_000 : 100_000
  const grown = await growth(bench, count)
  rows.push({
    ...base,
    name: 'memory per captured callback',
    unit: 'bytes',
    ours: grown.perCallback,
    reference: null,
    ratio: null,
    value: grown.perCallback,
    goal: 102,
    limit: `over ${count.toLocaleString('en-US')} callbacks, ${(grown.before / MIB).toFixed(0)} to ${(grown.after / MIB).toFixed(0)} MiB; heaps keep what they once had.`,
    details: grown,
  })
  if (bench.largeArchive) rows.push(await withMillion(bench, ours))
  return rows
}

async function withMillion(bench, idle) {
  const args = ['--port=0', `--archive=${bench.largeArchive}`]
  const sizes = []
  for (let round = 0; round < bench.rounds; round++)
    sizes.push(await idleSize(bench, { userData: largeUserData(bench), args }))
  const size = median(sizes)
  return {
    figure: '11',
    name: 'more with 1,000,000 stored',
    unit: 'MiB',
    ours: size / MIB,
    reference: idle / MIB,
    ratio: null,
    value: (size - idle) / MIB,
    better: 'less',
    goal: 60,
    stretch: 25,
    limit: 'what the store keeps in memory to answer by position.',
    details: { sizes },
  }
}
