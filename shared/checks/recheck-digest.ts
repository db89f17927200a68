import { DIGEST_LENGTHS } from '../facts/digest.ts'
import type { DigestSettings, EndpointProfile } from '../model/profile.ts'
import type { LightState } from '../model/verdict.ts'
import { checkDigest, mismatchState } from './digest/check.ts'
import { attemptsOf } from './digest/workings.ts'
import type { Attempt, DigestHash } from './digest/workings.ts'
import { loneTemplates } from './lone-template.ts'
import type { LoneTemplate } from './lone-template.ts'
import { bestTemplate, digestSettingsOf, templatesIn } from './profile-match.ts'
import { isLegacyTemplate, legacyByTemplate } from './recognise.ts'
import { parseTarget } from './target.ts'

/** What looking at a target alone can say: the state of the digest light, that nothing can have changed, or nothing. */
export type Recheck = LightState | 'unchanged' | 'unknown'

export interface RecheckParts {
  readonly profiles: readonly EndpointProfile[]
  /** True when the digest settings of this event of this profile are not what they were. */
  readonly changed: (profile: EndpointProfile, event: string) => boolean
  readonly hash: DigestHash
}

/** What spoils reading a target without its request: `amp;` names, an absolute form, text beyond ASCII. */
const ODD = /amp;|^[^/]|[^\x20-\x7e]/

/**
 * The digest light of a legacy callback that fits a template, from its target alone, exactly as judging the whole request gives it.
 * It says `unknown` wherever the rest of the request could matter: then the request must be read.
 */
function recheckAny(target: string, host: string, { profiles, changed, hash }: RecheckParts): Recheck {
  if (ODD.test(target)) return 'unknown'
  const parsed = parseTarget(target)
  const match = bestTemplate(profiles, host, parsed)
  // Which of several templates holds is a matter of the host and the body.
  if (match === null || match.tied) return 'unknown'
  const found = legacyByTemplate(match, parsed)
  if (found === null) return 'unknown'
  if (!changed(match.profile, match.event)) return 'unchanged'
  return checkDigest(found, hash).light.state
}

/** What is known of all targets that one lone template fits, so that only hashing is left for each. */
interface Prepared extends Omit<LoneTemplate, 'profile' | 'event' | 'template'> {
  /** Nothing that its digest rests on has changed. */
  readonly unchanged: boolean
  readonly algorithm: DigestSettings['algorithm']
  /** Groups of the pattern: where the digest stands, and what the attempts are made of. */
  readonly digestAt: number
  readonly attempts: readonly Attempt[]
  /** The first attempt is the registered list with the current salt. */
  readonly firstIsRight: boolean
  readonly otherwise: LightState
}

const HEXADECIMAL = /^[0-9A-Fa-f]+$/

/** Works out once what the targets of a template share; nothing for templates that digests are not to be checked for so simply. */
function prepare(lone: LoneTemplate, changed: RecheckParts['changed']): readonly Prepared[] {
  const { profile, event, start, pattern, names, host } = lone
  const settings = digestSettingsOf(profile, event)
  const digestAt = names.indexOf('digest') + 1
  if (!isLegacyTemplate(profile, event) || digestAt === 0) return []
  if (!settings) return changed(profile, event) ? [] : [unchangedOnly(lone)]
  const parameters = names.filter((name) => name !== 'digest')
  const attempts = attemptsOf(settings, event, parameters).map(({ places, salt }) => ({
    places: places.map((place) => names.indexOf(parameters[place] ?? '') + 1),
    salt,
  }))
  const filled = parameters.map((name) => ({ name, value: '', raw: '' }))
  return [
    {
      ...{ start, pattern, names, host, digestAt, attempts },
      unchanged: !changed(profile, event),
      algorithm: settings.algorithm,
      firstIsRight: settings.salt !== undefined && settings.parameters.every((name) => parameters.includes(name)),
      otherwise: mismatchState(settings, filled, attempts.length),
    },
  ]
}

function unchangedOnly({ start, pattern, names, host }: LoneTemplate): Prepared {
  const nothing = { attempts: [], firstIsRight: false, otherwise: 'unchecked' } as const
  return { start, pattern, names, host, unchanged: true, algorithm: 'MD5', digestAt: 0, ...nothing }
}

/** Hashes attempt by attempt. null: something other than the plain good case fits, or the digest has another form. */
function compare(prepared: Prepared, groups: RegExpExecArray, hash: DigestHash): LightState | null {
  const { algorithm, digestAt, attempts, firstIsRight, otherwise } = prepared
  const received = groups[digestAt] ?? ''
  if (received.length !== DIGEST_LENGTHS[algorithm] || !HEXADECIMAL.test(received)) return null
  const upper = received.toUpperCase()
  for (const attempt of attempts) {
    let text = ''
    for (const place of attempt.places) text += groups[place] ?? ''
    if (hash(algorithm, text + attempt.salt) !== upper) continue
    return attempt === attempts[0] && firstIsRight && upper === received ? 'pass' : null
  }
  return otherwise
}

/**
 * Makes what gives the digest light of a legacy callback from its target alone, exactly as judging the whole request gives it, or
 * `unknown` wherever the rest of the request could matter. Asked only when nothing but digest settings has changed. Targets in just
 * the form of a template that is the only one to fit (nearly all) are hashed at once.
 * @returns takes the target, and the host as hostOf (profile-match.ts) gives it; '' will do when no profile names a host
 */
export function digestRecheck(parts: RecheckParts): (target: string, host: string) => Recheck {
  const { profiles, changed, hash } = parts
  const prepared = loneTemplates(templatesIn(profiles)).flatMap((lone) => prepare(lone, changed))
  return (target, host) => {
    for (const one of prepared) {
      if (!target.startsWith(one.start) || (one.host !== null && one.host !== host)) continue
      const groups = one.pattern.exec(target)
      if (groups === null) continue
      return one.unchanged ? 'unchanged' : (compare(one, groups, hash) ?? recheckAny(target, host, parts))
    }
    return recheckAny(target, host, parts)
  }
}
