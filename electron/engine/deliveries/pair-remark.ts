import { withAgentPair } from '../../../shared/checks/deliveries/agent-pair.ts'
import type { Archive } from '../store/types.ts'
import type { Judgement } from '../verify/types.ts'

/**
 * Adds to a judgement what only the requests before it can tell: that it completes a pair of user agents. For whoever shows, prints
 * or exports a callback; the lights do not depend on it, so neither does the pipeline nor judging again.
 * @param delivery number of its delivery; absent: none. A callback that began one costs nothing.
 */
export function withPairRemark(
  { deliveries }: Pick<Archive, 'deliveries'>,
  sequence: number,
  delivery: number | undefined,
  judgement: Judgement,
): Judgement {
  const read = delivery === undefined || delivery === sequence ? null : deliveries.read(delivery)
  return read === null ? judgement : { ...judgement, verdict: withAgentPair(judgement.verdict, read, sequence) }
}
