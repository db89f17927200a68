import type { InboxSort } from '../../../shared/model/inbox.ts'

/* Which columns the inbox shows at a width. Pure, so that it can be tested without a window. */

export const COLUMN_IDS = [
  'time',
  'gap',
  'lights',
  'event',
  'reference',
  'method',
  'path',
  'status',
  'attempt',
  'size',
] as const
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
  /** What the list is sorted by when its head is pressed; absent: the archive has no index for it. */
  readonly sort?: InboxSort['by']
}

export const COLUMNS: readonly Column[] = [
  { id: 'time', title: 'Time', min: 88, most: 88, giveWay: 0, sort: 'time' },
  { id: 'gap', title: 'Δ', min: 48, most: 56, giveWay: 3 },
  { id: 'lights', title: 'Lights', min: 121, most: 121, giveWay: 0, sort: 'lights' },
  { id: 'event', title: 'Event', min: 182, most: 196, giveWay: 0, sort: 'event' },
  { id: 'reference', title: 'Reference', min: 110, most: 276, giveWay: 2 },
  { id: 'method', title: 'Method', min: 52, most: 64, giveWay: 5 },
  { id: 'path', title: 'Path', min: 96, most: 4000, giveWay: 4 },
  { id: 'status', title: 'Sent', min: 36, most: 40, giveWay: 1, end: true },
  { id: 'attempt', title: 'Attempt', min: 50, most: 56, giveWay: 2.5, end: true },
  { id: 'size', title: 'Size', min: 56, most: 58, giveWay: 6, end: true },
]
/** Columns that the user may hide: the others carry the row. */
export const OPTIONAL_COLUMNS = COLUMNS.filter((column) => column.giveWay > 0)

const GAP = 8
const PADDING = 32

/** A column with the width that it has now, in pixels. */
export interface PlacedColumn extends Column {
  readonly width: number
}
export interface Layout {
  readonly columns: readonly PlacedColumn[]
  /** For grid-template-columns. */
  readonly template: string
}

/** What a user may choose, in pixels. */
export const LEAST_WIDTH = 36
export const MOST_WIDTH = 1200
/** The lights are as wide as they are. */
export const isResizable = ({ id }: Column): boolean => id !== 'lights'

/** Below this width a long event name is cut, so that the reference can be seen at all. */
const NARROW = 601
const NARROW_WIDTHS: Readonly<Partial<Record<ColumnId, number>>> = { event: 120, reference: 84 }

/** What columns need at least, with the gaps between them and the padding of the row. */
const need = (columns: readonly Column[]): number =>
  PADDING + columns.reduce((sum, column) => sum + column.min, 0) + GAP * Math.max(0, columns.length - 1)

/** The columns with the widths that they should have at least: the user's where there are any. */
function sized(width: number, chosen: Readonly<Record<string, number>>, scale: number): readonly Column[] {
  const usual = COLUMNS.map((column) => {
    const least = width < NARROW * scale ? (NARROW_WIDTHS[column.id] ?? column.min) : column.min
    // The lights are pictures: larger type leaves them as they are.
    return column.id === 'lights'
      ? column
      : { ...column, min: Math.round(least * scale), most: Math.round(column.most * scale) }
  })
  const always = usual.filter((column) => column.giveWay === 0)
  return usual.map((column) => {
    const wish = chosen[column.id]
    if (wish === undefined || !isResizable(column)) return column
    // What is always shown must leave room for the others that are.
    const others = need(always.filter((other) => other.id !== column.id)) + GAP
    const most = column.giveWay === 0 ? Math.max(LEAST_WIDTH, width - others) : MOST_WIDTH
    const fixed = Math.round(Math.min(most, Math.max(LEAST_WIDTH, wish)))
    return { ...column, min: fixed, most: fixed }
  })
}

/**
 * Takes the width of the table in pixels, what the user has hidden, and the widths that the user has chosen,
 * and how much larger than usual the type is; gives the columns that fit, and their grid.
 */
export function layoutColumns(
  width: number,
  hidden: readonly string[],
  chosen: Readonly<Record<string, number>> = {},
  scale = 1,
): Layout {
  const wanted = sized(width, chosen, scale).filter((column) => !hidden.includes(column.id) || column.giveWay === 0)
  const first = wanted.filter((column) => column.giveWay === 0)
  const optional = wanted.filter((column) => column.giveWay > 0).toSorted((a, b) => a.giveWay - b.giveWay)
  const fitting = optional.reduce(
    (taken, column) => (need([...taken, column]) <= width ? [...taken, column] : taken),
    first,
  )
  const columns = placed(
    wanted.filter((column) => fitting.includes(column)),
    width,
  )
  return { columns, template: columns.map((column) => `${column.width}px`).join(' ') }
}

/** The columns whose names and numbers must be whole come before those whose values can be cut. */
const FIRST: readonly ColumnId[] = ['gap', 'event', 'status', 'attempt', 'size', 'method']

/** Gives what is left over: to what must be whole, then half each to reference and path; in whole pixels. */
function placed(columns: readonly Column[], width: number): readonly PlacedColumn[] {
  let left = Math.max(0, Math.floor(width - need(columns)))
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
  return columns.map((column) => ({ ...column, width: column.min + (more.get(column.id) ?? 0) }))
}
