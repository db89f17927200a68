import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ended, errorsOf } from '../lib/children.mjs'
import { load } from '../lib/load.mjs'
import { launchOurs, startOurs } from '../lib/servers.mjs'

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Loads a listener, kills it without warning in the middle, gives the references that were acknowledged. */
async function round(bench, archive, n) {
  const prefix = `K${String(n).padStart(2, '0')}-`
  const ackFile = join(bench.folder, `acknowledged-${n}`)
  const server = await startOurs(bench, { archive })
  const plan = { mode: 'closed', connections: 16, mix: 'capture', prefix, ackFile, seconds: 20, port: server.port }
  const loading = load(bench, plan)
  // Somewhere in the load, at another place each time: in a commit, in a checkpoint, between the two.
  await sleep(400 + ((n * 137) % 700))
  await server.stop('SIGKILL')
  await loading
  const numbers = readFileSync(ackFile, 'utf8').split('\n').filter(Boolean)
  return numbers.map((number) => `${prefix}${number.padStart(8, '0')}`)
}

/** How often each reference stands in the archive, by the command that users have for that. */
async function storedReferences(bench, archive) {
  const child = launchOurs(bench, ['export', '--archive', archive, '--json'], { core: null })
  const errors = errorsOf(child)
  const counts = new Map()
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const found = /"target":"[^"]*(K\d\d-\d{8})/.exec(line)?.[1]
    if (found) counts.set(found, (counts.get(found) ?? 0) + 1)
  })
  const closed = new Promise((resolve) => lines.once('close', resolve))
  const code = await ended(child)
  await closed
  if (code !== 0) throw new Error(`export ended with ${code}: ${errors()}`)
  return counts
}

/** Figure 5: nothing that was acknowledged is lost, and nothing stands there twice. */
export async function kill(bench) {
  const archive = join(bench.folder, 'kill.archive')
  const rounds = bench.quick ? 5 : 15
  const acknowledged = []
  for (let n = 0; n < rounds; n++) acknowledged.push(...(await round(bench, archive, n)))
  // Once more up and down in good order: what the restart finds is what counts.
  await (await startOurs(bench, { archive })).stop()
  const counts = await storedReferences(bench, archive)
  bench.discard(archive)
  const lost = acknowledged.filter((reference) => !counts.has(reference)).length
  const twice = [...counts.values()].filter((count) => count > 1).length
  const row = (name, value, marks) => ({
    figure: '5',
    name,
    unit: '',
    ours: value,
    reference: null,
    ratio: null,
    value,
    better: 'less',
    ...marks,
    limit: '',
    details: { rounds, acknowledged: acknowledged.length, stored: counts.size },
  })
  const rows = [row('lost after SIGKILL', lost, { firstStop: 0, goal: 0 }), row('stored twice', twice, { stretch: 0 })]
  rows[0].limit = `${rounds} kills in mid-load, ${acknowledged.length} acknowledged, ${counts.size} stored.`
  return rows
}
