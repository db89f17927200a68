import type { Finding, Verdict } from '../../model/verdict.ts'
import { finding, light } from '../finding.ts'
import type { Delivery } from './types.ts'

const named = (agent: string): string => (agent === '' ? 'no user agent' : agent)

/**
 * Says that a request completes a pair of user agents: one attempt of the bank, called for twice (domain.md §1.1 "two different
 * user-agents", §6 no. 13). Looks at what came before it in its attempt and at nothing that came later, so that it is the same on
 * arrival and for ever.
 * @param delivery what the request was grouped into
 * @returns null for the first of a pair, a repetition, or a request of the same agent
 */
function agentPair({ attempts }: Delivery, sequence: number): Finding | null {
  const attempt = attempts.find(({ requests }) => requests.some((one) => one.sequence === sequence))
  const own = attempt?.requests.find((one) => one.sequence === sequence)
  if (attempt === undefined || own === undefined || own.repeat) return null
  const first = attempt.requests.find((one) => one.sequence < sequence && !one.repeat && one.agent !== own.agent)
  if (first === undefined) return null
  return finding('transport-agent-pair', {
    userAgent: named(own.agent),
    firstUserAgent: named(first.agent),
    firstCallback: String(first.sequence),
    apartMs: Math.round(own.at - first.at),
  })
}

/** Adds the remark on a pair of user agents to a verdict; its states stay as they are. */
export function withAgentPair(verdict: Verdict, delivery: Delivery, sequence: number): Verdict {
  const pair = agentPair(delivery, sequence)
  return pair === null ? verdict : { ...verdict, transport: light(...verdict.transport.findings, pair) }
}
