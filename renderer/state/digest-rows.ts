/** One value of the digest workshop. */
export interface ValueRow {
  readonly id: number
  readonly name: string
  readonly value: string
  /** As it stood in the URL that it was taken from; nothing once the value was edited. */
  readonly raw?: string | undefined
}

/** The rows with the one at `index` moved by one place; at the ends they stay as they are. */
export function moved(rows: readonly ValueRow[], index: number, by: 1 | -1): readonly ValueRow[] {
  const row = rows[index]
  const other = rows[index + by]
  if (row === undefined || other === undefined) return rows
  return rows.map((each, at) => (at === index ? other : at === index + by ? row : each))
}

/** Names that the bank knows, for rows that are added: the first that is not there yet. */
const NAMES = ['paymentId', 'result', 'param1', 'param2', 'param3', 'param4', 'param5'] as const

/** The rows with an empty one behind them. */
export function withRow(rows: readonly ValueRow[]): readonly ValueRow[] {
  const name = NAMES.find((known) => !rows.some((row) => row.name === known)) ?? `value${rows.length + 1}`
  return [...rows, { id: Math.max(0, ...rows.map(({ id }) => id)) + 1, name, value: '' }]
}
