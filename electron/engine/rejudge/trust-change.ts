import { digestSettingsOf } from '../../../shared/checks/profile-match.ts'
import type { KeysChanged } from '../../../shared/checks/judge.ts'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import { keysInText } from '../verify/jws.ts'
import type { TrustBase } from '../verify/types.ts'
import { stampedKeySets, stampedProfile } from './trust-stamp.ts'

/** How much of a verdict a change of salts, keys or lists can touch. */
export type TrustChange =
  /** Digest settings only: nothing but the digest light of legacy callbacks. */
  | { readonly kind: 'digest'; readonly changed: (profile: EndpointProfile, event: string) => boolean }
  /** Keys only: nothing but the signature light of callbacks with a token. */
  | { readonly kind: 'keys'; readonly changed: KeysChanged }
  | { readonly kind: 'everything' }

/** A profile without what only the digest check reads. */
function withoutDigests(profile: EndpointProfile): unknown {
  const { digest: _digest, events, ...rest } = stampedProfile(profile)
  return { ...rest, events: Object.entries(events).map(([name, { digest: _own, ...event }]) => [name, event]) }
}

function withoutKeys(profile: EndpointProfile): unknown {
  const { keySet: _keySet, ...rest } = stampedProfile(profile)
  return rest
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
/** Key sets, and what is said of those that are missing. */
function keysOf({ keySets, profiles: _profiles, surroundings: _surroundings, ...missing }: TrustBase): unknown {
  return [stampedKeySets(keySets), missing]
}

/** Absent settings are judged otherwise than null, and must not look the same. */
function settingsOf(profile: EndpointProfile, event: string): unknown {
  const settings = digestSettingsOf(profile, event)
  return settings === undefined ? 'unsaid' : settings
}

/** Which events of which profiles have other digest settings than before; worked out once for each. */
function changedSettings(before: TrustBase): (profile: EndpointProfile, event: string) => boolean {
  const earlier = new Map(before.profiles.map((profile) => [profile.name, profile]))
  const known = new Map<EndpointProfile, Map<string, boolean>>()
  return (profile, event) => {
    const events = known.get(profile) ?? new Map<string, boolean>()
    known.set(profile, events)
    const found = events.get(event)
    if (found !== undefined) return found
    const old = earlier.get(profile.name)
    const changed = old === undefined || !same(settingsOf(old, event), settingsOf(profile, event))
    events.set(event, changed)
    return changed
  }
}

/** Requests name any key: what was worked out for more names than key sets hold is not kept. */
const MOST_KEPT = 5_000

/** Which tokens, by the key that they name and the profile that covers them, meet other keys than before. */
function changedKeys(before: TrustBase, after: TrustBase): KeysChanged {
  const known = new Map<string, boolean>()
  return (keyId, profileName) => {
    const name = JSON.stringify([keyId, profileName])
    const found = known.get(name)
    if (found !== undefined) return found
    const changed = keysInText(before, keyId, profileName) !== keysInText(after, keyId, profileName)
    if (known.size < MOST_KEPT) known.set(name, changed)
    return changed
  }
}

/**
 * Says how far a change of the trust base reaches. Recognition reads no salts and no keys, the digest check no keys, the signature
 * check no salts; each of the other lights reads neither.
 * @param before what all rows were judged with; null when that is not known
 */
export function trustChange(before: TrustBase | null, after: TrustBase): TrustChange {
  if (before === null || !same(before.surroundings, after.surroundings)) return { kind: 'everything' }
  const equalKeys = same(keysOf(before), keysOf(after))
  if (equalKeys && same(before.profiles.map(withoutDigests), after.profiles.map(withoutDigests))) {
    return { kind: 'digest', changed: changedSettings(before) }
  }
  if (same(before.profiles.map(withoutKeys), after.profiles.map(withoutKeys)))
    return { kind: 'keys', changed: changedKeys(before, after) }
  return { kind: 'everything' }
}
