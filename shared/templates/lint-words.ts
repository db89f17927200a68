import { decodePart } from '../checks/target.ts'
import { LEGACY_EVENTS } from '../facts/events.ts'
import type { LintContext, Remark } from './remark.ts'
import type { Segment } from './tokens.ts'
import { eventNamedBy, isFraudResult } from './words.ts'

/** Names under which published templates carry the event (domain.md §1.1; e2e/corpus/callback-requests.json). */
const EVENT_NAMES = ['event-type', 'eventtype', 'event_type', 'event', 'status', 'type', 'c', 'callback']
const RESULT_NAMES = ['result', 'status', 'r']

/** The fixed words of a template that can name something: whole path segments, and values of the query with their names. */
function fixedWords(
  segments: readonly Segment[],
): readonly { name: string; value: string; start: number; end: number }[] {
  return segments.flatMap(({ part, text, start, end }, index) => {
    if (part === 'path') {
      let at = start
      return text.split('/').map((value) => {
        const word = { name: '', value, start: at, end: at + value.length }
        at += value.length + 1
        return word
      })
    }
    const name = segments[index - 1]?.text ?? ''
    return part === 'query-value' ? [{ name: name.toLowerCase(), value: decodePart(text, true).value, start, end }] : []
  })
}

/** Fixed text that says something about events and statuses: is it this event, and is it right that it is fixed? */
export function lintWords({ anatomy, event, filled }: LintContext): readonly Remark[] {
  if (!filled) return []
  const words = fixedWords(anatomy.segments).filter(({ value }) => value !== '' && !value.includes('{'))
  const named = words.flatMap((word) => {
    const means = word.name === '' || EVENT_NAMES.includes(word.name) ? eventNamedBy(word.value) : null
    return means === null ? [] : [{ ...word, means }]
  })
  const ownIsNamed = named.some(({ means }) => means === event)
  // A path like /test/booked names BOOKED in the test installation, so the own name anywhere settles it.
  const others = named.filter(
    ({ means, name }) => means !== event && LEGACY_EVENTS.has(event) && (name !== '' || !ownIsNamed),
  )
  return [
    ...others.map(({ start, end, means }) => ({
      code: 'template-other-event' as const,
      start,
      end,
      evidence: { named: means, event },
    })),
    ...words.flatMap(({ name, value, start, end }): readonly Remark[] => {
      if (event === 'AUTOMATIC_FRAUD_CONTROL' && RESULT_NAMES.includes(name) && isFraudResult(value)) {
        return [{ code: 'template-fixed-result', start, end, evidence: { value } }]
      }
      return name === 'status' ? [{ code: 'template-fixed-status', start, end, evidence: { value } }] : []
    }),
  ]
}
