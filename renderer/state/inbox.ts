import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import { NEWEST_FIRST } from '../../shared/model/inbox.ts'
import type { InboxFilter, InboxRow, InboxSort } from '../../shared/model/inbox.ts'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { EventData } from '../../shared/protocol/table.ts'
import type { Call } from '../link/client.ts'
import { createLoneArrivals } from './lone-arrivals.ts'
import { createMarks } from './marks.ts'
import { RowCache } from './row-cache.ts'

export interface InboxState {
  /** Number of the engine's view; null until it is open. */
  readonly view: number | null
  readonly filter: InboxFilter
  readonly sort: InboxSort
  /** Rows that have come since the view was sorted, and do not stand in it yet; 0 newest first. */
  readonly unsorted: number
  /** Entries that are marked for something to be done to all of them. */
  readonly marked: ReadonlySet<number>
  /** Rows in the view now. */
  readonly total: number
  /** While paused: how many rows are shown. null: all of them, live. */
  readonly held: number | null
  /** Changes with the filter: another list, which starts at its top. A view opened anew for the same filter is the same list. */
  readonly list: number
  /** Rows that were added at the top of this list so far: tells the table how far to move along. */
  readonly grown: number
  /** Changes whenever the content of the row cache changes. */
  readonly revision: number
  /** Ranks from here up arrived within the last moments, after a while without any. */
  readonly freshFrom: number
  readonly selected: { readonly sequence: number; readonly rank: number | null } | null
  readonly unread: number
  readonly problem: Problem | null
}

export interface InboxDeps {
  readonly call: Call
  /** Runs something at the next animation frame (soon, when the window is hidden). */
  readonly nextFrame: (run: () => void) => void
  /** Runs what changes the picture: at once, or with the next frame where this one is taken. */
  readonly soon: (run: () => void) => void
  /** Runs something after so many milliseconds. */
  readonly later: (run: () => void, ms: number) => void
}

type Change = EventData<'inbox.changed'>

const NONE_FRESH = Number.POSITIVE_INFINITY

const START: InboxState = {
  view: null,
  filter: {},
  sort: NEWEST_FIRST,
  unsorted: 0,
  marked: new Set(),
  total: 0,
  held: null,
  list: 0,
  grown: 0,
  revision: 0,
  freshFrom: NONE_FRESH,
  selected: null,
  unread: 0,
  problem: null,
}
const MOST_ROWS_A_CALL = 300

export type InboxStore = ReturnType<typeof createInbox>

/** Rows shown: all of the view, or as many as there were when it was paused. */
export const shownTotal = (state: InboxState): number => state.held ?? state.total
/** Rows that wait behind the pause. */
export const waitingRows = (state: InboxState): number => (state.held === null ? 0 : state.total - state.held)

/** The inbox: one view of the engine, its rows by rank, selection by sequence number. */
export function createInbox(deps: InboxDeps) {
  const store = createStore<InboxState>(() => START)
  const cache = new RowCache()
  const { getState: get, setState: set } = store
  let opening = 0
  let queue: Change[] = []
  let scheduled = false
  let fetching = false
  let wanted: { first: number; end: number } | null = null
  let looking = true
  /** The engine's total as last heard, ahead of what is shown by up to a frame: positions count from it. */
  let heard = 0

  const lone = createLoneArrivals(deps.later, () => set({ freshFrom: NONE_FRESH }))
  const touch = (): void => set({ revision: get().revision + 1 })

  const open = async (filter: InboxFilter, sort: InboxSort = get().sort): Promise<void> => {
    const round = (opening += 1)
    const { view: old, total: before, grown, list } = get()
    const again = list > 0 && sameList(get(), filter, sort)
    set({ filter, sort, view: null, unsorted: 0, marked: again ? get().marked : new Set() })
    if (old !== null) deps.call('inbox.close', { view: old }).catch(() => undefined)
    try {
      const { view, total } = await deps.call('inbox.open', { filter, sort })
      if (round !== opening) return
      cache.clear()
      heard = total
      queue = queue.filter((change) => change.view === view)
      const held = get().held
      const place = again ? { list, grown: grown + Math.max(0, total - before) } : { list: list + 1, grown: 0 }
      set({ view, total, ...place, held: held === null ? null : Math.min(held, total), problem: null })
      touch()
      await relocate()
      look()
    } catch (thrown) {
      if (round === opening) set({ problem: toProblem(thrown) })
    }
  }

  /** Finds the selected entry's place anew, after positions moved in an unknown way. */
  const relocate = async (): Promise<void> => {
    const { selected, view } = get()
    if (selected === null || view === null) return
    const total = get().total
    const { position } = await deps.call('inbox.locate', { view, sequence: selected.sequence })
    if (get().selected?.sequence !== selected.sequence) return
    const rank = position === null ? null : total - 1 - position
    set({ selected: { sequence: selected.sequence, rank } })
  }

  const apply = (state: InboxState, change: Change): InboxState => {
    if (change.reset) cache.clear()
    change.arrived.forEach((row, index) => cache.put(change.total - 1 - index, row))
    for (const row of change.changed) cache.update(row)
    return stepped(state, change, looking)
  }

  const flush = (): void => {
    scheduled = false
    const { view, total } = get()
    const mine = queue.filter((change) => change.view === view)
    queue = view === null ? queue : []
    if (view === null || mine.length === 0) return
    const next = mine.reduce(apply, get())
    const added = mine.some((change) => change.added > 0)
    const freshFrom = added ? (lone.count() ? total : NONE_FRESH) : next.freshFrom
    set({ ...next, revision: next.revision + 1, freshFrom })
    if (mine.some((change) => change.reset)) relocate().catch(() => undefined)
    look()
  }

  const onChange = (change: Change): void => {
    queue.push(change)
    if (change.view === get().view) heard = change.total
    if (scheduled) return
    scheduled = true
    deps.soon(flush)
  }

  /** Fetches what is missing of the rows in sight, one call at a time, the latest sight first. */
  const look = (): void => {
    if (fetching || wanted === null) return
    const { view, total } = get()
    const shown = shownTotal(get())
    const low = Math.max(0, shown - wanted.end)
    const hole = view === null ? undefined : cache.missing(low, Math.min(total, shown - wanted.first) - 1).at(-1)
    if (view === null || hole === undefined) return
    fetching = true
    // A few rows more on either side: some may arrive while the question is under way.
    const top = Math.min(total - 1, hole.high + 8)
    const from = Math.max(0, heard - 1 - top)
    const count = Math.min(MOST_ROWS_A_CALL, top - hole.low + 9)
    const round = opening
    deps
      .call('inbox.rows', { view, from, count })
      .then((answer) => {
        fetching = false
        if (round !== opening) return look()
        answer.rows.forEach((row, index) => cache.put(answer.total - 1 - answer.from - index, row))
        heard = answer.total
        touch()
        // An answer that did not help (rows moved meanwhile) is asked for again with the next frame, not at once.
        if (cache.get(hole.high) === undefined) deps.nextFrame(look)
        else look()
      })
      .catch((thrown: unknown) => {
        fetching = false
        if (round === opening) set({ problem: toProblem(thrown) })
        else look() // Its view was closed meanwhile, and the next one has waited for its turn.
      })
  }

  const rowAt = (position: number): InboxRow | undefined => cache.get(shownTotal(get()) - 1 - position)

  const select = (sequence: number | null, rank: number | null = null): void => {
    const known = sequence === null ? undefined : cache.rankOf(sequence)
    set({ selected: sequence === null ? null : { sequence, rank: rank ?? known ?? null } })
  }

  return {
    store,
    open,
    onChange,
    ...sorting(store, open),
    ...createMarks(get, set, rowAt, deps.call),
    select,
    rowAt,
    selectPosition: (position: number): void => {
      const row = rowAt(position)
      if (row !== undefined) select(row.sequence, shownTotal(get()) - 1 - position)
    },
    /** Selects an entry by its number and finds where it stands. */
    show: async (sequence: number): Promise<void> => {
      select(sequence)
      await relocate()
    },
    /** Position of the selected entry among the rows shown; null when it is not among them. */
    selectedPosition: (): number | null => {
      const rank = get().selected?.rank ?? null
      const position = rank === null ? -1 : shownTotal(get()) - 1 - rank
      return position < 0 ? null : position
    },
    /** The table tells which positions are in sight. */
    see: (first: number, end: number): void => {
      wanted = { first, end }
      look()
    },
    /** Whether the newest rows are being looked at: then nothing counts as unread. */
    setLooking: (now: boolean): void => {
      looking = now
      if (now && get().held === null && get().unread > 0) set({ unread: 0 })
    },
    pause: (on: boolean): void => {
      set({ held: on ? get().total : null })
      if (!on && looking) set({ unread: 0 })
      touch()
      look()
    },
    /** Forgets the engine's view after a lost link; filter, selection and pause stay. */
    forget: (): void => {
      opening += 1
      queue = []
      fetching = false
      set({ view: null })
    },
  }
}

const sameList = (state: InboxState, filter: InboxFilter, sort: InboxSort): boolean =>
  JSON.stringify([state.filter, state.sort]) === JSON.stringify([filter, sort])

/** Sorting by a column; once more turns the direction. */
function sorting(store: StoreApi<InboxState>, open: (filter: InboxFilter, sort?: InboxSort) => Promise<void>) {
  return {
    sortBy: (by: InboxSort['by']): void => {
      const { filter, sort } = store.getState()
      const descending = sort.by === by ? !sort.descending : by !== 'event'
      void open(filter, { by, descending })
    },
    /** Sorts anew, so that the rows that waited stand where they belong. */
    sortAgain: (): void => void open(store.getState().filter),
  }
}

/** The counts after one change of the view. */
function stepped(state: InboxState, change: Change, looking: boolean): InboxState {
  if (change.reset) {
    const held = state.held === null ? null : Math.max(0, change.total - waitingRows(state))
    return { ...state, total: change.total, held, unsorted: change.waiting }
  }
  const unread = looking && state.held === null ? 0 : state.unread + change.added
  return { ...state, total: change.total, grown: state.grown + change.added, unread, unsorted: change.waiting }
}
