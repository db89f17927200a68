import type { FindingCode } from '../facts/findings.ts'

/** The five lights of a callback, in the order in which the window shows them. */
export const LIGHT_NAMES = ['digest', 'signature', 'source', 'transport', 'answer'] as const
export type LightName = (typeof LIGHT_NAMES)[number]

/** `pass` is earned: only after a check against a salt, key or list that was registered or published. */
export const LIGHT_STATES = ['pass', 'warn', 'fail', 'unchecked', 'not-applicable'] as const
export type LightState = (typeof LIGHT_STATES)[number]

/** How much a finding matters; it does not by itself decide the state of its light. */
export const SEVERITIES = ['good', 'info', 'warning', 'error'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What was seen, as plain values that JSON can hold. Secrets (salts, passwords) never stand in evidence. */
export type EvidenceValue = string | number | boolean | null | readonly string[]
export type Evidence = Readonly<Record<string, EvidenceValue>>

/** Why a light has its state. `source` names the sentence of the bank (or the standard) that the rule rests on. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  readonly summary: string
  readonly explanation: string
  /** What to do; null when nothing needs doing. */
  readonly advice: string | null
  readonly evidence: Evidence
  readonly source: string | null
}

export interface Light {
  readonly state: LightState
  readonly findings: readonly Finding[]
}

/** What a token is found to be: its form, its signature, or that nothing can be said without a key. */
export const TOKEN_VERDICTS = ['verified', 'rejected', 'unverifiable', 'malformed'] as const
export type TokenVerdict = (typeof TOKEN_VERDICTS)[number]

/** The signature light also says the verdict on the token and its reason; both null (or absent) without a token. */
export interface SignatureLight extends Light {
  readonly verdict?: TokenVerdict | null | undefined
  readonly reason?: string | null | undefined
}

export type Verdict = Readonly<Record<Exclude<LightName, 'signature'>, Light> & { signature: SignatureLight }>

/** The states alone, in LIGHT_NAMES order: what a row of the inbox shows. */
export type LightStates = readonly [LightState, LightState, LightState, LightState, LightState]

/** Takes a verdict, gives its states in LIGHT_NAMES order. */
export function lightStates(verdict: Verdict): LightStates {
  return [
    verdict.digest.state,
    verdict.signature.state,
    verdict.source.state,
    verdict.transport.state,
    verdict.answer.state,
  ]
}
