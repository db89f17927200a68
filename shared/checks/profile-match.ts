import type { Family, RequestHead } from '../model/callback.ts'
import type { DigestSettings, EndpointProfile } from '../model/profile.ts'
import type { NamedValue } from '../model/recognition.ts'
import type { RegisteredTemplate } from './lone-template.ts'
import { oncePer } from './once-per.ts'
import { plainHost } from './target.ts'
import type { ParsedTarget } from './target.ts'
import { compileTemplate, matchTemplate } from './uri-template.ts'
import type { UriTemplate } from './uri-template.ts'

/** A profile's template that fits a request. */
export interface ProfileMatch {
  readonly profile: EndpointProfile
  readonly event: string
  readonly template: UriTemplate
  readonly values: readonly NamedValue[]
  /** Another template fits equally well: host or body had to decide, or nothing could. */
  readonly tied: boolean
  /** The path fits only without its last slash, or with one more. */
  readonly slash: boolean
}

type Compiled = readonly { readonly event: string; readonly template: UriTemplate }[]

/** Templates are compiled once per profile: a profile is never changed, only replaced. */
const templatesOf = oncePer((profile: EndpointProfile): Compiled =>
  Object.entries(profile.events).flatMap(([event, { uriTemplate }]) =>
    uriTemplate === undefined ? [] : [{ event, template: compileTemplate(uriTemplate) }],
  ),
)

/** Every template of every profile, compiled. */
export const templatesIn = (profiles: readonly EndpointProfile[]): readonly RegisteredTemplate[] =>
  profiles.flatMap((profile) => templatesOf(profile).map((one) => ({ profile, ...one })))

/** The host that a request is for, without port, in lower case; '' when it names none. */
export function hostOf(head: RequestHead, target: ParsedTarget): string {
  const named = target.host ?? head.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? ''
  return plainHost(named)
}

/** Whether a profile is about a host and a path at all. */
export function concerns(profile: EndpointProfile, host: string, target: ParsedTarget): boolean {
  if (profile.host !== undefined && plainHost(profile.host) !== host) return false
  if (profile.path === undefined) return true
  if (profile.pathMatch === 'exact') return target.path === profile.path
  const prefix = profile.path.replace(/\/$/, '')
  return target.path === profile.path || target.path === prefix || target.path.startsWith(`${prefix}/`)
}

/**
 * Every template that fits, of those with the most fixed parts, then with the most placeholders.
 * @param asked the target as it came, which a profile must concern; another one when a slash was taken off or added for `target`
 */
function fitting(
  profiles: readonly EndpointProfile[],
  host: string,
  target: ParsedTarget,
  asked: ParsedTarget = target,
): ProfileMatch[] {
  let best: ProfileMatch[] = []
  let bestRank = 0
  for (const profile of profiles) {
    if (!concerns(profile, host, asked)) continue
    for (const { event, template } of templatesOf(profile)) {
      const match = matchTemplate(template, target)
      if (match === null) continue
      const rank = match.fixed * 100 + match.values.length + (profile.host === undefined ? 0 : 0.5)
      const found = { profile, event, template, values: match.values, tied: false, slash: target !== asked }
      if (best.length === 0 || rank > bestRank) [best, bestRank] = [[found], rank]
      else if (rank === bestRank) best.push(found)
    }
  }
  return best
}

/** The same target with a slash less at the end of its path, or one more; null where that would be another path. */
export function withOtherSlash(target: ParsedTarget): ParsedTarget | null {
  const { path } = target
  if (path.length < 2 || path.endsWith('//')) return null
  return { ...target, path: path.endsWith('/') ? path.slice(0, -1) : `${path}/` }
}

/** Most frameworks of shops take a path with and without a slash at its end for the same: asked only where nothing fits exactly. */
function fittingButSlash(profiles: readonly EndpointProfile[], host: string, target: ParsedTarget): ProfileMatch[] {
  const other = withOtherSlash(target)
  return other === null ? [] : fitting(profiles, host, other, target)
}

/**
 * Finds the template that fits best: the one with the most fixed parts, then with the most placeholders. Of equals the one whose event
 * the body names (BOOKED and UPDATE may share a URL), then the one whose own host was called (test and production), else the first.
 * What fits but for a slash at the end of the path is taken when nothing fits exactly; the values are the same.
 * @param bodyEvent asked only where several fit equally well
 */
export function bestTemplate(
  profiles: readonly EndpointProfile[],
  host: string,
  target: ParsedTarget,
  bodyEvent: () => string | null = () => null,
): ProfileMatch | null {
  const exact = fitting(profiles, host, target)
  const found = exact.length > 0 ? exact : fittingButSlash(profiles, host, target)
  const [first] = found
  if (first === undefined || found.length === 1) return first ?? null
  const named = bodyEvent()
  const told = found.filter(({ event }) => event === named)
  const equals = told.length > 0 ? told : found
  return { ...(equals.find(({ template }) => template.host === host) ?? equals[0] ?? first), tied: true }
}

/**
 * A profile for another host whose template fits path and query: the site was called by another name. Asked only where nothing else
 * fits.
 */
export function templateElsewhere(
  profiles: readonly EndpointProfile[],
  host: string,
  target: ParsedTarget,
): EndpointProfile | null {
  for (const profile of profiles) {
    if (profile.host === undefined || concerns(profile, host, target)) continue
    const { host: named } = profile
    if (!concerns(profile, plainHost(named), target)) continue
    if (templatesOf(profile).some(({ template }) => matchTemplate(template, target) !== null)) return profile
  }
  return null
}

/** What a profile says of a request that was recognised by its form alone. */
export interface Coverage {
  readonly profile: EndpointProfile | null
  /** A profile that has a template for this event, which does not fit. */
  readonly differs: EndpointProfile | null
}

const precision = ({ host, path }: EndpointProfile) => (host === undefined ? 0 : 2) + (path === undefined ? 0 : 1)

/**
 * The profile that covers a request without a fitting template: same host, path and family, and no other template for the event.
 * The one with host and path goes before the one without; else the first.
 */
export function coveringProfile(
  profiles: readonly EndpointProfile[],
  host: string,
  target: ParsedTarget,
  family: Family,
  event: string | null,
): Coverage {
  let profile: EndpointProfile | null = null
  let differs: EndpointProfile | null = null
  for (const candidate of profiles) {
    if (!concerns(candidate, host, target)) continue
    if (candidate.family !== undefined && candidate.family !== family) continue
    if (event !== null && eventSettings(candidate, event)?.uriTemplate !== undefined) differs ??= candidate
    else if (profile === null || precision(candidate) > precision(profile)) profile = candidate
  }
  return { profile, differs }
}

/** Own settings of an event; never something inherited. */
export function eventSettings(profile: EndpointProfile, event: string): EndpointProfile['events'][string] | undefined {
  return Object.hasOwn(profile.events, event) ? profile.events[event] : undefined
}

/** The digest settings for an event: its own, else the profile's. null: registered without digest; undefined: nothing is said. */
export function digestSettingsOf(profile: EndpointProfile, event: string | null): DigestSettings | null | undefined {
  const own = event === null ? undefined : eventSettings(profile, event)?.digest
  return own === undefined ? profile.digest : own
}
