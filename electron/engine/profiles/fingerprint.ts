import { createHash } from 'node:crypto'

/** Keeps the fingerprint of a secret apart from every other hash of the same text. Part of the format: never changed. */
const DOMAIN = 'callback-inspector secret fingerprint 1\n'

/**
 * A short name for a secret, so that two people can tell on the phone whether they hold the same one: the first eight hex digits
 * of SHA-256 over a fixed line and the UTF-8 bytes of the secret, in two groups (`3f7a 91c2`). Equal secrets have equal
 * fingerprints on every machine; different ones share it once in four thousand million.
 */
export function fingerprintOf(secret: string): string {
  const hex = createHash('sha256').update(DOMAIN).update(secret, 'utf8').digest('hex')
  return `${hex.slice(0, 4)} ${hex.slice(4, 8)}`
}
