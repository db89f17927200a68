import tls from 'node:tls'
import type { SecureContext } from 'node:tls'

/** Sets of authorities that are kept: our own listener's, and those of a few upstreams. */
const MOST_KEPT = 8
const kept = new Map<string, SecureContext>()

/**
 * What a TLS client of ours trusts: the public roots and these certificates (PEM). Made once for each set, since reading some 150 roots
 * takes tens of milliseconds. Throws what OpenSSL says of a certificate that cannot be read.
 */
export function trusting(authorities: readonly string[]): SecureContext {
  const key = authorities.join('\n')
  const known = kept.get(key)
  if (known !== undefined) return known
  const made = tls.createSecureContext({ ca: [...tls.rootCertificates, ...authorities] })
  const oldest = kept.size >= MOST_KEPT ? kept.keys().next() : null
  if (oldest?.done === false) kept.delete(oldest.value)
  kept.set(key, made)
  return made
}
