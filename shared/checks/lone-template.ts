import type { EndpointProfile } from '../model/profile.ts'
import { plainHost } from './target.ts'
import type { UriTemplate } from './uri-template.ts'

/** A template that can be laid on a plain target as it stands: no other template of any profile can fit what fits it. */
export interface LoneTemplate {
  readonly profile: EndpointProfile
  readonly event: string
  readonly template: UriTemplate
  /** What a target begins with; the quickest way to rule one out. */
  readonly start: string
  /** Fits plain targets only, in exactly the form that the template has; one group for each name. */
  readonly pattern: RegExp
  /** Placeholders in their order, `digest` among them. */
  readonly names: readonly string[]
  /** The host without which the profile does not hold; null: any. */
  readonly host: string | null
}

export interface RegisteredTemplate {
  readonly profile: EndpointProfile
  readonly event: string
  readonly template: UriTemplate
}

type Pieces = UriTemplate['path'][number]

/** Unreserved characters (RFC 3986 §2.3): they stand for themselves in path and query, encoded or not. */
const PLAIN = /^[\w.~-]*$/
const VALUE = '([\\w.~-]+)'

const escaped = (text: string): string => text.replaceAll('.', '\\.')

/** The one text of a fixed part ('' for an empty one), or null. */
function fixedText(pieces: Pieces): string | null {
  if (pieces.length === 0) return ''
  const [piece] = pieces
  return pieces.length === 1 && piece !== undefined && 'text' in piece ? piece.text : null
}

/** The name of a part that is nothing but one placeholder, or null. */
function placeholder(pieces: Pieces): string | null {
  const [piece] = pieces
  return pieces.length === 1 && piece !== undefined && 'placeholder' in piece ? piece.placeholder : null
}

const hostOf = ({ host }: EndpointProfile): string | null => (host === undefined ? null : plainHost(host))

/** True where no target can fit both: other hosts, other numbers of segments, or a fixed segment that is another one. */
function areApart(
  { template: one, profile }: RegisteredTemplate,
  { template: other, ...its }: RegisteredTemplate,
): boolean {
  const [host, otherHost] = [hostOf(profile), hostOf(its.profile)]
  if (host !== null && otherHost !== null && host !== otherHost) return true
  if (one.path.length !== other.path.length) return true
  return one.path.some((pieces, index) => {
    const [left, right] = [fixedText(pieces), fixedText(other.path[index] ?? [])]
    return left !== null && right !== null && left !== right
  })
}

/** Pattern and names of one part, or null where it is not plain. */
function partPattern(pieces: Pieces): { readonly text: string; readonly name: string | null } | null {
  const name = placeholder(pieces)
  if (name !== null) return { text: VALUE, name }
  const fixed = fixedText(pieces)
  return fixed !== null && PLAIN.test(fixed) ? { text: escaped(fixed), name: null } : null
}

/** The pattern of a whole template, or null where it has a part that is more than a plain text or one placeholder. */
function patternOf({ path, query }: UriTemplate): Pick<LoneTemplate, 'pattern' | 'names'> | null {
  const segments = path.map(partPattern)
  const pairs = query.map(({ name, pieces }) => {
    const value = pieces.length === 0 ? null : partPattern(pieces)
    return value === null || !PLAIN.test(name) || name === ''
      ? null
      : { ...value, text: `${escaped(name)}=${value.text}` }
  })
  const parts = [...segments, ...pairs].filter((part) => part !== null)
  if (parts.length < segments.length + pairs.length) return null
  const names = parts.flatMap(({ name }) => name ?? [])
  const texts = (found: readonly ({ readonly text: string } | null)[]) => found.map((part) => part?.text ?? '')
  if (new Set(names).size < names.length || new Set(query.map(({ name }) => name)).size < query.length) return null
  const tail = pairs.length === 0 ? '' : `\\?${texts(pairs).join('&')}`
  return { pattern: new RegExp(`^${texts(segments).join('\\/')}${tail}$`), names }
}

/** True when every target that fits the template is one that its profile concerns, apart from the host. */
function isCovered({ path, pathMatch }: EndpointProfile, { start, path: segments }: UriTemplate): boolean {
  if (path === undefined) return true
  if (pathMatch === 'exact') return false
  const prefix = path.replace(/\/$/, '')
  return start.startsWith(`${prefix}/`) || (start === path && segments.every((pieces) => fixedText(pieces) !== null))
}

/**
 * Takes all templates of all profiles, gives those for which a plain target needs no search for the best one. What does not fit any
 * of them says nothing: the general way (profile-match.ts) must be gone then.
 */
export function loneTemplates(all: readonly RegisteredTemplate[]): readonly LoneTemplate[] {
  return all.flatMap((one) => {
    const { profile, template } = one
    const made = patternOf(template)
    const alone = all.every((other) => other === one || areApart(one, other))
    if (made === null || !alone || !isCovered(profile, template)) return []
    return [{ ...one, ...made, start: template.start, host: hostOf(profile) }]
  })
}
