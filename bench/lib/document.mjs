import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limitsOf, tableOf } from './report.mjs'

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'performance.md')
const BEGIN = '<!-- bench: begin -->'
const END = '<!-- bench: end -->'

/** The measured part of docs/performance.md: when, on what, the table, and what limits each figure. */
function measuredPart({ date, quick, machine, versions, others }, rows) {
  const electron = versions.electron === null ? '' : `, Electron ${versions.electron}`
  const pinning = machine.pinned ? 'servers on core 0, load generator on core 1' : 'nothing bound to a core'
  const what = `${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, ${machine.system}; Node ${versions.node}${electron}`
  const where = versions.runtime === 'node' ? 'Node' : "Electron's Node"
  const short = quick ? ' Short runs (`--quick`): not to be quoted.' : ''
  const noise = others > 0.2 ? ` Other programs kept up to ${others} cores busy meanwhile: rough figures.` : ''
  const head = `Measured on ${date.slice(0, 10)}: ${what}; ${pinning}; figures 1 to 6 in ${where}.${short}${noise}`
  return `${BEGIN}\n\n${head}\n\n${tableOf(rows)}\n\nWhat limits each:\n\n${limitsOf(rows)}\n\n${END}`
}

/** Puts the results of this run into docs/performance.md, in place of those of an earlier one. Gives the path. */
export function writeDocument(facts, rows) {
  if (!existsSync(FILE)) throw new Error('docs/performance.md is missing.')
  const text = readFileSync(FILE, 'utf8')
  const from = text.indexOf(BEGIN)
  const to = text.indexOf(END)
  if (from < 0 || to < from) throw new Error('docs/performance.md has no place for the results.')
  writeFileSync(FILE, text.slice(0, from) + measuredPart(facts, rows) + text.slice(to + END.length))
  return FILE
}
