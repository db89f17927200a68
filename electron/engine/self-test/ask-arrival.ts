import { publicArrivalSchema } from '../../../shared/model/public-arrival.ts'
import type { PublicArrival } from '../../../shared/model/public-arrival.ts'
import { ARRIVALS_TARGET } from '../listener/self-test.ts'
import type { Clocks } from '../listener/types.ts'
import { dial } from '../probe/dial.ts'
import { exchange } from '../probe/http-exchange.ts'
import { PROBE_LIMITS, within } from '../probe/limits.ts'
import { openSession } from '../probe/tls/session.ts'
import type { Session } from '../probe/tls/session.ts'
import type { Running } from '../simulate/running.ts'
import { ownAsk } from './own-ask.ts'

const STEP_MS = 5_000

/** A certificate of the user's may carry public names only: then it must be exactly the one that the listener told us of. */
const isKnown = ({ flight }: Session, authorities: readonly string[]): boolean => {
  const [leaf] = flight.certificates
  const body = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '')
  return leaf !== undefined && authorities.some((pem) => body(pem) === leaf.toString('base64'))
}

async function openLocal(url: URL, authorities: readonly string[], signal: AbortSignal) {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const place = { address: host, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) }
  if (url.protocol === 'http:') {
    const dialled = await dial(place, signal)
    return dialled.ok ? dialled.socket : null
  }
  const wish = { place, host, roots: authorities }
  const { socket } = await openSession(wish, signal)
  if (socket !== null) return socket
  const session = await openSession({ ...wish, unverified: true }, signal)
  if (isKnown(session, authorities)) return session.socket
  session.socket?.destroy()
  return null
}

async function askAt(address: string, running: Running, nonce: string, clocks: Clocks): Promise<unknown> {
  const url = new URL(address)
  const signal = within(STEP_MS, new AbortController().signal)
  const socket = await openLocal(url, running.authorities, signal)
  if (socket === null) return undefined
  const ask = ownAsk(url.host, `${ARRIVALS_TARGET}${nonce}`, running.token)
  const { status, bodyStart } = await exchange(socket, ask, PROBE_LIMITS, clocks.monotonic, signal)
  try {
    return status === 200 ? JSON.parse(bodyStart) : undefined
  } catch {
    return undefined
  }
}

/**
 * Asks a running listener of this user, in another process, how the request with this number arrived.
 * @returns null when it did not; undefined when the listener does not tell
 */
export async function askArrival(
  running: Running,
  nonce: string,
  clocks: Clocks,
): Promise<PublicArrival | null | undefined> {
  for (const url of running.urls) {
    const told = publicArrivalSchema.nullable().safeParse(await askAt(url, running, nonce, clocks))
    if (told.success) return told.data
  }
  return undefined
}
