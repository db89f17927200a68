import type { LintContext, Remark } from './remark.ts'

/** At most so many places of one kind are named: a pasted book is no template. */
const MOST = 20

/** Signs that RFC 3986 allows nowhere, and everything outside of printable ASCII. */
const UNSAFE = /[^\u0021-\u007e]+|["<>\\^`|]+/g

function each(
  text: string,
  pattern: RegExp,
  code: Remark['code'],
  tell?: (found: string) => Remark['evidence'],
): Remark[] {
  const found: Remark[] = []
  for (const { 0: piece, index } of text.matchAll(pattern)) {
    if (found.length === MOST) break
    const evidence = tell?.(piece)
    found.push({ code, start: index, end: index + piece.length, ...(evidence === undefined ? {} : { evidence }) })
  }
  return found
}

const codePoints = (found: string) =>
  [...new Set(found)]
    .slice(0, 10)
    .map((sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)

/** Characters, escapes and braces, wherever they stand. */
export function lintText({ text, anatomy, filled }: LintContext): readonly Remark[] {
  const braces = anatomy.tokens.flatMap(({ kind, start, end }): Remark[] => {
    if (kind === 'open') return [{ code: 'template-brace-open', start, end }]
    return kind === 'closed' ? [{ code: 'template-brace-closed', start, end }] : []
  })
  const fragment = anatomy.segments.find(({ part }) => part === 'fragment')
  return [
    ...braces.slice(0, MOST),
    ...each(text, /&amp;/g, 'template-escaped-ampersand'),
    ...each(text, UNSAFE, 'template-unsafe-character', (found) => ({ characters: codePoints(found) })),
    ...each(text, /%(?![0-9A-Fa-f]{2})/g, 'template-percent'),
    ...(filled ? each(text, /%7B[A-Za-z0-9]{1,40}%7D/gi, 'template-placeholder-encoded') : []),
    ...(fragment === undefined
      ? []
      : [{ code: 'template-fragment' as const, start: fragment.start, end: fragment.end }]),
  ]
}
