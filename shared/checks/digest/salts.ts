import type { DigestSettings } from '../../model/profile.ts'

/** A salt to try, with the words that name it; the salt itself never stands in evidence. */
export interface CandidateSalt {
  /** null: registered without a salt. */
  readonly salt: string | null
  /** "current salt", "no salt", "until 12 Nov 2025", "old shop", "previous salt 2". */
  readonly label: string
  readonly current: boolean
}

type PreviousSalt = NonNullable<DigestSettings['previousSalts']>[number]

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `2025-11-12` as a person says it: `12 Nov 2025`. */
function dayOf(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${String(Number(day))} ${MONTHS[Number(month) - 1] ?? month} ${year}`
}

/** What tells an older salt from the others: its label, its last or its first day, else its place in the history. */
function labelOf({ label, until, since }: PreviousSalt, index: number): string {
  const time = until === undefined ? (since === undefined ? null : `since ${dayOf(since)}`) : `until ${dayOf(until)}`
  if (label !== undefined) return time === null ? label : `${label}, ${time}`
  return time ?? `previous salt ${String(index + 1)}`
}

/** Salts to try: the current one when it is known, then earlier ones in the order of the profile. */
export function candidateSalts({ salt, previousSalts = [] }: DigestSettings): readonly CandidateSalt[] {
  const earlier = previousSalts.map((old, index) => ({ salt: old.salt, label: labelOf(old, index), current: false }))
  if (salt === undefined) return earlier
  return [{ salt, label: salt === null ? 'no salt' : 'current salt', current: true }, ...earlier]
}
