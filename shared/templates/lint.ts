import { finding } from '../checks/finding.ts'
import type { Evidence, Finding } from '../model/verdict.ts'
import { lintDigest } from './lint-digest.ts'
import { lintOrigin } from './lint-origin.ts'
import { lintPlaceholders } from './lint-placeholders.ts'
import { lintText } from './lint-text.ts'
import { lintWords } from './lint-words.ts'
import type { LintContext, Remark, TemplateQuestion } from './remark.ts'
import { dissect } from './tokens.ts'
import type { Span } from './tokens.ts'
import { familyOfEvent } from './words.ts'

/** A finding with its place in the template (UTF-16 units; `start` equal to `end` means the template as a whole). */
export interface TemplateMark extends Span {
  readonly finding: Finding
}

const RULES: readonly ((context: LintContext) => readonly Remark[])[] = [
  lintText,
  lintOrigin,
  lintPlaceholders,
  lintWords,
  lintDigest,
]

/** "Recommended that all senders and recipients support, at a minimum, URIs with lengths of 8000 octets" (RFC 9110 §4.1). */
export const MOST_LENGTH = 8000

function tooLong({ text }: TemplateQuestion): readonly Remark[] {
  return text.length > MOST_LENGTH
    ? [{ code: 'template-too-long', start: 0, end: 0, evidence: { length: text.length } }]
    : []
}

/** Severities in the order in which they are told. */
const WEIGHT = { error: 0, warning: 1, info: 2, good: 3 } as const

/**
 * Says everything that is wrong or remarkable in a URI template before it is registered; nothing for an empty text. Findings stand in
 * the order of their weight, then of their place; each names its column (from 1) in its evidence. Linear in the text, never throws.
 */
export function lintTemplate(question: TemplateQuestion): readonly TemplateMark[] {
  if (question.text.trim() === '') return []
  const family = question.family ?? familyOfEvent(question.event)
  const text = question.text.slice(0, MOST_LENGTH)
  const context = { ...question, text, anatomy: dissect(text), filled: family === null || family === 'legacy' }
  return [...tooLong(question), ...RULES.flatMap((rule) => rule(context))]
    .map(({ code, start, end, evidence = {} }) => {
      const column: Evidence = end > start ? { column: start + 1 } : {}
      return { finding: finding(code, { ...column, ...evidence }), start, end }
    })
    .toSorted((a, b) => WEIGHT[a.finding.severity] - WEIGHT[b.finding.severity] || a.start - b.start)
}
