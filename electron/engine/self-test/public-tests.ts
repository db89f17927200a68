import type { PublicArrival } from '../../../shared/model/public-arrival.ts'
import { judgePublicTest } from '../../../shared/preflight/public-test.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import { listenerKey } from '../../../shared/protocol/listener-views.ts'
import type { PublicTestView } from '../../../shared/protocol/listener-views.ts'
import type { PublicArrivals } from '../listener/public-arrivals.ts'
import type { Clocks } from '../listener/types.ts'
import type { Listeners } from '../listeners.ts'
import type { PublicTestWish } from './public-test.ts'

export interface PublicTestsParts {
  readonly listeners: Listeners
  readonly clocks: Clocks
  readonly token: string
  readonly arrivals: PublicArrivals
  readonly changed: () => void
}

/** Runs one self-test through a public name; refused when no listener runs. */
export type RunPublicTest = (wish: PublicTestWish) => Promise<Result<PublicTestView>>

/** The listener at which it arrived; else the one that callers would be meant for. */
function concerned(listeners: Listeners, arrival: PublicArrival | null): string | null {
  const listening = listeners.status().filter(({ state }) => state === 'listening')
  const at = ({ scheme, port }: { readonly scheme: string; readonly port: number }) =>
    arrival !== null && arrival.scheme === scheme && arrival.local.port === port
  const found = listening.find(at) ?? listening[0]
  return found === undefined ? null : listenerKey(found)
}

/** Makes the self-test through a public name for the listeners of an engine; its result stands on the card of the one that it reached. */
export function createPublicTest({ listeners, clocks, token, arrivals, changed }: PublicTestsParts): RunPublicTest {
  return async (wish) => {
    if (concerned(listeners, null) === null) {
      const why = 'No listener is running, so nothing can arrive: start one in the settings, then test the public name.'
      return bad('self-test-failed', why)
    }
    // The public suffix list is loaded for the first test, not at the start.
    const { testPublicName } = await import('./public-test.ts')
    const seen = await testPublicName(wish, {
      clocks,
      token,
      authorities: listeners.authorities(),
      arrived: (nonce) => Promise.resolve(arrivals.find(nonce)),
      signal: new AbortController().signal,
    })
    const view = { url: wish.url, at: clocks.wall(), ...judgePublicTest(seen) }
    const key = concerned(listeners, seen.legs.find(({ arrival }) => arrival !== null)?.arrival ?? null)
    const { at, url, state, sentence } = view
    if (key !== null) listeners.publicTested(key, { at, url, state, sentence })
    changed()
    return good(view)
  }
}
