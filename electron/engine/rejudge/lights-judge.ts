import { createJudge, createSignatureJudge } from '../verify/judge.ts'
import { createDigestLights } from './digest-lights.ts'
import type { LightsJudge, SweepTrust } from './judged-lights.ts'
import { requestLights } from './request-lights.ts'
import type { RequestJudges } from './request-lights.ts'
import { trustChange } from './trust-change.ts'

const NOTHING = { asked: 0, changes: [], open: [] } as const

/** Makes the judge of a sweep. It is the same on the engine's thread and beside it, so that both say the same. */
export function createLightsJudge(
  { before, after, simulated, decodedBytes }: SweepTrust,
  judges: Pick<RequestJudges, 'judge' | 'judgeSignature'> = {
    judge: createJudge({ decodedBytes }),
    judgeSignature: createSignatureJudge({ decodedBytes }),
  },
): LightsJudge {
  const change = trustChange(before, after)
  const keysChanged = change.kind === 'keys' ? change.changed : null
  const digests = change.kind === 'digest' ? createDigestLights(after.profiles, change.changed) : () => NOTHING
  const whole: RequestJudges = { ...judges, trustFor: (facts) => (facts.simulated ? simulated : after) }
  return async (question) =>
    question.kind === 'digests'
      ? digests(question.text)
      : await requestLights(whole, question.rows, question.kind === 'tokens' ? keysChanged : null)
}
