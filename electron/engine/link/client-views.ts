import type { InboxFilter, InboxRow, InboxSort } from '../../../shared/model/inbox.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { EventData } from '../../../shared/protocol/table.ts'
import type { Archive, ArchiveChange, ArchiveView } from '../store/types.ts'

/** Rows that an event carries at most; with more the client fetches by position. */
const MOST_ROWS = 50
/**
 * A change is told at once; those of the next milliseconds are gathered, so that a flood becomes some hundred messages a second. Half
 * a frame, so that few rows miss one.
 */
const GATHER_MS = 8

interface Pending {
  added: number
  arrived: InboxRow[]
  changed: InboxRow[]
  reset: boolean
}

/** The views that one client has open, and the news of them. */
export interface ClientViews {
  readonly open: (filter: InboxFilter, sort?: InboxSort) => { view: number; total: number }
  readonly find: (view: number) => ArchiveView
  readonly close: (view: number) => void
  readonly change: (change: ArchiveChange) => void
  /** Rows that have another attempt number now: nothing moves. */
  readonly renumbered: (rows: readonly InboxRow[]) => void
  readonly closeAll: () => void
}

function nothing(): Pending {
  return { added: 0, arrived: [], changed: [], reset: false }
}

/** Puts one archive change into what a view still has to tell; gives false when it does not concern the view. */
function gather(view: ArchiveView, pending: Pending, change: ArchiveChange): boolean {
  if (change.kind !== 'indexed') {
    pending.reset = true
    return true
  }
  const rows = change.rows.filter((row) => view.admits(row))
  if (!change.fresh) {
    // A row judged again may enter or leave a filtered view, so positions may move.
    pending.reset = true
    pending.changed = [...rows.slice(-MOST_ROWS), ...pending.changed].slice(0, MOST_ROWS)
    return true
  }
  if (rows.length === 0) return false
  // In another order they wait: how many is told with the event.
  if (view.waiting !== undefined) return true
  pending.added += rows.length
  pending.arrived = [...rows.slice(-MOST_ROWS).reverse(), ...pending.arrived].slice(0, MOST_ROWS)
  return true
}

/** Puts rows with another attempt number into what a view still has to tell; false when there are none. */
function renumber(pending: Pending, rows: readonly InboxRow[]): boolean {
  pending.changed = [...rows, ...pending.changed].slice(0, MOST_ROWS)
  return rows.length > 0
}

/**
 * Keeps the views of one client and tells it of changes.
 * @param archive where views are opened
 * @param emit sends one `inbox.changed` event
 */
export function createClientViews(archive: Archive, emit: (data: EventData<'inbox.changed'>) => void): ClientViews {
  const views = new Map<number, { readonly view: ArchiveView; pending: Pending | null }>()
  let last = 0
  let turn: NodeJS.Immediate | null = null
  let timer: NodeJS.Timeout | null = null

  const flush = () => {
    timer = null
    turn = null
    for (const [number, open] of views) {
      if (open.pending === null) continue
      const { view, pending: news } = open
      open.pending = null
      timer ??= setTimeout(flush, GATHER_MS)
      emit({ view: number, total: view.total(), waiting: view.waiting?.() ?? 0, ...news })
    }
  }
  const find = (number: number): ArchiveView => {
    const open = views.get(number)
    if (open === undefined) throw new ProblemError({ code: 'not-found', message: 'This view of the inbox is closed.' })
    return open.view
  }
  const close = (number: number) => {
    views.get(number)?.view.close()
    views.delete(number)
  }
  const note = (put: (view: ArchiveView, pending: Pending) => boolean) => {
    for (const open of views.values()) {
      const pending = open.pending ?? nothing()
      if (put(open.view, pending)) open.pending = pending
    }
    if (timer === null) turn ??= setImmediate(flush)
  }
  return {
    open: (filter, sort) => {
      last += 1
      const view = archive.open(filter, sort)
      views.set(last, { view, pending: null })
      return { view: last, total: view.total() }
    },
    find,
    close,
    change: (change) => note((view, pending) => gather(view, pending, change)),
    renumbered: (rows) => note((_, pending) => renumber(pending, rows)),
    closeAll: () => {
      if (timer !== null) clearTimeout(timer)
      if (turn !== null) clearImmediate(turn)
      for (const number of views.keys()) close(number)
    },
  }
}
