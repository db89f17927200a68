/* Which columns the inbox shows at a width. Pure, so that it can be tested without a window. */

export const COLUMN_IDS = ['time', 'gap', 'lights', 'event', 'reference', 'method', 'path', 'status', 'size'] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export interface Column {
  readonly id: ColumnId
  readonly title: string
  /** Narrowest useful width in pixels. */
  readonly min: number
  /** Share of the room that is left over; 0 keeps `min`. */
  readonly grow: number
  /** Columns with higher numbers give way first when there is no room. */
  readonly giveWay: number
  readonly end?: boolean
}

export const COLUMNS: readonly Column[] = [
  { id: 'time', title: 'Time', min: 104, grow: 0, giveWay: 0 },
  { id: 'gap', title: 'Δ', min: 56, grow: 0, giveWay: 5 },
  { id: 'lights', title: 'Lights', min: 132, grow: 0, giveWay: 0 },
  { id: 'event', title: 'Event', min: 128, grow: 5, giveWay: 0 },
  { id: 'reference', title: 'Reference', min: 96, grow: 4, giveWay: 3 },
  { id: 'method', title: 'Method', min: 56, grow: 0, giveWay: 4 },
  { id: 'path', title: 'Path', min: 140, grow: 6, giveWay: 7 },
  { id: 'status', title: 'Sent', min: 44, grow: 0, giveWay: 1, end: true },
  { id: 'size', title: 'Size', min: 58, grow: 0, giveWay: 6, end: true },
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
  const template = columns
    .map((column) => (column.grow === 0 ? `${column.min}px` : `minmax(${column.min}px, ${column.grow}fr)`))
    .join(' ')
  return { columns, template }
}
