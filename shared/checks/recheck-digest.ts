import type { DigestSettings, EndpointProfile } from '../model/profile.ts'
import type { LightState } from '../model/verdict.ts'
import { checkDigest } from './digest/check.ts'
import { valuesOf } from './digest/lists.ts'
import type { DigestHash } from './digest/workings.ts'
import { bestTemplate, digestSettingsOf } from './profile-match.ts'
import { legacyByTemplate } from './recognise.ts'
import type { Recognised } from './recognise.ts'
import { parseTarget } from './target.ts'

/** What looking at a target alone can say: the state of the digest light, that nothing can have changed, or nothing. */
export type Recheck = LightState | 'unchanged' | 'unknown'

export interface RecheckParts {
  readonly profiles: readonly EndpointProfile[]
  /** True when the digest settings of this event of this profile are not what they were. */
  readonly changed: (profile: EndpointProfile, event: string) => boolean
  readonly hash: DigestHash
}

/** The good case without a finding: registered list, present salt, one digest, exactly equal. */
function fitsAtOnce({ recognition, digests }: Recognised, settings: DigestSettings, hash: DigestHash): boolean {
  const received = digests[0]?.value
  if (settings.salt === undefined || received === undefined || digests.length !== 1) return false
  const { values } = valuesOf(settings.parameters, recognition.parameters)
  if (values === null) return false
  return hash(settings.algorithm, values.map(({ value }) => value).join('') + (settings.salt ?? '')) === received
}

/** What spoils reading a target without its request: `amp;` names, an absolute form, text beyond ASCII. */
const ODD = /amp;|^[^/]|[^\x20-\x7e]/

/**
 * The digest light of a legacy callback that fits a template, from its target alone, exactly as judging the whole request gives it.
 * It says `unknown` wherever the rest of the request could matter: then the request must be read. Asked only when nothing but digest
 * settings has changed.
 * @param host as hostOf (profile-match.ts) gives it; '' will do when no profile names a host
 */
export function recheckDigest(target: string, host: string, { profiles, changed, hash }: RecheckParts): Recheck {
  if (ODD.test(target)) return 'unknown'
  const parsed = parseTarget(target)
  const match = bestTemplate(profiles, host, parsed)
  // Which of several templates holds is a matter of the host and the body.
  if (match === null || match.tied) return 'unknown'
  const found = legacyByTemplate(match, parsed)
  if (found === null) return 'unknown'
  if (!changed(match.profile, match.event)) return 'unchanged'
  const settings = digestSettingsOf(match.profile, match.event)
  const recognised = { ...found, digestSettings: settings }
  if (settings && fitsAtOnce(recognised, settings, hash)) return 'pass'
  return checkDigest(recognised, hash).light.state
}
