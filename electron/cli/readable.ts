import type { CallbackRecord, ConnectionRecord, ExportRecord } from '../../shared/export/record-schema.ts'
import { explained } from '../../shared/export/explained.ts'
import type { LightState } from '../../shared/model/verdict.ts'
import { LIGHT_NAMES } from '../../shared/model/verdict.ts'
import { plain } from './terminal-text.ts'

/** A word for each state, all of one width, so that columns stay columns without colour. */
const WORDS: Readonly<Record<LightState, string>> = {
  pass: 'pass',
  warn: 'WARN',
  fail: 'FAIL',
  unchecked: '?   ',
  'not-applicable': '-   ',
}

const two = (number: number): string => String(number).padStart(2, '0')

/** Time of day on the wall clock of this machine, as a person at a terminal expects it. */
function timeOfDay(iso: string): string {
  const time = new Date(iso)
  const milliseconds = String(time.getMilliseconds()).padStart(3, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`
}

const lead = (record: ExportRecord): string =>
  `${timeOfDay(record.receivedAt)}  ${`#${String(record.sequence)}`.padEnd(6)}`

const INDENT = ' '.repeat(22)

export const HEADING = [
  'time          nr    ',
  'digest sign. source transp. answer',
  'status event                    method target',
].join('  ')

function lightsOf({ verdict }: CallbackRecord): string {
  const widths = [6, 5, 6, 7, 6]
  return LIGHT_NAMES.map((name, index) => WORDS[verdict[name].state].padEnd(widths[index] ?? 6)).join(' ')
}

/** What a request from a file cannot show is no news. */
const SILENT: readonly LightState[] = ['unchecked', 'not-applicable']

type FindingRecord = CallbackRecord['notes'][number]

const NAME_WIDTH = 12
const MORE_INDENT = `${INDENT}  `

/** A named value below a finding; further lines of it stand below its first. */
function named(name: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${MORE_INDENT}${(index === 0 ? name : '').padEnd(NAME_WIDTH)}${plain(line, 600)}`)
}

/** Expected, received, what else was seen, what to do and the source: the same that the window opens to. */
function reasonLines({ explanation, evidence, advice, source }: FindingRecord): readonly string[] {
  const { expected, received, seen } = explained(evidence)
  return [
    ...(explanation === '' ? [] : named('why', [explanation])),
    ...named('expected', expected),
    ...named('received', received),
    ...seen.flatMap(({ name, lines }) => named(name.length < NAME_WIDTH ? name : `${name} `, lines)),
    ...(advice === null ? [] : named('what to do', [advice])),
    ...(source === null ? [] : named('source', [source])),
  ]
}

/**
 * Findings that want attention, in a listener's stream; when a request is judged on purpose, all of them with their reasons, but not
 * that a file has no sender and no answer.
 */
function findingsOf({ verdict }: CallbackRecord, all: boolean): readonly string[] {
  return LIGHT_NAMES.flatMap((name) => {
    const { state, findings } = verdict[name]
    const content = name === 'digest' || name === 'signature'
    if (all ? !content && SILENT.includes(state) : state !== 'fail' && state !== 'warn') return []
    const told = findings.filter(({ severity }) => all || severity === 'warning' || severity === 'error')
    return told.flatMap((found) => [
      `${INDENT}${name}: ${plain(found.summary, 600)}`,
      // Green needs no reasons.
      ...(all && found.severity !== 'good' ? reasonLines(found) : []),
    ])
  })
}

/** Remarks that belong to no light; in a listener's stream they would be too much. */
function notesOf({ notes }: CallbackRecord, all: boolean): readonly string[] {
  if (!all) return []
  return notes.flatMap((note) => [`${INDENT}note: ${plain(note.summary, 600)}`, ...reasonLines(note)])
}

function callbackLines(record: CallbackRecord, all: boolean): readonly string[] {
  const status = String(record.answer.status ?? '-').padEnd(6)
  const what = [record.eventType, record.reference].filter((part) => part !== null).join(' ')
  const event = plain(what === '' ? record.family : what, 60).padEnd(24)
  const mark = record.simulated ? ' (simulated)' : ''
  const first = `${lead(record)}  ${lightsOf(record)}  ${status} ${event} ${plain(record.method, 20).padEnd(6)} ${plain(record.target, 300)}`
  const headline = `${INDENT}${plain(record.headline, 600)}`
  return [`${first}${mark}`, headline, ...findingsOf(record, all), ...notesOf(record, all)]
}

function connectionLines(record: ConnectionRecord): readonly string[] {
  const code = record.code === null ? '' : ` (${plain(record.code, 60)})`
  const from = record.peer === null ? '' : ` from ${plain(record.peer.address, 60)}`
  return [`${lead(record)}  no callback: ${record.cause}${code}${from}`, `${INDENT}${plain(record.summary, 600)}`]
}

/** A record as lines for a person; captured text cannot act on the terminal. */
export function readable(record: ExportRecord, all: boolean): string {
  return (record.type === 'callback' ? callbackLines(record, all) : connectionLines(record)).join('\n')
}
