import type { DigestAlgorithm } from './profile.ts'

/** The algorithms of a digest as people write them; profiles and JSON say `SHA1`, as the bank does. */
export const ALGORITHM_NAMES: Readonly<Record<DigestAlgorithm, string>> = { MD5: 'MD5', SHA1: 'SHA-1' }

/** The same for every hash that the fault search tries. */
export const HASH_NAMES = { ...ALGORITHM_NAMES, SHA256: 'SHA-256', SHA384: 'SHA-384', SHA512: 'SHA-512' } as const
