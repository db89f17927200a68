import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ended, errorsOf, launch, stop } from '../lib/children.mjs'
import { load, median } from '../lib/load.mjs'
import { pin } from '../lib/machine.mjs'
import { startFloor, startOurs } from '../lib/servers.mjs'

const root = join(import.meta.dirname, '..', '..')
const node = join(root, 'node_modules', '.bin', 'node')
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const RATE = 500
const STEPS = ['salt-wrong', 'salt-right', 'keys-gone', 'keys-back']
/** While callbacks come, a change rests most of the time: so long (s) that each of them comes to its end. */
const BUSY_SECONDS = 60

/** An archive to judge again: the one of --large, else a smaller one, captured over the real listener. */
async function archiveFor(bench) {
  if (bench.largeArchive !== null) return bench.largeArchive
  const archive = join(bench.folder, 'rejudge.archive')
  const count = bench.quick ? 20_000 : 100_000
  const server = await startOurs(bench, { archive })
  const plan = { mode: 'closed', connections: 64, mix: 'full', count, seconds: 300, port: server.port }
  const result = await load(bench, plan)
  await sleep(2000)
  await server.stop()
  if (result.answered !== count) throw new Error(`${result.answered} of ${count} callbacks were captured.`)
  return archive
}

/** Starts the engine on the archive, with a profile and a key set of its own to change. `step` does one change and waits. */
async function startTimer(bench, archive) {
  const folder = join(bench.folder, 'rejudge-data')
  mkdirSync(folder, { recursive: true })
  const own = (name) => {
    copyFileSync(bench.material[name], join(folder, `${name}.json`))
    return join(folder, `${name}.json`)
  }
  const given = JSON.stringify({ archive, folder, profile: own('profile'), jwks: own('jwks') })
  const args = ['--no-warnings', join(root, 'bench', 'rejudge-timer.mjs'), given]
  const child = launch(node, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const errors = errorsOf(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`The engine ended: ${errors()}`)
    return JSON.parse(value)
  }
  const ready = await next()
  const step = async (name) => {
    child.stdin.write(`${name}\n`)
    return next()
  }
  const leave = async () => {
    child.stdin.write('stop\n')
    await Promise.race([ended(child), sleep(10_000)])
    await stop(child)
  }
  return { ...ready, pid: child.pid, step, leave }
}

/** Changes salts and keys, once each way, until time is up (at least once). */
async function stepsUntil(timer, end) {
  const done = []
  do {
    for (const name of STEPS) done.push(await timer.step(name))
  } while (performance.now() < end)
  return done
}

/** The same while callbacks come; a step that is not through when they end does not count. */
async function stepsDuring(timer, loaded) {
  const done = []
  let over = false
  void loaded.finally(() => (over = true)).catch(() => undefined)
  for (let n = 0; !over; n++) {
    const result = await timer.step(STEPS[n % STEPS.length])
    if (!over) done.push(result)
  }
  return done
}

const row = (name, unit, ours, value, marks, limit, more = {}) => ({
  figure: '14',
  name,
  unit,
  ours,
  reference: null,
  ratio: null,
  value,
  better: 'less',
  ...marks,
  limit,
  details: {},
  ...more,
})

/** Figure 14: how long until all verdicts are right again after a salt or a key was changed, and what captures notice of it. */
export async function rejudge(bench) {
  const archive = await archiveFor(bench)
  const timer = await startTimer(bench, archive)
  try {
    // The archive was judged by another program: everything once, which no narrow way can shorten.
    const everything = await timer.step('everything')
    const alone = await stepsUntil(timer, performance.now() + (bench.quick ? 0 : 5000))
    // Alone it has the whole machine, as it has at the user's; beside the load generator it is held against the floor on core 0.
    pin(0, timer.pid)
    const seconds = bench.quick ? 5 : BUSY_SECONDS
    const plan = { mode: 'open', connections: 16, rate: RATE, spin: true, mix: 'full', warmup: 1, seconds }
    const floorServer = await startFloor(bench)
    const floor = await load(bench, { ...plan, seconds: 5, port: floorServer.port, serverPid: floorServer.pid })
    await floorServer.stop()
    // References of their own: with those of the archive each callback would be a repetition of a delivery stored long ago.
    const ours = { ...plan, port: timer.port, serverPid: timer.pid }
    const unchanged = await load(bench, { ...ours, prefix: 'Q', seconds: seconds / 3 })
    const loaded = load(bench, { ...ours, prefix: 'M' })
    await sleep(1500)
    const busy = await stepsDuring(timer, loaded)
    const meanwhile = await loaded
    return rowsOf({ timer, everything, alone, busy, floor, unchanged, meanwhile })
  } finally {
    await timer.leave()
  }
}

function rowsOf({ timer, everything, alone, busy, floor, unchanged, meanwhile }) {
  const of = (runs, names) => runs.filter(({ step }) => names.includes(step))
  const stored = timer.callbacks.toLocaleString('en-US')
  const timeOf = (runs, names, per) => {
    const found = of(runs, names)
    if (found.length === 0) return null
    const ms = median(found.map((run) => run.ms))
    const sweep = median(found.map((run) => run.sweep))
    const rows = median(found.map((run) => run.rows))
    return { ms, sweep, rows, scaled: ms - sweep + (sweep * per) / Math.max(1, rows) }
  }
  const figure = (name, names, per, marks, words) => {
    const quiet = timeOf(alone, names, per)
    const under = timeOf(busy, names, per)
    const busyTime = under === null ? 'not through' : `${Math.round(under.ms)} ms`
    const limit = `${stored} stored, ${quiet.rows.toLocaleString('en-US')} looked at in ${Math.round(quiet.ms)} ms (${busyTime} at ${RATE} callbacks a second), scaled to ${words}.`
    return row(name, 'ms', quiet.scaled, quiet.scaled, marks, limit, { details: { quiet, under } })
  }
  const latency = (name, answers, marks, limit) =>
    row(name, 'ms', answers.p99, null, marks, `${limit}; longest ${answers.most.toFixed(1)} ms.`, {
      reference: floor.p99,
      ratio: answers.p99 / floor.p99,
      details: { floor, answers },
    })
  return [
    figure('salt changed, a million', ['salt-right'], 1e6, { goal: 5000, stretch: 3000 }, 'a million callbacks'),
    figure('wrong salt, a million', ['salt-wrong'], 1e6, {}, 'a million callbacks, each of which fails in every list'),
    figure('key changed, 100,000 JWS', ['keys-back'], 1e5, { goal: 6000, stretch: 4000 }, '100,000 tokens'),
    row(
      'everything again, a million',
      'ms',
      (everything.ms * 1e6) / timer.callbacks,
      (everything.ms * 1e6) / timer.callbacks,
      {},
      `${stored} whole requests read and judged.`,
    ),
    latency(
      'answer p99 at 500/s meanwhile',
      meanwhile,
      { goal: 2.5, stretch: 2 },
      'short slices between answers, and a rest of twenty times each',
    ),
    latency('the same archive, no change', unchanged, {}, 'what the answers take without judging again'),
  ]
}
