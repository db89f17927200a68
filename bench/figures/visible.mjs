import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { portOf, startWindow } from '../lib/app.mjs'
import { load } from '../lib/load.mjs'

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const RATES = [2, 50, 500, 2000]

/**
 * Runs in the page: after each drawn frame, notes the highest number that a row shows, with the wall clock.
 * The clock is set by the tick of Date.now(), which the load generator reads as well.
 */
function watchRows(prefix) {
  let tick = Date.now()
  for (const start = tick; tick === start;) tick = Date.now()
  const offset = tick - performance.now()
  const pattern = new RegExp(`${prefix}(\\d{8})`)
  const seen = []
  let highest = -1
  const channel = new MessageChannel()
  channel.port1.onmessage = () => {
    for (const row of document.querySelectorAll('[role="row"]')) {
      const number = Number(pattern.exec(row.textContent)?.[1] ?? -1)
      if (number <= highest) continue
      highest = number
      seen.push([number, performance.now() + offset])
    }
  }
  const frame = () => {
    // A message comes after the drawing of this frame.
    channel.port2.postMessage(null)
    if (window.benchWatch?.prefix === prefix) requestAnimationFrame(frame)
  }
  window.benchWatch = { prefix, seen, highest: () => highest }
  requestAnimationFrame(frame)
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

/** For each number: from its sending to the first frame that showed it or, in a flood, a later one above it. */
function delays(sentAt, seen) {
  const found = []
  let at = 0
  for (const [number, sent] of sentAt.entries()) {
    while (at < seen.length && seen[at][0] < number) at += 1
    if (at < seen.length && Number.isFinite(sent)) found.push(Math.max(0, seen[at][1] - sent))
  }
  return found.sort((a, b) => a - b)
}

async function measure(bench, page, port, rate) {
  const seconds = bench.quick ? 5 : rate < 10 ? 30 : 10
  const prefix = `V${String(rate).padStart(4, '0')}-`
  const sentFile = join(bench.folder, `sent-${rate}`)
  await page.evaluate(watchRows, prefix)
  const plan = { mode: 'open', connections: 16, rate, count: rate * seconds, seconds: seconds + 20 }
  // Not bound to a core: the app has several processes, and they need both.
  const sending = await load(bench, { ...plan, mix: 'full', prefix, sentFile, port }, { core: null })
  await sleep(1500)
  const seen = await page.evaluate(() => window.benchWatch.seen)
  const sentAt = readFileSync(sentFile, 'utf8')
    .split('\n')
    .map((text) => (text === '' ? NaN : Number(text)))
  const sorted = delays(sentAt, seen)
  return {
    rate,
    sent: sentAt.length,
    answered: sending.answered,
    shown: sorted.length,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    most: sorted.at(-1),
    answerP99: sending.p99,
    lateMost: sending.lateMost,
  }
}

/** The last request of a mix that carries a number in its reference: every tenth has a token's reference instead. */
const expected = (result) => result.sent - (result.sent % 10 === 0 ? 1 : 0)

/** Figure 7: from the sending of a request to its row on the screen, in the real window. */
export async function visible(bench) {
  const userData = join(bench.folder, 'visible')
  mkdirSync(userData, { recursive: true })
  const { profile } = bench.material
  const app = startWindow(bench, { userData, args: ['--port=0', `--profile=${profile}`, ...bench.appArguments] })
  try {
    const port = portOf(await app.ready())
    const page = await app.page()
    // Certificate checks, caches and code get warm before anything counts.
    await load(
      bench,
      { mode: 'open', connections: 16, rate: 100, count: 300, prefix: 'WARM-', port, seconds: 20 },
      { core: null },
    )
    await sleep(1000)
    const results = []
    for (const rate of RATES) results.push(await measure(bench, page, port, rate))
    return results.map((result) => rowOf(result))
  } finally {
    await app.stop()
  }
}

function rowOf(result) {
  const missing = expected(result) - result.shown
  return {
    figure: '7',
    name: `sent to visible p99, ${result.rate}/s`,
    unit: 'ms',
    ours: result.p99 ?? null,
    reference: null,
    ratio: null,
    value: result.p99 ?? null,
    better: 'less',
    goal: result.rate <= 50 ? 33 : 50,
    stretch: 25,
    limit: `p50 ${result.p50?.toFixed(1)} ms, longest ${result.most?.toFixed(1)} ms, answer p99 ${result.answerP99?.toFixed(1)} ms; ${missing <= 0 ? 'every row was shown' : `${missing} of ${result.sent} were never shown`}. The frame clock (16.7 ms) is the floor.`,
    details: result,
  }
}
