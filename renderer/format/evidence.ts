import type { EvidenceValue } from '../../shared/model/verdict.ts'
import { span } from './units.ts'

type Evidence = Readonly<Record<string, EvidenceValue | undefined>>

const LONGEST = 36
const LONGEST_LINE = 40
/** Words for programs, and what the summary says itself. */
const UNSAID = ['verdict', 'reason', 'expected']

/** The name of a piece of evidence as people write it: `saltsTried` becomes `salts tried`. */
export function evidenceName(key: string): string {
  return key
    .replace(/Ms$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}

/** A piece of evidence as text: lists line by line, milliseconds in their natural unit, `none` for nothing. */
export function evidenceText(key: string, value: EvidenceValue | undefined): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'number') return key.endsWith('Ms') ? span(value) : String(value)
  return typeof value === 'object' ? value.join('\n') : String(value)
}

/** What was seen, in one line: the short pieces only. For lights that need no explaining; '' when there is nothing short. */
export function evidenceLine(evidence: Evidence): string {
  return Object.entries(evidence)
    .filter(
      ([key, value]) => !UNSAID.includes(key) && value !== null && value !== undefined && typeof value !== 'boolean',
    )
    .map(([key, value]) => evidenceText(key, value).replaceAll('\n', ', '))
    .filter((text) => text !== '' && text.length <= LONGEST)
    .reduce((line, text) => {
      const longer = line === '' ? text : `${line} · ${text}`
      return longer.length <= LONGEST_LINE ? longer : line
    }, '')
}
