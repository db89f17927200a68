import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../prepare/children.mjs'
import { modules } from '../prepare/paths.mjs'
import { readReport } from './unit-suite.mjs'

function* specs(suite) {
  yield* suite.specs ?? []
  for (const inner of suite.suites ?? []) yield* specs(inner)
}

const reasonOf = ({ title, tests }) =>
  `${title}: ${tests.flatMap((test) => test.annotations).find(({ type }) => type === 'skip')?.description ?? 'no reason given'}`

function count({ stats, suites }) {
  const skipped = suites
    .flatMap((suite) => [...specs(suite)])
    .filter(({ tests }) => tests.every((test) => test.status === 'skipped'))
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    reasons: skipped.map(reasonOf),
  }
}

/** The end-to-end tests in the real Electron window. @param env where the display is */
export async function windowSuite(env) {
  const folder = mkdtempSync(join(tmpdir(), 'window-report-'))
  const file = join(folder, 'report.json')
  const { code, output } = await run(
    'node',
    [modules('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    {
      quiet: true,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file, NO_COLOR: '1', FORCE_COLOR: '0' },
    },
  )
  const counted = readReport(file, code, output, count)
  rmSync(folder, { recursive: true, force: true })
  return counted
}
