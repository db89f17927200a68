import { join } from 'node:path'
import { load, median, medianOf } from '../lib/load.mjs'
import { startFloor, startOurs } from '../lib/servers.mjs'

const FIGURES = {
  1: {
    name: 'durable, 64 kept alive',
    plan: { mode: 'closed', connections: 64 },
    firstStop: 0.35,
    goal: 0.5,
    stretch: 0.6,
  },
  2: {
    name: 'durable, 16 kept alive',
    plan: { mode: 'closed', connections: 16 },
    firstStop: 0.2,
    goal: 0.3,
    stretch: 0.4,
  },
  3: {
    name: 'durable, new TLS each, c16',
    plan: { mode: 'fresh', connections: 16 },
    firstStop: 0.6,
    goal: 0.75,
    stretch: 0.85,
  },
}

const share = (value) => `${Math.round(value * 100)} %`

/** In: medians of both sides. Out: a sentence on which resource stood in the way. */
function limitOf(floor, ours, errors) {
  const client = floor.clientBusy > 0.93 ? ' The load generator limits the floor, so the true ratio is lower.' : ''
  const ratio = `server CPU per callback ${ours.serverMicroseconds.toFixed(0)} µs against ${floor.serverMicroseconds.toFixed(0)} µs`
  const core = ours.serverBusy > 0.93 ? 'the server core' : 'waiting (sync of the log, or the load generator)'
  const failed = errors > 0 ? ` ${errors} requests failed.` : ''
  return `${core}; ${ratio}; server ${share(ours.serverBusy)}, client ${share(ours.clientBusy)}, others ${share(ours.elsewhere)} of a core.${client}${failed}`
}

function summary(results) {
  const names = ['rate', 'p50', 'p99', 'clientBusy', 'serverBusy', 'serverMicroseconds', 'elsewhere']
  return Object.fromEntries(names.map((name) => [name, medianOf(results, name)]))
}

/** One run of floor and one of ours, each with its own fresh server. */
async function pair(bench, plan, round) {
  const run = async (server) => {
    const result = await load(bench, { ...plan, port: server.port, serverPid: server.pid })
    await server.stop()
    return result
  }
  const floor = await run(await startFloor(bench))
  const archive = join(bench.folder, `throughput-${round}-${Math.round(performance.now())}.archive`)
  const ours = await run(await startOurs(bench, { archive }))
  bench.discard(archive)
  return { floor, ours, ratio: ours.rate / floor.rate }
}

/** Figures 1 to 3: callbacks answered per second, durable before the answer, against the bare server. */
export async function throughput(bench, number) {
  const { name, plan, ...marks } = FIGURES[number]
  const timed = {
    ...plan,
    mix: 'capture',
    distinct: 150_000,
    warmup: bench.quick ? 0.5 : 1,
    seconds: bench.quick ? 2 : 5,
  }
  const pairs = []
  for (let round = 0; round < bench.rounds; round++) pairs.push(await pair(bench, timed, `${number}-${round}`))
  const floor = summary(pairs.map((one) => one.floor))
  const ours = summary(pairs.map((one) => one.ours))
  const failed = pairs.reduce((sum, one) => sum + one.ours.errors + one.ours.refused, 0)
  const row = {
    figure: String(number),
    name,
    unit: '/s',
    ours: ours.rate,
    reference: floor.rate,
    ratio: median(pairs.map((one) => one.ratio)),
    value: null,
    better: 'more',
    ...marks,
    limit: limitOf(floor, ours, failed),
    details: { pairs },
  }
  return [row]
}
