/* Which columns the inbox shows at a width. Pure, so that it can be tested without a window. */

export const COLUMN_IDS = ['time', 'gap', 'lights', 'event', 'reference', 'method', 'path', 'status', 'size'] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export interface Column {
  readonly id: ColumnId
  readonly title: string
  /** Narrowest useful width in pixels. */
  readonly min: number
  /** Widest useful width: what is left over goes to the columns in their order, up to this. */
  readonly most: number
  /** 0: always shown. The others come in this order as long as there is room: a narrow one may find it where a wide one did not. */
  readonly giveWay: number
  readonly end?: boolean
}

export const COLUMNS: readonly Column[] = [
  { id: 'time', title: 'Time', min: 88, most: 88, giveWay: 0 },
  { id: 'gap', title: 'Δ', min: 48, most: 56, giveWay: 3 },
  { id: 'lights', title: 'Lights', min: 121, most: 121, giveWay: 0 },
  { id: 'event', title: 'Event', min: 182, most: 196, giveWay: 0 },
  { id: 'reference', title: 'Reference', min: 110, most: 276, giveWay: 2 },
  { id: 'method', title: 'Method', min: 52, most: 64, giveWay: 5 },
  { id: 'path', title: 'Path', min: 96, most: 4000, giveWay: 4 },
  { id: 'status', title: 'Sent', min: 36, most: 40, giveWay: 1, end: true },
  { id: 'size', title: 'Size', min: 56, most: 58, giveWay: 6, end: true },
]
/** Columns that the user may hide: the others carry the row. */
export const OPTIONAL_COLUMNS = COLUMNS.filter((column) => column.giveWay > 0)

const GAP = 8
const PADDING = 32

export interface Layout {
  readonly columns: readonly Column[]
  /** For grid-template-columns. */
  readonly template: string
}

/** Below this width a long event name is cut, so that the reference can be seen at all. */
const NARROW = 601
const NARROW_WIDTHS: Readonly<Partial<Record<ColumnId, number>>> = { event: 120, reference: 84 }

/** What columns need at least, with the gaps between them and the padding of the row. */
const need = (columns: readonly Column[]): number =>
  PADDING + columns.reduce((sum, column) => sum + column.min, 0) + GAP * Math.max(0, columns.length - 1)

/** Takes the width of the table in pixels and what the user has hidden; gives the columns that fit, and their grid. */
export function layoutColumns(width: number, hidden: readonly string[]): Layout {
  const all =
    width < NARROW ? COLUMNS.map((column) => ({ ...column, min: NARROW_WIDTHS[column.id] ?? column.min })) : COLUMNS
  const wanted = all.filter((column) => !hidden.includes(column.id) || column.giveWay === 0)
  const first = wanted.filter((column) => column.giveWay === 0)
  const optional = wanted.filter((column) => column.giveWay > 0).toSorted((a, b) => a.giveWay - b.giveWay)
  const fitting = optional.reduce(
    (taken, column) => (need([...taken, column]) <= width ? [...taken, column] : taken),
    first,
  )
  const columns = wanted.filter((column) => fitting.includes(column))
  return { columns, template: widths(columns, width - need(columns)).join(' ') }
}

/** The columns whose names and numbers must be whole come before those whose values can be cut. */
const FIRST: readonly ColumnId[] = ['event', 'gap', 'status', 'size', 'method']

/** Gives what is left over: to what must be whole, then half each to reference and path; in whole pixels. */
function widths(columns: readonly Column[], room: number): readonly string[] {
  let left = Math.max(0, Math.floor(room))
  const more = new Map<ColumnId, number>()
  const give = (id: ColumnId, most: number): void => {
    const column = columns.find((one) => one.id === id)
    if (column === undefined) return
    const taken = Math.max(0, Math.min(left, most, column.most - column.min))
    more.set(id, taken)
    left -= taken
  }
  for (const id of FIRST) give(id, left)
  give('reference', columns.some(({ id }) => id === 'path') ? Math.floor(left / 2) : left)
  give('path', left)
  return columns.map((column) => `${column.min + (more.get(column.id) ?? 0)}px`)
}
