import { openArchive } from '../electron/engine/store/archive.ts'

/*
 * Times what the window asks of an archive: opening, a page anywhere, a filter. Runs under the Node of the lock file.
 * Argument: the archive's path. Prints medians in ms as JSON.
 */
const file = process.argv[2]
const ROWS = 60
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]

function timed(work) {
  const since = performance.now()
  const value = work()
  return { ms: performance.now() - since, value }
}

const opened = timed(() =>
  openArchive({
    file,
    expecting: () => 0,
    retention: () => ({ maxCount: null, maxAgeDays: null, maxBytes: null }),
    wall: () => Date.now(),
    notice: () => undefined,
  }),
)
if (!opened.value.ok) throw new Error(opened.value.problem.message)
const archive = opened.value.value
const view = timed(() => archive.open({}))
const newest = timed(() => view.value.rows(0, ROWS))
const total = view.value.total()

const anywhere = []
const positions = []
// Positions spread by a fixed stride: no chance in it, and no two near each other.
for (let n = 0; n < 200; n++) {
  const from = Math.floor((n * 0.618033988749 * total) % Math.max(1, total - ROWS))
  const page = timed(() => view.value.rows(from, ROWS))
  anywhere.push(page.ms)
  const sequence = page.value[0]?.sequence
  if (sequence !== undefined) positions.push(timed(() => view.value.position(sequence)).ms)
}
/** First rows and exact count of a filtered selection. */
const select = (filter) =>
  timed(() => {
    const selection = archive.open(filter)
    return { rows: selection.rows(0, ROWS).length, total: selection.total() }
  })
const filtered = select({ eventType: 'SIGNED' })
const searched = select({ text: 'B00000042' })
const url = select({ text: 'unfreeze' })
const body = select({ text: 'bolt' })
const result = {
  total,
  open: opened.ms,
  view: view.ms,
  newest: newest.ms,
  anywhere: median(anywhere),
  anywhereMost: anywhere.at(-1),
  position: median(positions),
  filter: filtered.ms,
  filterTotal: filtered.value.total,
  search: searched.ms,
  searchTotal: searched.value.total,
  url: url.ms,
  urlTotal: url.value.total,
  body: body.ms,
  bodyTotal: body.value.total,
}
archive.close()
process.stdout.write(`${JSON.stringify(result)}\n`)
