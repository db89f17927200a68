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
  /** Columns with higher numbers give way first when there is no room. */
  readonly giveWay: number
  readonly end?: boolean
}

export const COLUMNS: readonly Column[] = [
  { id: 'time', title: 'Time', min: 88, most: 88, giveWay: 0 },
  { id: 'gap', title: 'Δ', min: 56, most: 56, giveWay: 4 },
  { id: 'lights', title: 'Lights', min: 125, most: 125, giveWay: 0 },
  { id: 'event', title: 'Event', min: 140, most: 196, giveWay: 0 },
  { id: 'reference', title: 'Reference', min: 88, most: 276, giveWay: 3 },
  { id: 'method', title: 'Method', min: 64, most: 64, giveWay: 5 },
  { id: 'path', title: 'Path', min: 140, most: 4000, giveWay: 7 },
  { id: 'status', title: 'Sent', min: 40, most: 40, giveWay: 1, end: true },
  { id: 'size', title: 'Size', min: 58, most: 58, giveWay: 6, end: true },
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

/** Takes the width of the table in pixels and what the user has hidden; gives the columns that fit, and their grid. */
export function layoutColumns(width: number, hidden: readonly string[]): Layout {
  let columns = COLUMNS.filter((column) => !hidden.includes(column.id) || column.giveWay === 0)
  const need = (): number =>
    PADDING + columns.reduce((sum, column) => sum + column.min, 0) + GAP * Math.max(0, columns.length - 1)
  while (width > 0 && need() > width) {
    const first = columns.reduce((a, b) => (b.giveWay > a.giveWay ? b : a))
    if (first.giveWay === 0) break
    columns = columns.filter((column) => column !== first)
  }
  return { columns, template: widths(columns, width - need()).join(' ') }
}

/** Gives what is left over to the columns in their order, each up to what it can use; in pixels, so that header and rows agree. */
function widths(columns: readonly Column[], room: number): readonly string[] {
  let left = Math.max(0, Math.floor(room))
  return columns.map((column) => {
    const more = Math.min(left, column.most - column.min)
    left -= more
    return `${column.min + more}px`
  })
}
