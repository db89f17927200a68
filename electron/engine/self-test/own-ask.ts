import { TOKEN_HEADER } from '../../../shared/simulate/mark.ts'
import type { Ask } from '../probe/http-exchange.ts'

/**
 * A request of our own to a listener of ours.
 * @param mark what the listener knows us by
 */
export function ownAsk(host: string, target: string, mark: string, authorization: string | null = null): Ask {
  const headers = [[TOKEN_HEADER, mark]] as const
  return { method: 'GET', host, target, userAgent: 'Callback-Inspector-Self-Test', authorization, headers }
}
