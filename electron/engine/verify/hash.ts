import * as crypto from 'node:crypto'
import type { FaultHash, HashName } from '../../../shared/checks/digest/faults/types.ts'
import type { DigestHash } from '../../../shared/checks/digest/workings.ts'

const NAMES: Readonly<Record<HashName, string>> = {
  MD5: 'md5',
  SHA1: 'sha1',
  SHA256: 'sha256',
  SHA384: 'sha384',
  SHA512: 'sha512',
}
/** The one-shot form (Node 20.12 and later) is more than twice as fast. */
const oneShot: typeof crypto.hash | undefined = crypto.hash

function hexOf(name: string, data: string | Buffer): string {
  return oneShot === undefined ? crypto.createHash(name).update(data).digest('hex') : oneShot(name, data, 'hex')
}

/** Lower-case hexadecimal hash of a text in UTF-8, or (`latin1`) with one byte per character: what the fault search tries. */
export const faultHash: FaultHash = (name, text, encoding) =>
  hexOf(NAMES[name], encoding === 'latin1' ? Buffer.from(text, 'latin1') : text)

/** Upper-case hexadecimal MD5 or SHA-1 of a text in UTF-8: what the bank calls a digest (domain.md §2.1). */
export const digestHash: DigestHash = (algorithm, text) => hexOf(NAMES[algorithm], text).toUpperCase()
