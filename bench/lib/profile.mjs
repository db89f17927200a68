import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { load } from './load.mjs'
import { startOurs } from './servers.mjs'

const SHOWN = 12

/** In: a .cpuprofile. Out: the functions that used most of the time themselves, with their share of the time that was not idle. */
function heaviest(file) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'))
  const frames = new Map(nodes.map((node) => [node.id, node.callFrame]))
  const own = new Map()
  let all = 0
  for (const [index, id] of samples.entries()) {
    const { functionName, url, lineNumber } = frames.get(id)
    if (functionName === '(idle)') continue
    const place = url === '' ? '' : ` ${url.split('/').at(-1)}:${lineNumber + 1}`
    const name = `${functionName || '(anonymous)'}${place}`
    own.set(name, (own.get(name) ?? 0) + timeDeltas[index])
    all += timeDeltas[index]
  }
  const sorted = [...own].sort(([, a], [, b]) => b - a).slice(0, SHOWN)
  return sorted.map(([name, time]) => ({ name, share: time / all }))
}

const PLANS = {
  1: { mode: 'closed', connections: 64, mix: 'capture' },
  2: { mode: 'closed', connections: 16, mix: 'capture' },
  3: { mode: 'fresh', connections: 16, mix: 'capture' },
  4: { mode: 'closed', connections: 64, mix: 'full' },
}

/** A separate run of our listener under the profiler, for one of figures 1 to 4. */
export async function profileRun(bench, number) {
  const folder = join(bench.folder, `profile-${number}`)
  mkdirSync(folder)
  const archive = join(bench.folder, `profile-${number}.archive`)
  const server = await startOurs(bench, { archive, nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${folder}`] })
  await load(bench, {
    ...PLANS[number],
    distinct: 150_000,
    warmup: 1,
    seconds: 4,
    port: server.port,
    serverPid: server.pid,
  })
  await server.stop()
  bench.discard(archive)
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'))
  return file === undefined ? [] : heaviest(join(folder, file))
}
