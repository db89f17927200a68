import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { rootCertificates } from 'node:tls'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { SELF_TEST_TARGET } from '../listener/self-test.ts'
import type { Clocks } from '../listener/types.ts'
import { dial } from '../probe/dial.ts'
import { exchange } from '../probe/http-exchange.ts'
import { PROBE_LIMITS, within } from '../probe/limits.ts'
import { openSession } from '../probe/tls/session.ts'
import type { Session } from '../probe/tls/session.ts'
import { reachableHost, serverName } from '../simulate/find-target.ts'
import { ownAsk } from './own-ask.ts'

/** What the test of one listener gave. */
export interface SelfTested {
  readonly ok: boolean
  /** For the user: what answered, or what went wrong and what to do. */
  readonly sentence: string
  /** The certificates that the listener showed, as presented; null over plain HTTP, or when none came. */
  readonly chain: Session['flight'] | null
}

export interface SelfTestParts {
  readonly clocks: Clocks
  /** Marks requests of our own. */
  readonly token: string
  /** PEM certificates to trust: our own authority, or the user's chain. */
  readonly authorities: readonly string[]
}

const STEP_MS = 5_000

type Opened = { readonly socket: TLSSocket | Socket; readonly chain: SelfTested['chain'] } | SelfTested

const failed = (sentence: string, chain: SelfTested['chain'] = null): SelfTested => ({ ok: false, sentence, chain })

async function open(status: ListenerStatus, parts: SelfTestParts, signal: AbortSignal): Promise<Opened> {
  const place = { address: reachableHost(status.host), port: status.port }
  const url = status.url ?? `${place.address}:${String(place.port)}`
  if (status.scheme === 'http') {
    const dialled = await dial(place, signal)
    if (dialled.ok) return { socket: dialled.socket, chain: null }
    return failed(`${url} takes no connection (${dialled.code ?? dialled.outcome}). Restart the listeners.`)
  }
  // A chain of the user's leads to a public root; what we made, or a company made, is trusted as it stands.
  const publicToo = status.certificate?.kind === 'generated' ? [] : rootCertificates
  const wish = { place, host: serverName(status), roots: [...publicToo, ...parts.authorities] }
  const session = await openSession(wish, signal)
  if (session.socket !== null) return { socket: session.socket, chain: session.flight }
  const why = session.error ?? 'unknown'
  const shown = session.flight.certificateBytes > 0
  const sentence = shown
    ? `${url} answers, but its own certificate is refused (${why}).`
    : `${url} does not finish the TLS handshake (${why}). Restart the listeners.`
  return failed(sentence, shown ? session.flight : null)
}

/**
 * Tests a listener the way a caller meets it: a real connection, the TLS handshake, a request and its answer. Nothing of it is kept
 * as a callback. Never rejects, ends within some seconds.
 */
export async function testListener(status: ListenerStatus, parts: SelfTestParts): Promise<SelfTested> {
  const signal = within(STEP_MS, new AbortController().signal)
  const opened = await open(status, parts, signal)
  if (!('socket' in opened)) return opened
  const ask = ownAsk(serverName(status), SELF_TEST_TARGET, parts.token)
  const limits = { ...PROBE_LIMITS, answer: STEP_MS, body: 1_000 }
  const answer = await exchange(opened.socket, ask, limits, parts.clocks.monotonic, signal)
  if (answer.status === 204) return { ok: true, sentence: `Answered in ${String(answer.ms)} ms.`, chain: opened.chain }
  const said = answer.status === null ? (answer.reason ?? answer.outcome) : `status ${String(answer.status)}`
  return failed(
    `${status.url ?? 'The listener'} took the request of the self-test, but answered wrongly (${said}).`,
    opened.chain,
  )
}
