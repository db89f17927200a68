import { join } from 'node:path'
import { load } from './load.mjs'
import { cpuSecondsOfTree } from './machine.mjs'
import { startOurs } from './servers.mjs'

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Waits until a process and its children have all but stopped computing, at most so many ms. */
export async function untilIdle(pid, limit) {
  const end = performance.now() + limit
  for (let calm = 0, last = cpuSecondsOfTree(pid); calm < 3 && performance.now() < end;) {
    await sleep(1000)
    const now = cpuSecondsOfTree(pid)
    calm = now - last < 0.2 ? calm + 1 : 0
    last = now
  }
}

/** Captures `count` callbacks into a new archive over the real listener, and waits until all are judged. */
export async function fillArchive(bench, name, count, limit = 1_200_000) {
  const archive = join(bench.folder, name)
  const server = await startOurs(bench, { archive })
  const plan = { mode: 'closed', connections: 64, mix: 'full', count, seconds: limit / 1000, port: server.port }
  const result = await load(bench, plan)
  await untilIdle(server.pid, limit)
  await server.stop()
  if (result.answered !== count) throw new Error(`${result.answered} of ${count} callbacks were captured.`)
  return archive
}
