import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { Handlers } from '../../../shared/protocol/table.ts'
import type { SIGNATURE_METHODS } from '../../../shared/protocol/signature.ts'
import type { EngineOptions } from '../core.ts'
import { listKeySets, refreshKeySet } from '../key-sets/registered-keys.ts'
import { checkPastedToken } from '../verify/pasted-token.ts'

/** The methods of tokens and key sets. */
export function signatureMethods({
  trust,
  fetchedKeys,
  clocks,
}: Pick<EngineOptions, 'trust' | 'fetchedKeys' | 'clocks'>): Pick<Handlers, keyof typeof SIGNATURE_METHODS> {
  return {
    'signature.check': ({ token, keySet, sets }) =>
      checkPastedToken(token, keySet, trust.current(), clocks.wall(), sets),
    'keysets.list': () => ({ sets: listKeySets(trust) }),
    'keysets.refresh': async ({ profile }) => {
      if (fetchedKeys === undefined) {
        throw new ProblemError({ code: 'jwks-not-fetched', message: 'This engine keeps no fetched key sets.' })
      }
      return { set: await refreshKeySet(trust, fetchedKeys, profile) }
    },
  }
}
