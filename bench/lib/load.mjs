import { join } from 'node:path'
import { output } from './children.mjs'
import { pinned } from './machine.mjs'

const node = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'node')
const script = join(import.meta.dirname, '..', 'load-generator.mjs')

/** Runs the load generator with a plan on core 1 (or unpinned). Gives its result. */
export async function load(bench, plan, { core = 1 } = {}) {
  const whole = { tokensFile: bench.material.tokens, ...plan }
  const args = [script, JSON.stringify(whole)]
  const command = core === null ? [node, args] : pinned(core, node, args)
  const limit = ((plan.warmup ?? 0) + (plan.seconds ?? 5)) * 1000 + 60_000
  return JSON.parse(await output(...command, { limit }))
}

/** The middle of a list of numbers. */
export function median(values) {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b)
  if (sorted.length === 0) return null
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The median of one member over several results. */
export const medianOf = (results, name) => median(results.map((result) => result[name]))
