import { ProblemError, bad } from '../../shared/protocol/errors.ts'
import type { Handlers } from '../../shared/protocol/table.ts'

type SignatureHandlers = Pick<Handlers, 'signature.check' | 'keysets.list' | 'keysets.refresh'>

/** A token that can be read and not verified, and no key sets. */
export const fakeSignature: SignatureHandlers = {
  'signature.check': () => ({
    light: {
      state: 'unchecked',
      findings: [
        {
          code: 'jws-no-key-set',
          severity: 'info',
          summary: 'No key set is registered',
          explanation: 'The token can be read, but not verified.',
          advice: 'Paste a key set, or add one to a profile.',
          evidence: { kid: 'key-1' },
          source: null,
        },
      ],
    },
    kind: 'token',
    jws: {
      token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln',
      tokenLength: 29,
      place: null,
      headerText: '{"alg":"RS256","kid":"key-1"}',
      payloadText: '{"iss":"resurs","exp":1763721727}',
      payloadLength: 33,
      keyId: 'key-1',
      verifiedBy: null,
      comparison: { state: 'no-event-in-body', fields: [], more: 0 },
      times: [{ claim: 'exp', written: '1763721727', at: 1_763_721_727_000, state: 'met' }],
    },
    keySet: null,
  }),
  'keysets.list': () => ({ sets: [] }),
  'keysets.refresh': () => {
    throw new ProblemError(bad('not-found', 'No profile names an address.').problem)
  },
}
