/**
 * One line of the table. `better`: which way is good. `ratio` is what goals are held against; where a goal is absolute, the
 * ratio stays null and `value` is compared.
 * @typedef {{figure: string, name: string, unit: string, ours: number | null, reference: number | null, ratio: number | null,
 *   value: number | null, better: 'more' | 'less', firstStop?: number, goal?: number, stretch?: number, limit: string, details?: object}} Row
 */

const reaches = (row, wanted) => {
  const value = row.ratio ?? row.value
  if (wanted === undefined || value === null || value === undefined) return false
  return row.better === 'more' ? value >= wanted : value <= wanted
}

/** In: a row. Out: the furthest mark that it reaches, in words. */
export function reached(row) {
  if ((row.ratio ?? row.value) === null) return 'not measured'
  const marks = { stretch: row.stretch, goal: row.goal, 'first stop': row.firstStop }
  for (const [name, wanted] of Object.entries(marks)) if (wanted !== undefined && reaches(row, wanted)) return name
  return Object.values(marks).every((mark) => mark === undefined) ? 'no goal set' : 'no'
}

const digits = (value) => (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2)
const number = (value) =>
  value === null || value === undefined
    ? '–'
    : value.toLocaleString('en-US', { maximumFractionDigits: digits(value), minimumFractionDigits: 0 })
const ratioText = (value) => (value === null || value === undefined ? '–' : value.toFixed(2))

const COLUMNS = [
  ['#', (row) => row.figure],
  ['figure', (row) => row.name],
  ['ours', (row) => `${number(row.ours)} ${row.unit}`],
  ['reference', (row) => (row.reference === null ? '–' : `${number(row.reference)} ${row.unit}`)],
  ['ratio', (row) => ratioText(row.ratio)],
  ['first stop', (row) => number(row.firstStop)],
  ['goal', (row) => number(row.goal)],
  ['stretch', (row) => number(row.stretch)],
  ['reached', reached],
]

/** In: rows. Out: the table as Markdown, aligned, so that it reads in a terminal as well. */
export function tableOf(rows) {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, text]) => text(row)))]
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column].length)))
  const line = (texts) => `| ${texts.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n')
}

/** In: rows. Out: one sentence for each on what limits it. */
export const limitsOf = (rows) =>
  rows
    .filter((row) => row.limit)
    .map((row) => `- ${row.figure} ${row.name}: ${row.limit}`)
    .join('\n')
