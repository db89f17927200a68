import { parseArgs } from 'node:util'
import { isLeaving, leaveWithChildren, stopAll } from './prepare/children.mjs'
import { ensureDisplay } from './prepare/display.mjs'
import { prepare } from './prepare/prepare.mjs'
import { runScript, say, total } from './prepare/progress.mjs'
import { STATIC_CHECKS, staticCheck } from './suites/static-checks.mjs'
import { unitSuite } from './suites/unit-suite.mjs'
import { windowSuite } from './suites/window-suite.mjs'

const HELP = `npm test [-- options]: prepares what is missing, and runs every check and test.

  --quick   without the window: no Electron, no display
  --help    this text
`

/** Runs one suite, prints its line, and its output when it failed. */
async function report(name, suite) {
  const since = performance.now()
  const { passed, failed, skipped = 0, reasons = [], output = '' } = await suite()
  // Interrupted: what was counted is not a result.
  if (isLeaving()) await new Promise(() => {})
  if (failed > 0) process.stdout.write(`${output.trimEnd()}\n`)
  const rest = skipped > 0 ? `, ${skipped} skipped` : ''
  say(`${failed > 0 ? 'FAILED' : 'ok'}  ${name}: ${passed} passed, ${failed} failed${rest}`, since)
  for (const reason of reasons) say(`    skipped: ${reason}`)
  return { passed, failed, skipped }
}

const add = (one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
})

async function main() {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) return void process.stdout.write(HELP)
  leaveWithChildren()
  const window = !values.quick
  await prepare({ window })
  let sum = { passed: 0, failed: 0, skipped: 0 }
  for (const check of STATIC_CHECKS) sum = add(sum, await report(check.name, () => staticCheck(check)))
  sum = add(sum, await report('unit and engine tests', unitSuite))
  if (window) {
    const env = await ensureDisplay()
    sum = add(sum, await report('tests in the window', () => windowSuite(env)))
  }
  await stopAll()
  say(`All of it took ${total()}.`)
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed${skipped}\n`)
  process.exitCode = sum.failed > 0 ? 1 : 0
}

runScript(main)
