import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { load, median } from '../lib/load.mjs'
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

async function sustained(bench, plan, round) {
  const { server, lines, discard } = await startPrinting(bench, `sustained-${round}`)
  const before = Date.now() + plan.warmup * 1000
  const samples = []
  const sampler = setInterval(() => samples.push([Date.now(), statSync(lines).size]), 20)
  const result = await load(bench, { ...plan, port: server.port, serverPid: server.pid })
  clearInterval(sampler)
  // The measured time is the generator's: its end is known exactly, its start lies `seconds` before.
  const sizeAt = (time) => samples.findLast(([at]) => at <= time)?.[1] ?? 0
  const start = sizeAt(Math.max(before, result.endedAt - result.seconds * 1000))
  const end = sizeAt(result.endedAt)
  const judged = linesBetween(lines, start, end) / result.seconds
  await server.stop()
  discard()
  return { ...result, judged }
}

async function burst(bench, count) {
  const { server, lines, discard } = await startPrinting(bench, 'burst')
  const plan = { mode: 'closed', connections: 64, mix: 'full', distinct: 20_000, count, seconds: 120 }
  const result = await load(bench, { ...plan, port: server.port, serverPid: server.pid })
  await untilStill(lines)
  const { size, mtimeMs } = statSync(lines)
  const printed = linesBetween(lines, 0, size) - 1
  await server.stop()
  discard()
  return { ...result, printed, backlogMs: Math.max(0, mtimeMs - result.endedAt) }
}

/** Figure 4: everything done (stored, indexed, digests, RS256 for a tenth), and how soon a burst has been worked off. */
export async function everything(bench) {
  const plan = {
    mode: 'closed',
    connections: 64,
    mix: 'full',
    distinct: 20_000,
    warmup: 1,
    seconds: bench.quick ? 3 : 10,
  }
  const pairs = []
  for (let round = 0; round < bench.rounds; round++) {
    const server = await startFloor(bench)
    const floor = await load(bench, { ...plan, seconds: 5, port: server.port, serverPid: server.pid })
    await server.stop()
    const ours = await sustained(bench, plan, round)
    pairs.push({ floor, ours, ratio: ours.judged / floor.rate })
  }
  const count = bench.quick ? 20_000 : 100_000
  const after = await burst(bench, count)
  const ours = median(pairs.map((one) => one.ours.judged))
  const answered = median(pairs.map((one) => one.ours.rate))
  const lost = after.answered - after.printed
  return [
    {
      figure: '4',
      name: 'everything done, 64 kept alive',
      unit: '/s',
      ours,
      reference: median(pairs.map((one) => one.floor.rate)),
      ratio: median(pairs.map((one) => one.ratio)),
      value: null,
      better: 'more',
      firstStop: 0.12,
      goal: 0.2,
      stretch: 0.3,
      limit: `the server core: ${(1e6 / ours).toFixed(0)} µs per callback with capture, judging, index and its JSON line; answered meanwhile ${Math.round(answered)}/s.`,
      details: { pairs },
    },
    {
      figure: '4',
      name: `backlog gone after ${count.toLocaleString('en-US')}`,
      unit: 'ms',
      ours: after.backlogMs,
      reference: null,
      ratio: null,
      value: after.backlogMs,
      better: 'less',
      goal: 1000,
      limit: `the burst took ${after.seconds.toFixed(1)} s; ${after.printed} of ${after.answered} acknowledged were judged${lost === 0 ? '' : `, ${lost} are missing`}.`,
      details: { after },
    },
  ]
}
