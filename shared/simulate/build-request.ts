import type { HeaderPair } from '../model/callback.ts'
import type { EndpointProfile } from '../model/profile.ts'
import type { DigestHash } from '../checks/digest/workings.ts'
import { digestSettingsOf, eventSettings } from '../checks/profile-match.ts'
import { authorizationFor } from '../respond/login.ts'
import { expandTemplate } from '../templates/expand.ts'
import { plainBody } from './bodies.ts'
import type { PlayedCallback } from './bodies.ts'
import { DEMO_PROFILE, OWN_PATHS, ownTemplate } from './demo.ts'
import type { FaultId } from './faults.ts'
import { loanBody } from './token.ts'
import type { Sign } from './token.ts'

/** What only the engine can do. */
export interface BuildTools {
  readonly hash: DigestHash
  readonly sign: Sign
}

export interface BuildOptions {
  /** The endpoint that is played for; null: the simulator's own. */
  readonly profile: EndpointProfile | null
  readonly faults: readonly FaultId[]
  /** Path of the address that the user entered; null: none, so that the simulator's own paths are used. */
  readonly path: string | null
  readonly method: 'POST' | 'GET'
  /** 0 or 1: the bank has two user agents. */
  readonly agent: number
  /** Send the credentials of the profile. */
  readonly login: boolean
}

/** One request, complete but for Host and our own marks. */
export interface BuiltRequest {
  readonly method: 'POST' | 'GET'
  /** Path and query. */
  readonly target: string
  readonly headers: readonly HeaderPair[]
  readonly body: string
}

/** One of the two agents names Java (domain.md §1.1); what exactly they say is not published: these are constructed. */
export const USER_AGENTS = ['Java/1.8.0_352', 'Apache-HttpClient/4.5.13 (Simulator)'] as const

/** Values of the placeholders, but for the digest. */
function valuesOf({ event, variant, reference }: PlayedCallback): ReadonlyMap<string, string> {
  if (event === 'TEST') {
    return new Map(
      ['Alfa', 'Bravo', 'Charlie', 'Delta', 'Echo'].map((word, index) => [`param${String(index + 1)}`, word]),
    )
  }
  const subject = event === 'PASSWORD_EXPIRATION' ? 'identifier' : 'paymentId'
  const values = new Map([[subject, reference]])
  return event === 'AUTOMATIC_FRAUD_CONTROL' && variant !== null ? values.set('result', variant) : values
}

/** The digest with its mistake, or null when none is registered. */
function digestOf(
  callback: PlayedCallback,
  profile: EndpointProfile,
  faults: ReadonlySet<FaultId>,
  hash: DigestHash,
): string | null {
  const settings = digestSettingsOf(profile, callback.event)
  if (settings === null || settings === undefined) return null
  const values = valuesOf(callback)
  const parts = settings.parameters.map((name) => values.get(name) ?? '')
  const salt = `${settings.salt ?? ''}${faults.has('wrong-salt') ? '-another' : ''}`
  const swapped = parts.length > 1 ? [...parts.toReversed(), salt] : [salt, ...parts]
  const joined = faults.has('wrong-order') ? swapped : [...parts, salt]
  const digest = hash(settings.algorithm, joined.join(''))
  return faults.has('lower-case') ? digest.toLowerCase() : digest
}

const withoutOrigin = (url: string) => url.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '').replace(/#.*$/, '')
const rooted = (target: string) => (target.startsWith('/') ? target : `/${target}`)

function legacyTarget(callback: PlayedCallback, options: BuildOptions, hash: DigestHash): string {
  const faults = new Set(options.faults)
  const profile = options.profile ?? DEMO_PROFILE
  const registered = options.profile === null ? undefined : eventSettings(profile, callback.event)?.uriTemplate
  const template = registered ?? ownTemplate(options.path ?? OWN_PATHS.legacy, callback.event)
  const digest = digestOf(callback, profile, faults, hash)
  const values = new Map(valuesOf(callback))
  if (digest !== null) values.set('digest', digest)
  const [subject] = values.keys()
  if (subject !== undefined && faults.has('tampered')) values.set(subject, `${callback.reference}-changed`)
  if (subject !== undefined && faults.has('unfilled-placeholder')) values.delete(subject)
  const target = rooted(withoutOrigin(expandTemplate(template, values).url))
  return faults.has('amp-template') ? target.replaceAll(/&(?!amp;)/g, '&amp;') : target
}

function jsonTarget({ family, event }: PlayedCallback, { profile, path }: BuildOptions): string {
  const registered = profile === null ? undefined : eventSettings(profile, event)?.uriTemplate
  if (registered !== undefined) return rooted(withoutOrigin(expandTemplate(registered, new Map()).url))
  const base = path ?? OWN_PATHS[family]
  if (family === 'loan') return base
  if (family === 'mapi')
    return `${base}?${event === 'TEST' ? 'resursbank=test-callback-received' : `wc-api=resursbank&callback=${event}`}`
  const below = base.replace(/\/$/, '')
  return event === 'AUTHORIZATION' || event === 'MANAGEMENT'
    ? `${below}/callback/${event.toLowerCase()}?store_id=1`
    : `${below}/${event.toLowerCase()}`
}

/** Headers as in the samples of e2e/corpus; constructed, since no captured request was ever published (domain.md §9). */
function headersOf(callback: PlayedCallback, options: BuildOptions, body: string): readonly HeaderPair[] {
  const legacy = callback.family === 'legacy'
  const credentials = options.login ? options.profile?.credentials : undefined
  return [
    ['User-Agent', USER_AGENTS[options.agent] ?? USER_AGENTS[0]],
    ['Accept', legacy ? 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2' : 'application/json'],
    ...(credentials === undefined ? [] : [['Authorization', authorizationFor(credentials)] as const]),
    ...(body === '' ? [] : [['Content-Type', legacy ? 'application/Json' : 'application/json'] as const]),
  ]
}

/** Makes one request of a callback, with its mistakes. Pure: the same input gives the same bytes, as the bank repeats a callback. */
export function buildRequest(given: PlayedCallback, options: BuildOptions, { hash, sign }: BuildTools): BuiltRequest {
  const faults = new Set(options.faults)
  const callback = faults.has('unknown-status') ? unknownStatus(given) : given
  const { family } = callback
  const target = family === 'legacy' ? legacyTarget(callback, options, hash) : jsonTarget(callback, options)
  const wholeBody = family === 'loan' ? loanBody(callback, faults, sign) : plainBody(callback)
  const body = options.method === 'GET' ? '' : wholeBody
  return { method: options.method, target, headers: headersOf(callback, options, body), body }
}

/** A loan has no status but its event type. */
function unknownStatus(callback: PlayedCallback): PlayedCallback {
  return callback.family === 'loan' ? { ...callback, event: 'NEW_EVENT' } : { ...callback, variant: 'NEW_STATUS' }
}
