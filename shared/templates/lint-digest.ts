import type { LintContext, Remark } from './remark.ts'
import { placeholdersOf } from './words.ts'

const WHOLE = { start: 0, end: 0 }

/** The list of digest parameters against the event and the template (domain.md §2.1). */
function listRemarks(list: readonly string[], event: string, present: ReadonlySet<string>): readonly Remark[] {
  const known = placeholdersOf(event)?.filter((name) => name !== 'digest') ?? null
  const unknown = known === null ? [] : list.filter((name) => !known.includes(name))
  const absent = list.filter((name) => !unknown.includes(name) && !present.has(name))
  const needsPayment = known === null || known.includes('paymentId')
  return [
    ...(needsPayment && !list.includes('paymentId')
      ? [{ code: 'template-digest-without-payment-id' as const, ...WHOLE, evidence: { parameters: list } }]
      : []),
    ...unknown.map((name) => ({
      code: 'template-digest-parameter-unknown' as const,
      ...WHOLE,
      evidence: { name, known: known ?? [] },
    })),
    ...absent.map((name) => ({ code: 'template-digest-parameter-absent' as const, ...WHOLE, evidence: { name } })),
  ]
}

/** Digest settings and template have to fit each other; so have the event and the id that it is about. */
export function lintDigest({ anatomy, event, filled, digestParameters: list }: LintContext): readonly Remark[] {
  if (!filled) return []
  const placeholders = anatomy.tokens.filter(({ kind }) => kind === 'placeholder')
  const present = new Set(placeholders.map(({ name }) => name))
  const digest = placeholders.find(({ name }) => name === 'digest')
  const subject = placeholdersOf(event)?.find((name) => name === 'paymentId' || name === 'identifier')
  const missing: readonly Remark[] =
    subject === undefined || present.has(subject)
      ? []
      : [{ code: 'template-payment-id-missing', ...WHOLE, evidence: { placeholder: `{${subject}}` } }]
  if (list === undefined) return missing
  if (list === null) {
    const { start, end } = digest ?? WHOLE
    return digest === undefined ? missing : [...missing, { code: 'template-digest-not-configured', start, end }]
  }
  const asked: readonly Remark[] = digest === undefined ? [{ code: 'template-digest-missing', ...WHOLE }] : []
  return [...missing, ...asked, ...listRemarks(list, event, present)]
}
