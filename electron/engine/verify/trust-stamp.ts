import { createHash } from 'node:crypto'
import type { KeySet, TrustBase } from './types.ts'

const keysOf = ({ name, profileName, keys, remarks }: KeySet): unknown => ({
  name,
  profileName,
  remarks,
  keys: keys.map(({ keyId, numbers, refused, repaired }) => [keyId, numbers, refused, repaired]),
})

/**
 * A short name for everything that a verdict rests on beside the callback itself: profiles with their salts, keys, lists, and the
 * rules of this version of the program. Two equal stamps: judging again changes nothing. It tells nothing about the salts that
 * the digests in the archive do not tell as well.
 */
export function trustStamp(trust: TrustBase, version: string): string {
  const { profiles, keySets, unreadable = [], surroundings = null } = trust
  const facts = profiles.map(({ answerRules: _answerRules, ladder: _ladder, ...rest }) => rest)
  const text = JSON.stringify([version, facts, keySets.map(keysOf), unreadable, surroundings])
  return createHash('sha256').update(text).digest('base64url')
}
