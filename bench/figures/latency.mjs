import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { load, median, medianOf } from '../lib/load.mjs'
import { startFloor, startOurs } from '../lib/servers.mjs'

const LIGHTS = ['digest', 'signature']

/** The profile of the material with rules that depend on a light: each callback is then judged before its answer. */
function ruledProfile({ folder, material }) {
  const profile = JSON.parse(readFileSync(material.profile, 'utf8'))
  const keySet =
    typeof profile.keySet === 'string' ? resolve(dirname(material.profile), profile.keySet) : profile.keySet
  const answerRules = LIGHTS.map((name) => ({
    name: `${name} checked`,
    when: { light: { name, states: ['fail'] } },
    steps: [{ kind: 'answer', status: 406 }],
  }))
  const file = join(folder, 'ruled-profile.json')
  writeFileSync(file, JSON.stringify({ ...profile, ...(keySet === undefined ? {} : { keySet }), answerRules }))
  return file
}

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
  const profile = ruledProfile(bench)
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
    const ruledArchive = join(bench.folder, `latency-ruled-${round}.archive`)
    const ruledServer = await startOurs(bench, { archive: ruledArchive, profile })
    const ruled = await load(bench, { ...plan, port: ruledServer.port, serverPid: ruledServer.pid })
    await ruledServer.stop()
    bench.discard(ruledArchive)
    pairs.push({ floor, ours, ruled, ratio: ours.p99 / floor.p99 })
  }
  const ours = pairs.map((one) => one.ours)
  const floors = pairs.map((one) => one.floor)
  const row = (name, member, marks, who = 'ours') => ({
    figure: '6',
    name,
    unit: 'ms',
    ours: medianOf(
      pairs.map((one) => one[who]),
      member,
    ),
    reference: medianOf(floors, member),
    ratio: median(pairs.map((one) => one[who][member] / one.floor[member])),
    value: null,
    better: 'less',
    ...marks,
    limit: '',
    details: { pairs },
  })
  const p99 = row('answer p99 at 500/s', 'p99', { goal: 2.5, stretch: 2 })
  p99.limit = `one sync of the log per callback at this rate; server ${Math.round(medianOf(ours, 'serverBusy') * 100)} % busy, longest answer ${medianOf(ours, 'most').toFixed(1)} ms against ${medianOf(floors, 'most').toFixed(1)} ms.`
  return [
    p99,
    row('answer p50 at 500/s', 'p50', {}),
    row('answer p99 at 500/s, a rule asks for a light first', 'p99', {}, 'ruled'),
    row('answer p50 at 500/s, a rule asks for a light first', 'p50', {}, 'ruled'),
  ]
}
