import type { RequestHead } from '../../shared/model/callback.ts'
import type { StoredEntry } from '../../shared/model/stored.ts'
import type { Light } from '../../shared/model/verdict.ts'
import { parseHead } from './listener/wire/head.ts'
import { createJudge } from './verify/judge.ts'
import type { Judge, Judgement } from './verify/types.ts'

const UNCHECKED: Light = { state: 'unchecked', findings: [] }

function headOf(entry: StoredEntry): RequestHead {
  const headLength = entry.facts.kind === 'callback' ? entry.facts.headLength : 0
  return parseHead(entry.raw, headLength)
}

/** What stands for a callback that our own checks failed on: nothing is claimed, and its bytes are there to look at. */
function unjudged(entry: StoredEntry): Judgement {
  return {
    head: headOf(entry),
    recognition: {
      family: 'unknown',
      eventType: null,
      reference: null,
      parameters: [],
      digest: null,
      jws: null,
      matchedBy: 'none',
      profileName: null,
      template: null,
      notes: [],
    },
    verdict: { digest: UNCHECKED, signature: UNCHECKED, source: UNCHECKED, transport: UNCHECKED, answer: UNCHECKED },
    digest: [],
    jws: null,
    bodyText: '',
  }
}

/**
 * The judge of the running engine. It follows the setting for decoded bodies, and a fault of a check (a defect of ours)
 * costs the verdict of one callback, never the judging of those behind it.
 * @param decodedBytes the limit as it stands now
 * @param fault told of a defect, with the sequence number of the callback
 * @param make makes the judge that is guarded; tests put a broken one in
 */
export function createGuardedJudge(
  decodedBytes: () => number,
  fault: (sequence: number, thrown: unknown) => void,
  make: (options: { readonly decodedBytes: number }) => Judge = createJudge,
): Judge {
  let limit = decodedBytes()
  let judge = make({ decodedBytes: limit })
  const current = (): Judge => {
    if (limit !== decodedBytes()) {
      limit = decodedBytes()
      judge = make({ decodedBytes: limit })
    }
    return judge
  }
  return (entry, trust) => {
    const failed = (thrown: unknown): Judgement => {
      fault(entry.sequence, thrown)
      return unjudged(entry)
    }
    try {
      const judgement = current()(entry, trust)
      return judgement instanceof Promise ? judgement.catch(failed) : judgement
    } catch (thrown) {
      return failed(thrown)
    }
  }
}
