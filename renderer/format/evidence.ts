import type { EvidenceValue } from '../../shared/model/verdict.ts'
import { explained } from '../../shared/export/explained.ts'

type Evidence = Readonly<Record<string, EvidenceValue>>

const LONGEST = 36
const LONGEST_LINE = 44
/** Words for programs, and what only makes sense beside its name. */
const UNSAID = ['verdict', 'reason', 'list', 'where', 'usedBy', 'userAgent', 'note', 'header', 'namedIn', 'serverName']

/** What was seen, in one line: the short pieces only. For lights that need no explaining; '' when there is nothing short. */
export function evidenceLine(evidence: Evidence): string {
  const { received, seen } = explained(evidence)
  const pieces = seen.filter(({ key }) => !UNSAID.includes(key) && typeof evidence[key] !== 'boolean')
  const texts = [received, ...pieces.map(({ key, lines }) => (key === 'since' ? [`since ${lines.join(' ')}`] : lines))]
  return texts
    .map((lines) => lines.join(', '))
    .filter((text) => text !== '' && text.length <= LONGEST)
    .reduce((line, text) => {
      const longer = line === '' ? text : `${line} · ${text}`
      return longer.length <= LONGEST_LINE ? longer : line
    }, '')
}
