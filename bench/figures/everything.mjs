import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { load, median, medianOf } from '../lib/load.mjs'
import { startFloor, startOurs } from '../lib/servers.mjs'

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const PIECE = 4 * 2 ** 20

/** Counts lines between two places of a file. */
function linesBetween(file, from, to) {
  const descriptor = openSync(file, 'r')
  const buffer = Buffer.allocUnsafe(PIECE)
  let count = 0
  for (let at = from; at < to;) {
    const size = readSync(descriptor, buffer, 0, Math.min(PIECE, to - at), at)
    if (size === 0) break
    for (let found = buffer.indexOf(10); found >= 0 && found < size; found = buffer.indexOf(10, found + 1)) count += 1
    at += size
  }
  closeSync(descriptor)
  return count
}

/** Waits until a file has not grown for a while: all that was captured has been judged, indexed and printed. */
async function untilStill(file, limit = 60_000) {
  const end = performance.now() + limit
  for (let size = -1, still = 0; still < 10 && performance.now() < end;) {
    const now = statSync(file).size
    still = now === size ? still + 1 : 0
    size = now
    await sleep(100)
  }
}

/**
 * A listener whose JSON lines go to a file in memory: a line is written when its callback is stored, judged and indexed.
 * Sizes and times of that file say how far judging has come, and cost nobody anything.
 */
async function startPrinting(bench, name) {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : bench.folder
  const lines = join(memory, `callback-inspector-bench-${process.pid}-${name}.ndjson`)
  const archive = join(bench.folder, `${name}.archive`)
  bench.atEnd(() => rmSync(lines, { force: true }))
  const descriptor = openSync(lines, 'w')
  const server = await startOurs(bench, { archive, stdout: descriptor })
  closeSync(descriptor)
  const discard = () => (bench.discard(archive), rmSync(lines, { force: true }))
  return { server, lines, discard }
}

/**
 * Sends so many callbacks as fast as they are answered, and waits until the last one is judged. The rate of everything
 * done counts from the first request to the last line, so that putting judging off gains nothing.
 */
async function burst(bench, plan, round) {
  const { server, lines, discard } = await startPrinting(bench, `burst-${round}`)
  const result = await load(bench, { ...plan, seconds: 180, port: server.port, serverPid: server.pid })
  await untilStill(lines)
  const { size, mtimeMs } = statSync(lines)
  const printed = linesBetween(lines, 0, size) - 1
  await server.stop()
  discard()
  const backlogMs = Math.max(0, mtimeMs - result.endedAt)
  return { ...result, printed, backlogMs, judged: printed / (result.seconds + backlogMs / 1000) }
}

/** Figure 4: everything done (stored, indexed, digests, RS256 for a tenth), and how soon a burst has been worked off. */
export async function everything(bench) {
  const count = bench.quick ? 20_000 : 100_000
  const plan = { mode: 'closed', connections: 64, mix: 'full', distinct: count }
  const pairs = []
  for (let round = 0; round < bench.rounds; round++) {
    const server = await startFloor(bench)
    const floor = await load(bench, { ...plan, warmup: 1, seconds: 5, port: server.port, serverPid: server.pid })
    await server.stop()
    const ours = await burst(bench, { ...plan, count }, round)
    pairs.push({ floor, ours, ratio: ours.judged / floor.rate })
  }
  return rowsOf(pairs, count)
}

function rowsOf(pairs, count) {
  const ours = pairs.map((one) => one.ours)
  const lost = ours.reduce((sum, one) => sum + one.answered - one.printed, 0)
  const judged = medianOf(ours, 'judged')
  const backlog = medianOf(ours, 'backlogMs')
  const base = { figure: '4', details: { pairs } }
  return [
    {
      ...base,
      name: 'everything done, 64 kept alive',
      unit: '/s',
      ours: judged,
      reference: median(pairs.map((one) => one.floor.rate)),
      ratio: median(pairs.map((one) => one.ratio)),
      value: null,
      better: 'more',
      firstStop: 0.12,
      goal: 0.2,
      stretch: 0.3,
      limit: `the server core: ${(1e6 / judged).toFixed(0)} µs per callback for capture, judging, index and its JSON line; answered meanwhile ${Math.round(medianOf(ours, 'rate'))}/s.`,
    },
    {
      ...base,
      name: `backlog gone after ${count.toLocaleString('en-US')}`,
      unit: 'ms',
      ours: backlog,
      reference: null,
      ratio: null,
      value: backlog,
      better: 'less',
      goal: 1000,
      limit: `the burst took ${medianOf(ours, 'seconds').toFixed(1)} s; ${lost === 0 ? 'every acknowledged callback was judged' : `${lost} acknowledged callbacks were not judged`}.`,
    },
  ]
}
