export interface ValueRow {
  readonly id: number
  readonly value: string
}

/** The rows with the one at `index` moved by one place; at the ends they stay as they are. */
export function moved(rows: readonly ValueRow[], index: number, by: 1 | -1): readonly ValueRow[] {
  const row = rows[index]
  const other = rows[index + by]
  if (row === undefined || other === undefined) return rows
  return rows.map((each, at) => (at === index ? other : at === index + by ? row : each))
}
