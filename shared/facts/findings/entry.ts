/** One row of the catalogue of findings. */
export interface FindingEntry {
  /** `template`: said of a URI template, `payment`: of all callbacks of a payment; neither of a single callback. */
  readonly light: 'digest' | 'signature' | 'source' | 'transport' | 'answer' | 'note' | 'template' | 'payment'
  readonly severity: 'good' | 'info' | 'warning' | 'error'
  /** The state that this finding asks for; the strongest one wins. Absent: it says something without deciding. */
  readonly state?: 'pass' | 'warn' | 'fail' | 'unchecked' | 'not-applicable'
  readonly summary: string
  /** What it means. */
  readonly explanation: string
  /** What to do; null when nothing needs doing. */
  readonly advice: string | null
  readonly source: string | null
}
