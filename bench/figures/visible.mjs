import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { portOf, startWindow } from '../lib/app.mjs'
import { load } from '../lib/load.mjs'

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const RATES = [2, 50, 500, 2000]

/**
 * Runs in the page: after each drawn frame, notes the highest number that a row shows, with the wall clock.
 * The clock is set by the tick of Date.now(), which the load generator reads as well.
 * Every tenth row is a loan's: it shows the reference of its token, of which there are `tokens`, used in turn.
 */
function watchRows({ prefix, tokens }) {
  let tick = Date.now()
  for (const start = tick; tick === start;) tick = Date.now()
  const offset = tick - performance.now()
  const pattern = new RegExp(`^(?:${prefix}(\\d{8})|LOAN-(\\d+))$`)
  const seen = []
  let highest = -1
  const sequenceOf = (row) => Number(row.dataset.sequence)
  const rows = () => [...document.querySelectorAll('[role="row"][data-sequence]')]
  // Rows of an earlier rate carry the same tokens.
  const before = Math.max(0, ...rows().map(sequenceOf))
  const numberOf = (row) => {
    // A cell at a time: the next one may begin with digits.
    const cells = [...row.children].map((cell) => pattern.exec(cell.textContent))
    const [, number, token] = cells.find((found) => found !== null) ?? []
    if (token === undefined) return Number(number ?? -1)
    const first = Number(token) * 10 + 9
    const round = tokens * 10
    return first + Math.max(0, Math.round((highest - first) / round)) * round
  }
  const channel = new MessageChannel()
  channel.port1.onmessage = () => {
    const numbers = rows()
      .filter((row) => sequenceOf(row) > before)
      .map(numberOf)
    const newest = Math.max(-1, ...numbers)
    if (newest <= highest) return
    highest = newest
    seen.push([newest, performance.now() + offset])
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
  await page.evaluate(watchRows, { prefix, tokens: bench.material.tokenCount })
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
  const missing = result.sent - result.shown
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
