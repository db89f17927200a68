import { DIGEST_LENGTHS } from '../../facts/digest.ts'
import type { DigestAlgorithm } from '../../model/profile.ts'
import type { Finding } from '../../model/verdict.ts'
import { finding } from '../finding.ts'
import { otherAlgorithm } from './workings.ts'

/** Characters of a value that evidence shows. */
const SHOWN = 200

/** True for what has the form of one of the bank's digests: 32 or 40 hexadecimal digits (domain.md §2.1). */
export const looksLikeDigest = (value: string): boolean =>
  /^[0-9A-Fa-f]+$/.test(value) && (value.length === DIGEST_LENGTHS.MD5 || value.length === DIGEST_LENGTHS.SHA1)

/**
 * What is wrong with the form of a digest, or null; the plainest fault first.
 * @param expected the digest that should have come, when it is known
 */
export function formFault(received: string, algorithm: DigestAlgorithm, expected: string | null): Finding | null {
  if (received === '') return finding('digest-empty')
  if (/^(?:\{digest\}|%7Bdigest%7D)$/i.test(received)) return finding('digest-unfilled', { received })
  const trimmed = received.trim()
  if (trimmed !== received) {
    const matchesWithout = expected === null ? null : trimmed.toUpperCase() === expected
    return finding('digest-white-space', { received: received.slice(0, SHOWN), matchesWithout })
  }
  if (looksLikeDigest(received)) return null
  const { length } = received
  return finding('digest-malformed', {
    received: received.slice(0, SHOWN),
    length,
    expectedLength: DIGEST_LENGTHS[algorithm],
  })
}

/** The digest has the length of the algorithm that is not registered; `matching` says what it fits then, or null. */
export function otherAlgorithmFinding(
  received: string,
  registered: DigestAlgorithm,
  matching: { readonly parameters: readonly string[]; readonly salt: string } | null,
): Finding {
  const evidence = { received, registered, looksLike: otherAlgorithm(registered), matches: matching !== null }
  if (matching === null) return finding('digest-other-algorithm', evidence)
  return finding('digest-other-algorithm', { ...evidence, ...matching })
}
