import { explainDigest } from '../../../shared/checks/digest/explain.ts'
import type { SearchLimit } from '../../../shared/checks/digest/faults/allowance.ts'
import type { SearchResult } from '../../../shared/checks/digest/faults/search.ts'
import { recognise } from '../../../shared/checks/recognise.ts'
import { digestHash, faultHash } from './hash.ts'
import type { Judgement, TrustBase } from './types.ts'

/** A judgement for somebody who looks at one callback. */
export interface Explained {
  readonly judgement: Judgement
  /** What the fault search found for its digest; null: it was not needed. */
  readonly digestSearch: SearchResult | null
}

/**
 * Adds what is too dear for every callback that arrives: the whole table of digests, and the cause of one that does not match. Asked
 * for when a callback is opened and by `judge`, never by the pipeline: a flood of forged digests must cost no more than one of good
 * ones, and judging a million again no more than hashing. States and codes stay as they were judged.
 * @param limit when the search for the cause has to end; null: after everything that is affordable
 */
export function explained(judgement: Judgement, trust: TrustBase, limit: SearchLimit | null): Explained {
  const { head, bodyText, verdict, digest } = judgement
  const found = recognise(head, bodyText, trust.profiles)
  const hashes = { digest: digestHash, fault: faultHash }
  const judged = { light: verdict.digest, workings: digest }
  const { light, workings, search } = explainDigest(found, judged, head.target, trust.profiles, hashes, limit)
  return {
    judgement: { ...judgement, verdict: { ...verdict, digest: light }, digest: workings },
    digestSearch: search,
  }
}
