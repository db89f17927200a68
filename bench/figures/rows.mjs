import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startWindow } from '../lib/app.mjs'
import { fillArchive, untilIdle } from '../lib/filled-archive.mjs'
import { largeUserData } from './large.mjs'

const RATIOS = [1, 1.5, 2]
const FEWER = 100_000

/**
 * Runs in the page: scrolls by rows, by pages, and jumps anywhere, one step in each frame, and gives the times between frames, ms.
 * Rows that are not there yet count as they are shown: what is timed is the window.
 */
async function scrollAll({ steps, jumps }) {
  const box = [...document.querySelectorAll('[aria-label="Inbox"] *')].find(
    (one) => one.scrollHeight > one.clientHeight + 1,
  )
  const times = []
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  let last = await frame()
  const step = async (top) => {
    box.scrollTop = top
    const now = await frame()
    times.push(now - last)
    last = now
  }
  for (let n = 0; n < steps; n++) await step(box.scrollTop + 72)
  for (let n = 0; n < steps; n++) await step(box.scrollTop + box.clientHeight)
  // Evenly over the whole list, in an order that leaps.
  for (let n = 0; n < jumps; n++) await step((((n * 37) % jumps) / jumps) * box.scrollHeight)
  return times
}

/** Goes to the last row with the End key, and back with Home; gives whether each was in sight, and how long it took, ms. */
async function reach(page, key, sequence) {
  const since = performance.now()
  await page.getByRole('grid', { name: 'Inbox' }).focus()
  await page.keyboard.press(key)
  const found = await page
    .waitForFunction(
      (wanted) => {
        const row = document.querySelector(`[role="row"][data-sequence="${wanted}"]`)?.getBoundingClientRect()
        const bar = document.querySelector('[aria-label="Archive"]')?.getBoundingClientRect()
        return row !== undefined && row.top >= 0 && row.bottom <= (bar?.top ?? innerHeight) + 0.5
      },
      sequence,
      { timeout: 5000 },
    )
    .catch(() => null)
  return { reached: found !== null, ms: performance.now() - since }
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

async function measure(bench, archive, userData, ratio) {
  mkdirSync(userData, { recursive: true })
  const args = ['--port=0', `--archive=${archive}`, `--force-device-scale-factor=${ratio}`]
  const app = startWindow(bench, { userData, args })
  try {
    await app.ready()
    const page = await app.page()
    await page.locator('[role="row"][data-sequence]').first().waitFor()
    await untilIdle(app.pid, 600_000)
    const newest = await page.locator('[role="row"][data-sequence]').first().getAttribute('data-sequence')
    const ratioThere = await page.evaluate(() => devicePixelRatio)
    // Once to warm up: the first drawing of a row compiles it.
    await page.evaluate(scrollAll, { steps: 30, jumps: 10 })
    const times = await page.evaluate(scrollAll, bench.quick ? { steps: 60, jumps: 60 } : { steps: 300, jumps: 300 })
    const last = await reach(page, 'End', 1)
    const first = await reach(page, 'Home', Number(newest))
    const sorted = times.toSorted((a, b) => a - b)
    const late = sorted.filter((ms) => ms > 32).length
    return {
      ratio: ratioThere,
      p99: percentile(sorted, 0.99),
      most: sorted.at(-1),
      late,
      frames: sorted.length,
      last,
      first,
    }
  } finally {
    await app.stop()
  }
}

/** Figure 10: scrolling and jumping through the whole inbox, and its last row, at three pixel ratios. */
export async function rows(bench) {
  const archive = bench.largeArchive ?? (await fillArchive(bench, 'rows.archive', FEWER))
  const userData = bench.largeArchive === null ? join(bench.folder, 'rows-data') : largeUserData(bench)
  const found = []
  for (const ratio of RATIOS) found.push(await measure(bench, archive, userData, ratio))
  const stored = bench.largeArchive === null ? FEWER.toLocaleString('en-US') : 'a million'
  return found.map((one) => ({
    figure: '10',
    name: `frame p99, pixel ratio ${one.ratio}`,
    unit: 'ms',
    ours: one.p99,
    reference: null,
    ratio: null,
    value: one.p99,
    better: 'less',
    goal: 20,
    stretch: 18.5,
    limit: `${stored} rows; last row ${one.last.reached ? `in sight ${one.last.ms.toFixed(0)} ms after End` : 'NOT reached'}, newest ${one.first.reached ? `${one.first.ms.toFixed(0)} ms after Home` : 'NOT reached'}; longest frame ${one.most.toFixed(1)} ms, ${one.late} of ${one.frames} over 32 ms. The frame clock (16.7 ms) is the floor.`,
    details: one,
  }))
}
