import { join } from 'node:path'
import { output } from '../lib/children.mjs'
import { pinned } from '../lib/machine.mjs'

const root = join(import.meta.dirname, '..', '..')
const MARKS = { legacy: { goal: 50, stretch: 30 }, loan: { goal: 150, stretch: 60 } }
const BARE = { legacy: 'MD5 of the parameters', loan: 'RS256 with a ready key, and JSON.parse' }

/** Figure 8: what judging one callback costs, beside the bare cryptography of it. Under Node only: it runs the sources. */
export async function judging(bench) {
  const { profile, jwks, tokens } = bench.material
  const plan = { profile, jwks, tokensFile: tokens, count: bench.quick ? 2048 : 8192 }
  const node = join(root, 'node_modules', '.bin', 'node')
  const command = pinned(0, node, ['--no-warnings', join(root, 'bench', 'judge-timer.mjs'), JSON.stringify(plan)])
  const times = JSON.parse(await output(...command))
  return Object.entries(times).map(([mix, { ours, bare }]) => ({
    figure: '8',
    name: `judging one ${mix} callback`,
    unit: 'µs',
    ours,
    reference: bare,
    ratio: null,
    value: ours,
    better: 'less',
    ...MARKS[mix],
    limit: `the reference is the bare cryptography (${BARE[mix]}); the rest is parsing, recognition, five lights and their words.`,
    details: { batch: 256, count: plan.count },
  }))
}
