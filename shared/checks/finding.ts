import { FINDINGS } from '../facts/findings.ts'
import type { FindingCode } from '../facts/findings.ts'
import type { FindingEntry } from '../facts/findings/entry.ts'
import type { Evidence, Finding, Light, LightState } from '../model/verdict.ts'

const CATALOGUE: Readonly<Record<FindingCode, FindingEntry>> = FINDINGS
const NO_EVIDENCE: Evidence = {}

/**
 * Builds a finding from the catalogue. Evidence must never hold a salt, a password or a key. Where something was expected
 * and something else came, the evidence names them `expected` and `received`: whoever shows it puts them side by side.
 */
export function finding(
  code: FindingCode,
  evidence: Evidence = NO_EVIDENCE,
  overrides?: Partial<Pick<Finding, 'summary' | 'explanation' | 'advice' | 'severity' | 'source'>>,
): Finding {
  const { severity, summary, explanation, advice, source } = CATALOGUE[code]
  const made = { code, severity, summary, explanation, advice, evidence, source }
  return overrides === undefined ? made : { ...made, ...overrides }
}

/** The stronger state wins: one failed check outweighs any number of good ones, and `pass` must be earned. */
const STRENGTH: Readonly<Record<LightState, number>> = { 'not-applicable': 0, pass: 1, unchecked: 2, warn: 3, fail: 4 }

/** Puts findings together; the state of the light is the strongest that one of them asks for (none: `unchecked`). */
export function light(...findings: readonly Finding[]): Light {
  let state: LightState | null = null
  for (const { code } of findings) {
    const asked = CATALOGUE[code].state
    if (asked !== undefined && (state === null || STRENGTH[asked] > STRENGTH[state])) state = asked
  }
  return { state: state ?? 'unchecked', findings }
}
