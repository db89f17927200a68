import { mkdirSync, mkdtempSync, rmSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { endAll, output } from './lib/children.mjs'
import { canPin, machineFacts, machineSeconds } from './lib/machine.mjs'
import { HELP, readOptions } from './lib/options.mjs'
import { limitsOf, reached, tableOf } from './lib/report.mjs'
import { runtimeOf } from './lib/servers.mjs'

const root = join(import.meta.dirname, '..')
const results = join(root, 'bench', 'results')

const FIGURES = {
  1: async (bench) => (await import('./figures/throughput.mjs')).throughput(bench, 1),
  2: async (bench) => (await import('./figures/throughput.mjs')).throughput(bench, 2),
  3: async (bench) => (await import('./figures/throughput.mjs')).throughput(bench, 3),
  4: async (bench) => (await import('./figures/everything.mjs')).everything(bench),
  5: async (bench) => (await import('./figures/kill.mjs')).kill(bench),
  6: async (bench) => (await import('./figures/latency.mjs')).latency(bench),
  7: async (bench) => (await import('./figures/visible.mjs')).visible(bench),
  8: async (bench) => (await import('./figures/judging.mjs')).judging(bench),
  9: async (bench) => (await import('./figures/large.mjs')).large(bench),
  10: async (bench) => (await import('./figures/rows.mjs')).rows(bench),
  11: async (bench) => (await import('./figures/memory.mjs')).memory(bench),
  12: async (bench) => (await import('./figures/start.mjs')).startTimes(bench),
  13: async (bench) => (await import('./figures/package-size.mjs')).packageSize(bench),
  14: async (bench) => (await import('./figures/rejudge.mjs')).rejudge(bench),
  15: async (bench) => (await import('./figures/start.mjs')).npmStart(bench),
}
const WITH_WINDOW = ['7', '9', '10', '11', '12', '13', '15']

const say = (line) => process.stdout.write(`${line}\n`)

/** Gets in place what the figures need: dependencies, Electron, a fresh build, a display. */
async function prepareFor(wanted, values) {
  const window = values.runtime === 'electron' || values.large || wanted.some((one) => WITH_WINDOW.includes(one))
  const { leaveWithChildren } = await import('../scripts/prepare/children.mjs')
  leaveWithChildren()
  await (await import('../scripts/prepare/prepare.mjs')).prepare({ window })
  if (!window) return { electron: null, display: {} }
  const { electronBinary } = await import('../scripts/prepare/electron-runtime.mjs')
  const { ensureDisplay } = await import('../scripts/prepare/display.mjs')
  return { electron: electronBinary(), display: await ensureDisplay() }
}

/** A folder for everything that is stored meanwhile, on the disk of the project. */
function workFolder(atEnd) {
  mkdirSync(results, { recursive: true })
  const folder = mkdtempSync(join(results, 'work-'))
  // A program that is just ending may still write its last file.
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
  return folder
}

async function versions(bench) {
  const { command, env } = runtimeOf(bench)
  const script = 'process.stdout.write(JSON.stringify(process.versions))'
  const found = JSON.parse(await output(command, ['-e', script], { env: { ...process.env, ...env } }))
  const electron = bench.electron && readFileSync(join(dirname(bench.electron), 'version'), 'utf8').trim()
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return { ours: version, runtime: bench.runtime, node: found.node, openssl: found.openssl, electron: electron || null }
}

/** Removes an archive with its log and companions. */
function discardIn(folder) {
  return (archive) => {
    const name = archive.split('/').at(-1)
    for (const file of readdirSync(folder)) if (file.startsWith(name)) rmSync(join(folder, file), { force: true })
  }
}

/** Runs one figure; a failure is a row that says so, and the others go on. */
async function measure(bench, number) {
  const since = performance.now()
  try {
    const rows = await FIGURES[number](bench)
    say(
      `Figure ${number}: ${rows.map((row) => `${row.name} ${reached(row)}`).join('; ')} (${((performance.now() - since) / 1000).toFixed(0)} s)`,
    )
    return rows
  } catch (error) {
    say(`Figure ${number} could not be measured: ${error.message}`)
    const failed = { ours: null, reference: null, ratio: null, value: null, better: 'more', unit: '' }
    return [{ figure: number, name: 'not measured', ...failed, limit: error.message.split('\n')[0] }]
  }
}

/** Cores that others keep busy, seen while the bench itself does nothing. */
async function busyElsewhere() {
  const before = machineSeconds()
  await new Promise((resolve) => setTimeout(resolve, 1000))
  return machineSeconds() - before
}

async function measureAll(bench, wanted, values) {
  const rows = []
  let others = 0
  for (const number of wanted) {
    others = Math.max(others, await busyElsewhere())
    rows.push(...(await measure(bench, number)))
  }
  const profiles = {}
  const profiled = values['profile-cpu'] ? wanted.filter((one) => Number(one) <= 4) : []
  for (const number of profiled) profiles[number] = await (await import('./lib/profile.mjs')).profileRun(bench, number)
  return { rows, profiles, others: Math.round(others * 100) / 100 }
}

function printProfiles(profiles) {
  for (const [number, functions] of Object.entries(profiles)) {
    say(`\nFigure ${number}, where the listener's time goes (own time, profiled run):`)
    for (const { name, share } of functions) say(`  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`)
  }
}

/** One end that fails must not keep the others from happening: a display or a listener would stay behind. */
function attempt(work) {
  try {
    work()
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
  }
}

async function main() {
  const { wrong, values, wanted } = readOptions(process.argv.slice(2))
  if (wrong !== undefined) {
    process.stderr.write(`${wrong}\n\n${HELP}`)
    process.exit(2)
  }
  if (values.help) return void process.stdout.write(HELP)
  const last = []
  process.on('exit', () => {
    for (const work of last.reverse()) attempt(work)
  })
  const atEnd = (work) => last.push(work)
  const prepared = await prepareFor(wanted, values)
  const folder = workFolder(atEnd)
  const { makeMaterial } = await import('./lib/material.mjs')
  const bench = {
    ...prepared,
    folder,
    atEnd,
    discard: discardIn(folder),
    material: await makeMaterial(folder, values.quick ? 500 : undefined),
    runtime: values.runtime,
    quick: values.quick,
    cold: values.cold,
    rounds: values.quick ? 1 : 3,
    appArguments: [],
    largeArchive: null,
  }
  const date = new Date().toISOString()
  const facts = { date, quick: values.quick, machine: machineFacts(), versions: await versions(bench) }
  if (!canPin)
    say('taskset is not there, or there is only one core: servers and load generator share cores, ratios are rough.')
  say(`${JSON.stringify(facts)}`)
  if (values.large) {
    say('Filling an archive with 1,000,000 callbacks; this takes minutes.')
    bench.largeArchive = await (await import('./figures/large.mjs')).fillLarge(bench)
  }
  const { rows, profiles, others } = await measureAll(bench, wanted, values)
  if (others > 0.2) say(`\nOther programs kept up to ${others} cores busy: take these figures as rough.`)
  say(`\n${tableOf(rows)}\n\nWhat limits each:\n${limitsOf(rows)}`)
  printProfiles(profiles)
  const out = values.out ?? join(results, `${date.replace(/[:.]/g, '-')}.json`)
  if (values['write-docs']) {
    const { writeDocument } = await import('./lib/document.mjs')
    say(`\nPut into ${writeDocument({ ...facts, others }, rows)}`)
  }
  writeFileSync(out, `${JSON.stringify({ ...facts, others, rows, profiles }, null, 2)}\n`)
  say(`\nWritten to ${out}`)
  endAll()
  process.exit(0)
}

main().catch((error) => {
  process.stderr.write(`${error?.stack ?? error}\n`)
  process.exit(1)
})
