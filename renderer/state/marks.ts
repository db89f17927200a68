import type { InboxRow } from '../../shared/model/inbox.ts'
import type { Call } from '../link/client.ts'

/** As many as one call deletes. */
const MOST_MARKED = 10_000
const MOST_ROWS_A_CALL = 500

/** What marking needs to know of the list. */
interface Marked {
  readonly view: number | null
  readonly held: number | null
  readonly total: number
  readonly marked: ReadonlySet<number>
  readonly selected: { readonly sequence: number } | null
}

interface Rows {
  /** A row that is held, by its position among those shown. */
  readonly rowAt: (position: number) => InboxRow | undefined
  readonly call: Call
  readonly state: () => Marked
}

/** Sequence numbers of the positions first..last, the first ten thousand of them; rows that are not held are asked for. */
async function sequencesBetween(
  { first, last }: { readonly first: number; readonly last: number },
  { rowAt, call, state }: Rows,
): Promise<readonly number[]> {
  const found: number[] = []
  const end = Math.min(last, first + MOST_MARKED - 1)
  let position = first
  while (position <= end) {
    const row = rowAt(position)
    const { view, held, total } = state()
    if (row !== undefined) {
      found.push(row.sequence)
      position += 1
      continue
    }
    if (view === null) return found
    // The engine's positions count from its newest row, also while the list is paused.
    const from = position + (held === null ? 0 : total - held)
    const { rows } = await call('inbox.rows', { view, from, count: Math.min(MOST_ROWS_A_CALL, end - position + 1) })
    if (rows.length === 0) return found
    found.push(...rows.map(({ sequence }) => sequence))
    position += rows.length
  }
  return found
}

/** What can be marked in the list, for something to be done to all of it. */
export function createMarks(
  get: () => Marked,
  set: (part: Pick<Marked, 'marked'>) => void,
  rowAt: Rows['rowAt'],
  call: Call,
) {
  return {
    /** Marks an entry, or takes its mark away. */
    toggleMark: (sequence: number): void => {
      const { marked, selected } = get()
      // The first mark takes what was selected along, as lists everywhere do.
      const first = marked.size === 0 && selected !== null && selected.sequence !== sequence
      const next = new Set(first ? [selected.sequence] : marked)
      if (!next.delete(sequence)) next.add(sequence)
      set({ marked: next })
    },
    /** Marks everything between two positions; what was marked stays so. */
    markTo: async (position: number, from: number): Promise<void> => {
      const wanted = { first: Math.min(position, from), last: Math.max(position, from) }
      const sequences = await sequencesBetween(wanted, { rowAt, call, state: get })
      set({ marked: new Set([...get().marked, ...sequences]) })
    },
    unmark: (): void => {
      if (get().marked.size > 0) set({ marked: new Set() })
    },
  }
}
