import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { firstPaint, startWindow } from '../lib/app.mjs'
import { output } from '../lib/children.mjs'
import { fillArchive, untilIdle } from '../lib/filled-archive.mjs'
import { load, median } from '../lib/load.mjs'
import { startOurs } from '../lib/servers.mjs'

const root = join(import.meta.dirname, '..', '..')
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Captures a million callbacks over the real listener, as they would come, and waits until all are judged. */
export async function fillLarge(bench) {
  const archive = await fillArchive(bench, 'large.archive', bench.quick ? 100_000 : 1_000_000)
  await judgedByApp(bench, archive)
  return archive
}

/** Where the app keeps what is its own when it opens the full archive. */
export const largeUserData = (bench) => join(bench.folder, 'open-large')

/**
 * The app does not know the salt and the keys that the archive was filled with, so its first opening judges all of it again, as after
 * any change of a salt. What is measured is an archive that is opened as it was left.
 */
async function judgedByApp(bench, archive) {
  const userData = largeUserData(bench)
  mkdirSync(userData, { recursive: true })
  const app = startWindow(bench, { userData, args: ['--port=0', `--archive=${archive}`] })
  try {
    await app.ready()
    await untilIdle(app.pid, 600_000)
  } finally {
    await app.stop()
  }
}

/** From the start of the process until the first row of the inbox is drawn, ms. */
async function firstRows(bench, archive, userData) {
  mkdirSync(userData, { recursive: true })
  const app = startWindow(bench, { userData, args: ['--port=0', `--archive=${archive}`] })
  try {
    const page = await app.page()
    const at = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const look = () => {
            const ready = document.querySelectorAll('[role="row"]').length > 1
            if (ready) requestAnimationFrame(() => setTimeout(() => resolve(Date.now())))
            else setTimeout(look, 2)
          }
          look()
        }),
    )
    return { rows: at - app.startedAt, paint: (await firstPaint(page)) - app.startedAt }
  } finally {
    await app.stop()
  }
}

/** A small archive as the counterpart: what the window shows is the same, a screen full of rows. */
async function smallArchive(bench) {
  const archive = join(bench.folder, 'small.archive')
  const server = await startOurs(bench, { archive })
  await load(bench, { mode: 'closed', connections: 4, mix: 'full', count: 100, seconds: 30, port: server.port })
  await sleep(1000)
  await server.stop()
  return archive
}

const row = (name, unit, ours, reference, value, marks, limit, details) => ({
  figure: '9',
  name,
  unit,
  ours,
  reference,
  ratio: null,
  value,
  better: 'less',
  ...marks,
  limit,
  details,
})

/** Figure 9, with --large: opening, paging and filtering with a million stored. */
export async function large(bench) {
  const small = await smallArchive(bench)
  const pairs = []
  for (let round = 0; round <= bench.rounds; round++) {
    const few = await firstRows(bench, small, join(bench.folder, 'open-small'))
    const many = await firstRows(bench, bench.largeArchive, largeUserData(bench))
    pairs.push({ few, many })
  }
  pairs.shift()
  const few = median(pairs.map((one) => one.few.rows))
  const many = median(pairs.map((one) => one.many.rows))
  const node = join(root, 'node_modules', '.bin', 'node')
  const times = JSON.parse(
    await output(node, ['--no-warnings', join(root, 'bench', 'archive-timer.mjs'), bench.largeArchive]),
  )
  const stored = times.total.toLocaleString('en-US')
  const page = `opening ${times.open.toFixed(1)} ms, newest 60 rows ${times.newest.toFixed(2)} ms`
  return [
    row(
      'first rows, against 100 stored',
      'ms',
      many,
      few,
      many - few,
      { goal: 50, stretch: 20 },
      `${stored} stored; ${page}.`,
      { pairs, times },
    ),
    row(
      '60 rows at any position',
      'ms',
      times.anywhere,
      null,
      times.anywhere,
      { goal: 16 },
      `position of a row ${times.position.toFixed(2)} ms.`,
      {},
    ),
    row(
      'filter by event, rows and count',
      'ms',
      times.filter,
      null,
      times.filter,
      { goal: 33, stretch: 16 },
      `${times.filterTotal} found.`,
      {},
    ),
    row(
      'search for a reference, rows and count',
      'ms',
      times.search,
      null,
      times.search,
      { goal: 150, stretch: 20 },
      `${times.searchTotal} found, by the FTS5 index.`,
      {},
    ),
    row(
      'search for a word of the URLs',
      'ms',
      times.url,
      null,
      times.url,
      { goal: 250, stretch: 20 },
      `${times.urlTotal} found: all their numbers are read, so that any position can be shown.`,
      {},
    ),
    row(
      'search for a word of the bodies',
      'ms',
      times.body,
      null,
      times.body,
      { goal: 1500, stretch: 20 },
      `${times.bodyTotal} found.`,
      {},
    ),
  ]
}
