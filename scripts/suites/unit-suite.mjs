import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../prepare/children.mjs'
import { modules } from '../prepare/paths.mjs'

/** Reads a JSON report; a runner that died before writing one is one failure. */
export function readReport(file, code, output, count) {
  try {
    const counted = count(JSON.parse(readFileSync(file, 'utf8')))
    // A runner can fail beside its tests: an unhandled rejection, a file that does not load.
    return { ...counted, failed: code !== 0 && counted.failed === 0 ? 1 : counted.failed, output }
  } catch {
    return { passed: 0, failed: 1, output: `${output}\nThe runner ended with code ${code} and without a report.` }
  }
}

const skips = (suites) =>
  suites.flatMap((suite) =>
    suite.assertionResults
      .filter((test) => ['pending', 'skipped', 'todo'].includes(test.status))
      .map((test) => test.fullName),
  )

/** Unit and engine tests, under the Node of the lock file. */
export async function unitSuite() {
  const folder = mkdtempSync(join(tmpdir(), 'unit-report-'))
  const file = join(folder, 'report.json')
  const args = [
    modules('vitest', 'vitest.mjs'),
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const { code, output } = await run('node', args, { quiet: true, env: { NO_COLOR: '1', FORCE_COLOR: '0' } })
  const counted = readReport(file, code, output, (report) => ({
    passed: report.numPassedTests,
    // A file that could not be loaded has no tests to count.
    failed:
      report.numFailedTests +
      report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0).length,
    skipped: report.numPendingTests + report.numTodoTests,
    reasons: skips(report.testResults),
  }))
  rmSync(folder, { recursive: true, force: true })
  return counted
}
