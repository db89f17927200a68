import type { LintContext, Remark } from './remark.ts'
import { partAt } from './tokens.ts'
import type { Token } from './tokens.ts'
import { placeholdersOf } from './words.ts'

const FILLED_PARTS: readonly (string | null)[] = ['path', 'query-value']

/** The known name that was probably meant: equal apart from letter case, white space, dashes and underscores. */
function meant(name: string, known: readonly string[]): string | null {
  const plain = (text: string) => text.replaceAll(/[\s_-]/g, '').toLowerCase()
  return known.find((one) => plain(one) === plain(name)) ?? null
}

function nameRemarks({ name, start, end }: Token, known: readonly string[] | null): readonly Remark[] {
  if (name.trim() === '') return [{ code: 'template-placeholder-empty', start, end }]
  if (known === null || known.includes(name)) return []
  return [{ code: 'template-placeholder-unknown', start, end, evidence: { name, meant: meant(name, known), known } }]
}

function repeatedNames({ anatomy }: LintContext): readonly Remark[] {
  const seen = new Set<string>()
  return anatomy.segments.flatMap(({ part, text, start, end }): Remark[] => {
    if (part !== 'query-name') return []
    if (seen.has(text)) return [{ code: 'template-name-repeated', start, end, evidence: { name: text } }]
    seen.add(text)
    return []
  })
}

/** Placeholders: their names, their places, and what stands between them. */
export function lintPlaceholders(context: LintContext): readonly Remark[] {
  const { anatomy, event, filled } = context
  const known = placeholdersOf(event)
  const found = anatomy.tokens.filter(({ kind }) => kind === 'placeholder')
  if (!filled) return found.slice(0, 1).map(({ start, end }) => ({ code: 'template-not-filled', start, end }))
  const remarks = found.slice(0, 50).flatMap((token, index): readonly Remark[] => {
    const { start, end } = token
    const next = found[index + 1]
    const joined = next?.start === end
    return [
      ...nameRemarks(token, known),
      ...(FILLED_PARTS.includes(partAt(anatomy, start))
        ? []
        : [{ code: 'template-placeholder-place' as const, start, end }]),
      ...(joined ? [{ code: 'template-placeholders-joined' as const, start, end: next.end }] : []),
    ]
  })
  return [...remarks, ...repeatedNames(context)]
}
