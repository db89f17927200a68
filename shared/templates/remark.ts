import type { FindingCode } from '../facts/findings.ts'
import type { Evidence } from '../model/verdict.ts'
import type { Span, TemplateAnatomy } from './tokens.ts'

/** A template and what it is registered for. */
export interface TemplateQuestion {
  readonly text: string
  readonly event: string
  /** The family of the profile; null: the event decides. */
  readonly family: 'legacy' | 'mapi' | 'rco-plus' | 'loan' | null
  /** Names of the digest parameters in order; null: registered without a digest; undefined: not known. */
  readonly digestParameters: readonly string[] | null | undefined
}

/** What the single rules get. */
export interface LintContext extends TemplateQuestion {
  readonly anatomy: TemplateAnatomy
  /** The bank fills placeholders: a legacy event, or one that no list has. */
  readonly filled: boolean
}

/** What a rule says, and where. */
export interface Remark extends Span {
  readonly code: Extract<FindingCode, `template-${string}`>
  readonly evidence?: Evidence
}
