import type { TemplateMark } from '../../shared/templates/lint.ts'
import { tokensOf } from '../../shared/templates/tokens.ts'

/** A stretch of a template that is drawn in one way. */
export interface TemplateStretch {
  readonly start: number
  readonly text: string
  readonly kind: 'text' | 'placeholder'
  /** The weightiest remark that touches it; null: none. */
  readonly worst: 'error' | 'warning' | 'info' | null
  /** The remarks that touch it, for the pointer. */
  readonly title: string | undefined
}

const WEIGHT = ['error', 'warning', 'info'] as const

/** So many stretches are told apart: a template of nothing but braces has thousands, and each is an element of the page. */
export const MOST_STRETCHES = 400

/**
 * Cuts a template where a placeholder or a remark begins or ends. Gives every character once, in order; what is behind the first 400
 * stretches is one more.
 */
export function templateStretches(text: string, marks: readonly TemplateMark[]): readonly TemplateStretch[] {
  const tokens = tokensOf(text)
  const cuts = new Set([0, text.length])
  for (const { start, end } of [...tokens, ...marks]) {
    cuts.add(Math.min(start, text.length))
    cuts.add(Math.min(end, text.length))
  }
  const places = [...cuts].toSorted((a, b) => a - b)
  if (places.length > MOST_STRETCHES + 2) places.splice(MOST_STRETCHES, places.length - MOST_STRETCHES - 1)
  let token = 0
  return places.slice(0, -1).map((start, index): TemplateStretch => {
    const end = places[index + 1] ?? text.length
    while ((tokens[token]?.end ?? Infinity) <= start) token++
    const touching = marks.filter((mark) => mark.start < end && mark.end > start)
    const worst = WEIGHT.find((severity) => touching.some(({ finding }) => finding.severity === severity)) ?? null
    return {
      start,
      text: text.slice(start, end),
      kind: tokens[token]?.kind === 'placeholder' ? 'placeholder' : 'text',
      worst,
      title: touching.length === 0 ? undefined : touching.map(({ finding }) => finding.summary).join(' '),
    }
  })
}
