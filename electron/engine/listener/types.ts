import type { AnswerPlan } from '../../../shared/model/callback.ts'
import type { CallbackFacts, ConnectionEventFacts } from '../../../shared/model/stored.ts'
import type { Limits } from '../../../shared/model/settings.ts'
import type { Problem } from '../../../shared/protocol/errors.ts'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import type { PublicArrivals } from './public-arrivals.ts'

/** One complete request: exact bytes and what the connection knew. `facts.times.stored` and `.answered` are still null. */
export interface CapturedCallback {
  readonly receivedAt: number
  readonly raw: Uint8Array
  readonly facts: CallbackFacts
}

/** Something that never became a callback; `raw` holds its first bytes (at most 64 KiB). */
export interface CapturedTrouble {
  readonly receivedAt: number
  readonly raw: Uint8Array
  readonly facts: ConnectionEventFacts
}

/** What a rule does to a stored callback in place of the planned answer. Delays in milliseconds, without a limit. */
export type ListenerAct =
  | { readonly kind: 'answer'; readonly delayMs: number; readonly plan: AnswerPlan }
  | { readonly kind: 'close' | 'reset'; readonly delayMs: number }
  | { readonly kind: 'silence' }
  /** The answer comes from elsewhere. Never rejects. */
  | { readonly kind: 'fetch'; readonly delayMs: number; readonly fetch: () => Promise<AnswerPlan> }

/** What storing gave: the sequence number and what a rule does, or null when it could not be stored (the answer is then 503). */
export type Stored = { readonly sequence: number; readonly act?: ListenerAct } | null

/** Where the listener hands over what it captured, and asks what to answer. No method may throw. */
export interface CaptureSink {
  /** What to answer to a callback that can be stored. */
  readonly answer: () => AnswerPlan
  /** Must call `done` exactly once, when the callback is durable or has failed. */
  readonly callback: (capture: CapturedCallback, done: (stored: Stored) => void) => void
  /**
   * What became of the answer; called once for each stored callback. `afterMs` counts from the last request byte. `status` is what
   * was written; 0 when a rule gave none.
   */
  readonly answered: (sequence: number, sent: boolean, afterMs: number | null, status: number) => void
  readonly trouble: (event: CapturedTrouble) => void
  /** Something in the status changed. May be called often; the sink gathers. */
  readonly changed: () => void
}

/** Wall clock (ms since 1970) and monotonic clock (ms). Handed in, so that tests can bend them. */
export interface Clocks {
  readonly wall: () => number
  readonly monotonic: () => number
}

/** Key and certificate chain as Node's TLS takes them. */
export interface TlsMaterial {
  readonly key?: string | Buffer
  readonly cert?: string | Buffer
  readonly pfx?: Buffer
  readonly passphrase?: string
}

export interface ListenerOptions {
  readonly scheme: 'https' | 'http'
  readonly host: string
  readonly port: number
  readonly tls: TlsMaterial | null
  readonly limits: Limits
  readonly clocks: Clocks
  /** For the status: what the certificate in `tls` is. */
  readonly certificate?: ListenerStatus['certificate']
  /** Requests whose `X-Callback-Inspector-Demo` header holds exactly this are marked as simulated. */
  readonly demoToken?: string | null
  /** Where marked requests that came through a public name are noted; without it they are callbacks like any other. */
  readonly publicArrivals?: PublicArrivals
}

export interface Listener {
  readonly status: () => ListenerStatus
  /**
   * Connections that could still deliver a request right now (open, and not waiting for our answer): the committer
   * need not wait longer once nobody is left.
   */
  readonly expecting: () => number
  /** Those of them that were made within a second and have not brought a request yet: in their handshake for the most part. */
  readonly arriving: () => number
  /** Takes another certificate for the handshakes to come (renewal): nothing is dropped. A problem leaves the one before. */
  readonly secure: (tls: TlsMaterial, shown: ListenerStatus['certificate']) => Problem | null
  /** Takes no new connections, lets requests in flight be stored and answered (at most `graceMs`), then closes. */
  readonly stop: (graceMs: number) => Promise<void>
}
