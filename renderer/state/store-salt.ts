import type { ProfileDraft } from '../../shared/model/profile.ts'
import type { DigestAlgorithm } from '../../shared/model/profile.ts'
import { digestFor, eventIn, retireSalt, withEvent } from './profile-draft.ts'
import type { DigestDraft } from './profile-draft.ts'

/** What the workshop found to be right. */
export interface FoundSalt {
  readonly salt: string
  readonly algorithm: DigestAlgorithm
  readonly parameters: readonly string[]
  /** The event that it is for; null: every event of the profile. */
  readonly eventType: string | null
  /** A day as 2025-11-12. */
  readonly today: string
  /** Where this very salt stands in the profile already, by the paths of its secrets. */
  readonly known: readonly string[]
}

const isKnown = (salt: DigestDraft['salt'], { known }: FoundSalt): boolean =>
  typeof salt === 'object' && salt !== null && 'keep' in salt && known.includes(salt.keep)

function settingsWith(digest: DigestDraft | null | undefined, found: FoundSalt): DigestDraft {
  const { algorithm, parameters, salt, today } = found
  if (!digest) return { algorithm, parameters: [...parameters], salt: salt === '' ? null : salt }
  if (isKnown(digest.salt, found)) return digest
  const fresh = digest.salt === undefined ? digest : retireSalt(digest, today)
  const { previousSalts, ...rest } = fresh
  // A salt that comes back is no previous one any more.
  const others = previousSalts?.filter((old) => !isKnown(old.salt, found))
  const history = others === undefined || others.length === 0 ? {} : { previousSalts: others }
  return { ...rest, salt: salt === '' ? null : salt, ...history }
}

/**
 * Puts a salt into a profile: where the event has digest settings of its own there, else into those of the profile. The salt that held
 * before is kept as the newest of the previous ones. Settings that are not there yet get the workshop's algorithm and list; a salt that
 * holds already changes nothing.
 */
export function withFoundSalt(draft: ProfileDraft, found: FoundSalt): ProfileDraft {
  const { eventType } = found
  const own = eventType === null ? undefined : eventIn(draft, eventType).digest
  if (eventType === null || own === undefined) return { ...draft, digest: settingsWith(draft.digest, found) }
  return withEvent(draft, eventType, {
    ...eventIn(draft, eventType),
    digest: settingsWith(digestFor(draft, eventType), found),
  })
}
