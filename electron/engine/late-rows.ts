import type { CapturedTrouble } from './listener/types.ts'

/** What could not be written waits here and is tried again this often, ms. */
const RETRY_MS = 1_000
/** So many rows and bytes may wait; further ones are only counted. */
const MOST_ROWS = 200
const MOST_BYTES = 4 * 1024 * 1024

/** Rows of connection events that the archive could not take when they happened. */
export interface LateRows {
  readonly add: (event: CapturedTrouble) => void
  /** Hands everything over once more, before the archive is closed. */
  readonly drain: () => void
}

/** The one row that stands for all that there was no room to keep. */
function countingRow(last: CapturedTrouble, count: number): CapturedTrouble {
  const summary = `${String(count)} further event(s) like this one came while nothing could be stored; their bytes were not kept.`
  const trouble = { ...last.facts.trouble, summary }
  return { ...last, raw: new Uint8Array(0), facts: { ...last.facts, trouble } }
}

/**
 * Keeps rows in memory while the archive cannot be written, and writes them when it can: nothing that was refused is
 * silent afterwards. One at a time, so that a disk that is nearly full is left to the callbacks.
 * @param store writes one row, then says whether it is durable
 */
export function createLateRows(store: (event: CapturedTrouble, done: (stored: boolean) => void) => void): LateRows {
  let waiting: CapturedTrouble[] = []
  let bytes = 0
  let uncounted = 0
  let last: CapturedTrouble | null = null
  let timer: NodeJS.Timeout | null = null

  const arm = () => {
    timer ??= setTimeout(() => {
      timer = null
      next()
    }, RETRY_MS).unref()
  }
  const makeRoom = () => {
    if (waiting.length > 0 || last === null) return
    waiting.push(countingRow(last, uncounted))
    last = null
    uncounted = 0
  }
  const next = () => {
    makeRoom()
    const event = waiting[0]
    if (event === undefined) return
    store(event, (stored) => {
      if (!stored) return arm()
      waiting.shift()
      bytes -= event.raw.length
      return next()
    })
  }
  return {
    add: (event) => {
      if (waiting.length < MOST_ROWS && bytes + event.raw.length <= MOST_BYTES) {
        waiting.push(event)
        bytes += event.raw.length
      } else {
        last = event
        uncounted += 1
      }
      arm()
    },
    drain: () => {
      if (timer !== null) clearTimeout(timer)
      const all = waiting
      waiting = []
      for (const event of all) store(event, () => undefined)
      makeRoom()
      for (const event of waiting) store(event, () => undefined)
    },
  }
}
