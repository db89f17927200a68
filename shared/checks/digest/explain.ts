import { DIGEST_FAULTS } from '../../facts/digest-faults.ts'
import type { FindingCode } from '../../facts/findings.ts'
import type { EndpointProfile } from '../../model/profile.ts'
import type { Finding, Light } from '../../model/verdict.ts'
import type { Recognised } from '../recognise.ts'
import { digestCase } from './case.ts'
import type { DigestCase } from './case.ts'
import { workingsInput } from './check.ts'
import type { SearchLimit } from './faults/allowance.ts'
import { searchFaults } from './faults/search.ts'
import type { SearchResult } from './faults/search.ts'
import type { FaultHash } from './faults/types.ts'
import { workAll } from './workings.ts'
import type { DigestHash, DigestWorking } from './workings.ts'

/** Findings that a cause can be named for. */
const EXPLAINED: readonly FindingCode[] = [
  'digest-mismatch',
  'digest-other-algorithm',
  'digest-malformed',
  'digest-white-space',
  'digest-parameter-missing',
  'digest-no-salt-known',
  'digest-no-profile',
]

/** What a person sees who opens one callback. */
export interface DigestExplanation {
  /** The light, its finding with the cause as its explanation and in its evidence. */
  readonly light: Light
  /** Every list with every salt. */
  readonly workings: readonly DigestWorking[]
  /** What the fault search found; null: there was nothing to explain. */
  readonly search: SearchResult | null
}

const needsCause = ({ code, evidence }: Finding): boolean =>
  EXPLAINED.includes(code) && !(code === 'digest-other-algorithm' && evidence['matches'] === true)

/** A digest that fits without a salt where no salt is known: that is an explanation too. */
function withSaltlessness(result: SearchResult, { saltKnown }: DigestCase): SearchResult {
  const fits =
    result.matches || (result.causes.length > 0 && result.causes.every(({ code }) => code.startsWith('digest-')))
  if (saltKnown || !fits || result.causes.some(({ code }) => HOPELESS.includes(code))) return result
  const missing = { code: 'salt-missing', ...DIGEST_FAULTS['salt-missing'], evidence: {}, explanation: 1 } as const
  return { ...result, causes: [missing, ...result.causes] }
}

const HOPELESS: readonly string[] = ['digest-empty', 'digest-placeholder', 'digest-no-hex']

/** Runs the fault search on a request's digest. */
export function searchCase(known: DigestCase, hash: FaultHash, limit: SearchLimit | null = null): SearchResult {
  return withSaltlessness(searchFaults(known, hash, limit), known)
}

/** The causes of the best explanation: one, or several together. */
const bestOf = ({ causes }: SearchResult): SearchResult['causes'] =>
  causes.filter(({ explanation }) => explanation === 1)

/** The best explanation in one sentence or two; null when there is none. */
export function causeSentence(result: SearchResult): string | null {
  const best = bestOf(result)
  return best.length === 0 ? null : best.map(({ summary }) => summary).join(' ')
}

/** Where the cause is known, what it might have been is no explanation any more. */
function withCause(found: Finding, result: SearchResult): Finding {
  const best = bestOf(result)
  const cause = causeSentence(result)
  const evidence = {
    ...found.evidence,
    cause,
    causeCodes: best.map(({ code }) => code),
    candidatesTried: result.tried,
    ...(result.stopped ? { stoppedByTime: true } : {}),
  }
  if (cause === null) return { ...found, evidence }
  const advice = [...new Set(best.map((one) => one.advice))].join(' ')
  return { ...found, explanation: cause, advice, evidence }
}

/**
 * Says of a judged digest what takes too long while callbacks arrive: every list with every salt, and the cause of a mismatch. State
 * and codes of the light stay as judged, so that judging on arrival, again and on purpose agree.
 */
export function explainDigest(
  found: Recognised,
  judged: { readonly light: Light; readonly workings: readonly DigestWorking[] },
  target: string,
  profiles: readonly EndpointProfile[],
  hashes: { readonly digest: DigestHash; readonly fault: FaultHash },
  limit: SearchLimit | null,
): DigestExplanation {
  const input = workingsInput(found, hashes.digest)
  const workings = input === null ? judged.workings : workAll(input)
  const known = judged.light.findings.some(needsCause) ? digestCase(found, target, profiles) : null
  // Without any salt at hand there is nothing that a search could prove.
  const hopeless = found.digestSettings === undefined && known?.otherSalts.length === 0
  if (known === null || hopeless) return { light: judged.light, workings, search: null }
  const search = searchCase(known, hashes.fault, limit)
  const findings = judged.light.findings.map((one) => (needsCause(one) ? withCause(one, search) : one))
  return { light: { ...judged.light, findings }, workings, search }
}
