import type { DIGEST_METHODS } from '../../shared/protocol/digest.ts'
import type { Handlers } from '../../shared/protocol/table.ts'

/** The methods of the digest workshop, with answers that never change. */
export const fakeDigest: Pick<Handlers, keyof typeof DIGEST_METHODS> = {
  'digest.compute': ({ values, salt }) => ({
    digest: 'CFBAF0FE0ECEC40F32B1A5D2B6B7D9D6',
    input: values.join('') + (salt ?? ''),
    latin1: null,
  }),
  'digest.read': ({ text }) => ({ received: text.trim(), known: null }),
  'digest.ofEntry': () => ({ known: null }),
  'digest.explain': () => ({
    matches: false,
    expected: 'CFBAF0FE0ECEC40F32B1A5D2B6B7D9D6',
    causes: [
      {
        code: 'salt-trailing-newline',
        summary: 'The salt was hashed with a line break (LF) at its end.',
        advice: 'Compare the salt in the shop with the one in the profile, character by character; register it again.',
        evidence: {},
        explanation: 1,
      },
    ],
    tried: 349,
    complete: true,
    stopped: false,
  }),
}
