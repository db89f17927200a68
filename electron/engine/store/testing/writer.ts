import { openSync, writeSync } from 'node:fs'
import { openArchive } from '../archive.ts'
import type { DriverName } from '../sqlite.ts'
import type { Archive } from '../types.ts'
import { arrival, entryOf, row } from './samples.ts'

/*
 * A process that writes an archive, for tests that kill it, limit it or trace it:
 *   writer.ts <hold|load|few|full|descriptors|read> <archive> <driver> <tag>
 * It prints one line per acknowledged arrival, `<sequence> <text>`, and `problem <code>` for one that failed.
 */
const [mode = '', file = '', driver = '', tag = ''] = process.argv.slice(2)
const say = (line: string): void => void writeSync(1, `${line}\n`)
// A size limit of the system must be an error code of the write, not the end of the process.
process.on('SIGXFSZ', () => undefined)

const result = openArchive(
  {
    file,
    readOnly: mode === 'read',
    expecting: () => (mode === 'load' ? 5 : 0),
    retention: () => ({ maxCount: null, maxAgeDays: null, maxBytes: null }),
    wall: () => Date.now(),
    notice: () => undefined,
  },
  { driver: driver === 'package' ? 'package' : ('builtin' satisfies DriverName) },
)
if (!result.ok) {
  say(`refused ${result.problem.code}`)
  process.exit(1)
}
const archive: Archive = result.value
let made = 0
let stopped = false

function one(size: number, after: (stored: boolean) => void): void {
  made += 1
  const text = `${tag}-${String(made)}`
  archive.append(arrival(text.padEnd(size, '.')), (outcome) => {
    if ('problem' in outcome) say(`problem ${outcome.problem.code}`)
    else say(`${String(outcome.sequence)} ${text}`)
    after('sequence' in outcome)
  })
}

/** Keeps one sender busy; every now and then the index is written too. */
function sender(): void {
  one(1_500, (stored) => {
    if (stored && made % 16 === 0) archive.index([entryOf(row(archive.lastSequence()), `${tag} body`)], true)
    if (!stopped) setImmediate(sender)
  })
}

function few(left: number): void {
  if (left === 0) archive.close()
  else one(100, () => few(left - 1))
}

function untilFull(): void {
  one(20_000, (stored) => {
    if (stored) return void setImmediate(untilFull)
    stopped = true
    archive.close()
  })
}

/** Takes every descriptor that is left, then stores. */
function descriptors(): void {
  try {
    for (;;) openSync('/dev/null', 'r')
  } catch (thrown) {
    say(`out ${thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''}`)
  }
  one(50_000, () => process.exit(0))
}

say('ready')
if (mode === 'read') say(`total ${String(archive.open({}).total())}`)
if (mode === 'hold') setInterval(() => undefined, 1_000)
if (mode === 'load') for (let index = 0; index < 24; index += 1) sender()
if (mode === 'few') few(3)
if (mode === 'full') untilFull()
if (mode === 'descriptors') descriptors()
