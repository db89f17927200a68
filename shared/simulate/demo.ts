import type { EndpointProfile } from '../model/profile.ts'

/**
 * The endpoint that the demonstration plays: the bank's own published example of a salted digest
 * (https://developers.resurs.com/configuration-service/callbacks/update: SHA-1, parameter paymentId, salt SecretHashSalt).
 * It is trusted for callbacks that our own sender marked, and for nothing else: its salt is public.
 */
export const DEMO_PROFILE: EndpointProfile = {
  version: 1,
  name: 'Demonstration',
  environment: 'lab',
  family: 'legacy',
  digest: { algorithm: 'SHA1', parameters: ['paymentId'], salt: 'SecretHashSalt' },
  events: {
    UNFREEZE: { uriTemplate: '/demo/unfreeze?paymentId={paymentId}&digest={digest}' },
  },
  sources: [],
  proxies: [],
}

/** Header that marks a request of our own sender; its value must be the token that only this engine run knows. */
export const DEMO_HEADER = 'X-Callback-Inspector-Demo'

/** The target of one demonstration callback. `digest` is the upper-case SHA-1 of payment id and salt. */
export function demoTarget(paymentId: string, digest: string): string {
  return `/demo/unfreeze?paymentId=${encodeURIComponent(paymentId)}&digest=${digest}`
}
