/** How long each step may take, ms. A step ends at the end of the whole check, whatever its own limit says. */
export interface ProbeLimits {
  readonly resolve: number
  readonly connect: number
  readonly handshake: number
  /** From the request to the head of the answer. Longer than the 5 s of the bank, so that "slow" and "never" can be told apart. */
  readonly answer: number
  /** For the body after the head. */
  readonly body: number
  readonly revocation: number
  readonly total: number
}

export const PROBE_LIMITS: ProbeLimits = {
  resolve: 5_000,
  connect: 5_000,
  handshake: 5_000,
  answer: 10_000,
  body: 3_000,
  revocation: 3_000,
  total: 30_000,
}

/** A signal that fires after `ms`, or with the signal above it. Node's own `timeout` options are only idle timers. */
export function within(ms: number, above: AbortSignal): AbortSignal {
  return AbortSignal.any([above, AbortSignal.timeout(ms)])
}
