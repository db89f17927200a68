import { join } from 'node:path'
import { load, median, medianOf } from '../lib/load.mjs'
import { startFloor, startOurs } from '../lib/servers.mjs'

/** Figure 6: how long an answer takes at 500 callbacks a second, whatever the answers do. */
export async function latency(bench) {
  const plan = {
    mode: 'open',
    connections: 16,
    rate: 500,
    spin: true,
    mix: 'full',
    warmup: 1.5,
    seconds: bench.quick ? 4 : 10,
  }
  const pairs = []
  for (let round = 0; round < bench.rounds; round++) {
    const floorServer = await startFloor(bench)
    const floor = await load(bench, { ...plan, port: floorServer.port, serverPid: floorServer.pid })
    await floorServer.stop()
    const archive = join(bench.folder, `latency-${round}.archive`)
    const server = await startOurs(bench, { archive })
    const ours = await load(bench, { ...plan, port: server.port, serverPid: server.pid })
    await server.stop()
    bench.discard(archive)
    pairs.push({ floor, ours, ratio: ours.p99 / floor.p99 })
  }
  const ours = pairs.map((one) => one.ours)
  const floors = pairs.map((one) => one.floor)
  const row = (name, member, marks) => ({
    figure: '6',
    name,
    unit: 'ms',
    ours: medianOf(ours, member),
    reference: medianOf(floors, member),
    ratio: median(pairs.map((one) => one.ours[member] / one.floor[member])),
    value: null,
    better: 'less',
    ...marks,
    limit: '',
    details: { pairs },
  })
  const p99 = row('answer p99 at 500/s', 'p99', { goal: 2.5, stretch: 2 })
  p99.limit = `one sync of the log per callback at this rate; server ${Math.round(medianOf(ours, 'serverBusy') * 100)} % busy, longest answer ${medianOf(ours, 'most').toFixed(1)} ms against ${medianOf(floors, 'most').toFixed(1)} ms.`
  return [p99, row('answer p50 at 500/s', 'p50', {})]
}
