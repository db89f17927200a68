import { run } from '../prepare/children.mjs'
import { modules } from '../prepare/paths.mjs'

const tool = (name, ...path) => [modules(name, ...path)]
const tsc = (project) => [...tool('typescript', 'bin', 'tsc'), '-p', project]

/** Checks that look at the source only. Each counts as one test. */
export const STATIC_CHECKS = [
  { name: 'types of the configuration', args: tsc('.') },
  { name: 'types of shared', args: tsc('shared') },
  { name: 'types of electron', args: tsc('electron') },
  { name: 'types of renderer', args: tsc('renderer') },
  { name: 'types of e2e', args: tsc('e2e') },
  { name: 'lint', args: [...tool('oxlint', 'bin', 'oxlint'), '--deny-warnings'] },
  { name: 'format', args: [...tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'] },
  {
    name: 'import directions',
    args: [
      ...tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      ...['shared', 'electron', 'renderer', 'scripts', '--config', '.dependency-cruiser.cjs'],
    ],
  },
  { name: 'dead code', args: [...tool('knip', 'bin', 'knip.js')] },
]

/** Runs one check. */
export async function staticCheck({ args }) {
  const { code, output } = await run('node', args, { quiet: true })
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, output }
}
