import type { HeaderPair } from './callback.ts'

/** What an upstream answered when a rule passed a callback on, or why it gave nothing. */
export interface UpstreamAnswer {
  /** Scheme, host and port of the rule. */
  readonly url: string
  /** null when no answer came that could be passed on. */
  readonly status: number | null
  /** As received; headers of the connection itself included. */
  readonly headers: readonly HeaderPair[]
  readonly body: Uint8Array
  /** From the first byte sent to the last byte received, or to the failure, ms. */
  readonly elapsedMs: number
  /** One sentence: why there is no answer; null when there is one. */
  readonly problem: string | null
}
