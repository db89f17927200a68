import { randomBytes } from 'node:crypto'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { buildRequest } from '../../../shared/simulate/build-request.ts'
import { TOKEN_HEADER } from '../../../shared/simulate/mark.ts'
import { digestHash } from '../verify/hash.ts'
import type { FoundTarget } from './find-target.ts'
import { sendRequest } from './send-request.ts'

/** An UNFREEZE has no token to sign. */
const unsigned = () => ''

/**
 * Sends one correctly digested UNFREEZE to our own listener, over a real connection.
 * @param token what marks the request as ours (see TOKEN_HEADER)
 * @returns the answered status, or `send-failed` with the reason in words
 */
export async function sendDemo(
  target: FoundTarget,
  token: string,
  monotonic: () => number,
): Promise<Result<{ status: number; url: string }>> {
  const reference = `demo-${randomBytes(3).toString('hex')}`
  const callback = { family: 'legacy', event: 'UNFREEZE', variant: null, reference, uuid: '', created: 0 } as const
  const options = { profile: null, faults: [], path: null, method: 'GET', agent: 0, login: false } as const
  const built = buildRequest(callback, options, { hash: digestHash, sign: unsigned })
  const url = new URL(built.target, target.title).href
  const headers = [...built.headers, [TOKEN_HEADER, token] as const]
  const { status, problem } = await sendRequest(target, { ...built, headers }, monotonic)
  if (status !== null) return good({ status, url })
  return bad('send-failed', `The demonstration callback could not be sent to ${url}: ${problem ?? 'no answer'}.`, {
    url,
  })
}
