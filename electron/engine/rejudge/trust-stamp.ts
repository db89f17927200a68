import { createHash } from 'node:crypto'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import type { KeySet, TrustBase } from '../verify/types.ts'

/** Key sets as far as verdicts read them: where a set came from, and when, is no part of it. */
export const stampedKeySets = (keySets: readonly KeySet[]): unknown =>
  keySets.map(({ name, profileName, keys, remarks, source: _source, ...rest }) => ({
    ...rest,
    name,
    profileName,
    remarks,
    keys: keys.map(({ key, ...facts }) => [key !== null, facts]),
  }))

/** A profile without what no row shows. The ladder stays: attempt numbers follow it. */
export function stampedProfile(profile: EndpointProfile): Omit<EndpointProfile, 'answerRules' | '$schema'> {
  const { answerRules: _answerRules, $schema: _schema, ...rest } = profile
  return rest
}

/**
 * A short name for everything that a verdict (and an attempt number) rests on beside the callback itself: profiles with their salts, keys, lists, and the
 * rules of this version of the program. Two equal stamps: judging again changes nothing. It tells nothing about the salts that
 * the digests in the archive do not tell as well.
 */
export function trustStamp(trust: TrustBase, version: string): string {
  const { profiles, keySets, ...rest } = trust
  const text = JSON.stringify([version, profiles.map(stampedProfile), stampedKeySets(keySets), rest])
  return createHash('sha256').update(text).digest('base64url')
}
