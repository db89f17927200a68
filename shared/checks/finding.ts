import { FINDINGS } from '../facts/findings.ts'
import type { FindingCode } from '../facts/findings.ts'
import type { FindingEntry } from '../facts/findings/entry.ts'
import type { Evidence, Finding, Light, LightState } from '../model/verdict.ts'

const CATALOGUE: Readonly<Record<FindingCode, FindingEntry>> = FINDINGS
const NO_EVIDENCE: Evidence = {}

/** Explanation and advice in one text, made once per code. */
const EXPLANATIONS = new Map<FindingCode, string>()

function explanationOf(code: FindingCode): string {
  const known = EXPLANATIONS.get(code)
  if (known !== undefined) return known
  const { explanation, advice } = CATALOGUE[code]
  const text = advice === null ? explanation : `${explanation} ${advice}`
  EXPLANATIONS.set(code, text)
  return text
}

/** Builds a finding from the catalogue. Evidence must never hold a salt, a password or a key. */
export function finding(
  code: FindingCode,
  evidence: Evidence = NO_EVIDENCE,
  overrides?: Partial<Pick<Finding, 'summary' | 'explanation' | 'severity'>>,
): Finding {
  const { severity, summary, source } = CATALOGUE[code]
  const made = { code, severity, summary, explanation: explanationOf(code), evidence, source }
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
