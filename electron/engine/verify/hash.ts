import * as crypto from 'node:crypto'
import type { DigestAlgorithm } from '../../../shared/model/profile.ts'

const NAMES = { MD5: 'md5', SHA1: 'sha1' } as const
/** The one-shot form (Node 20.12 and later) is more than twice as fast. */
const oneShot: typeof crypto.hash | undefined = crypto.hash

/** Upper-case hexadecimal MD5 or SHA-1 of a text in UTF-8: what the bank calls a digest (domain.md §2.1). */
export function digestHash(algorithm: DigestAlgorithm, text: string): string {
  const name = NAMES[algorithm]
  const hex = oneShot === undefined ? crypto.createHash(name).update(text).digest('hex') : oneShot(name, text, 'hex')
  return hex.toUpperCase()
}
