import type { EndpointProfile } from '../model/profile.ts'
import { concerns, templatesIn } from './profile-match.ts'
import { parseTarget } from './target.ts'
import type { ParsedTarget } from './target.ts'
import { compileTemplate, matchTemplate } from './uri-template.ts'
import type { UriTemplate } from './uri-template.ts'

/** A template that a request misses by how it is written alone. */
export interface NearTemplate {
  readonly profile: string
  readonly event: string
  readonly template: string
  /** What has to be overlooked for it to fit. */
  readonly differs: string
}

/** One way to overlook how something is written, for targets and templates alike. */
interface Loosening {
  readonly words: string
  readonly apply: (text: string) => string
}

const inPath =
  (change: (path: string) => string) =>
  (text: string): string => {
    const mark = text.indexOf('?')
    return mark < 0 ? change(text) : change(text.slice(0, mark)) + text.slice(mark)
  }
const inQuery =
  (change: (query: string) => string) =>
  (text: string): string => {
    const mark = text.indexOf('?')
    return mark < 0 ? text : text.slice(0, mark + 1) + change(text.slice(mark + 1))
  }

/** Dot segments taken out (RFC 3986, section 5.2.4), as proxies do. */
function withoutDots(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else if (segment === '..' && kept.length > 1) kept.pop()
  }
  return kept.join('/')
}

const LOOSENINGS: readonly Loosening[] = [
  { words: 'letter case', apply: (text) => text.toLowerCase() },
  { words: 'doubled slashes in the path', apply: inPath((path) => path.replaceAll(/\/{2,}/g, '/')) },
  { words: 'dot segments in the path', apply: inPath(withoutDots) },
  { words: 'semicolons in place of &', apply: inQuery((query) => query.replaceAll(';', '&')) },
  { words: 'a second question mark', apply: inQuery((query) => query.replace(/^\?+/, '')) },
  { words: 'brackets behind parameter names', apply: inQuery((query) => query.replaceAll(/(?:\[\]|%5B%5D)=/gi, '=')) },
]

const ALL: Loosening = {
  words: 'several of letter case, slashes, dot segments, semicolons, question marks and brackets',
  apply: (text) => LOOSENINGS.reduce((loose, { apply }) => apply(loose), text),
}

const compiled = new WeakMap<UriTemplate, Map<Loosening, UriTemplate>>()

/** A template written in the loosened way. Its scheme and host play no part. */
function loosened(template: UriTemplate, how: Loosening): UriTemplate {
  const known = compiled.get(template) ?? new Map<Loosening, UriTemplate>()
  compiled.set(template, known)
  const made =
    known.get(how) ??
    compileTemplate(how.apply(template.text.trim().replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '')))
  known.set(how, made)
  return made
}

/**
 * The first template that a request would fit if letter case, slashes, dot segments, semicolons, a second question mark or brackets
 * did not count: why a callback that looks right is not recognised. Asked only where nothing fits; costs nothing where no such thing
 * stands in the target.
 */
export function nearTemplate(
  profiles: readonly EndpointProfile[],
  host: string,
  target: ParsedTarget,
  text: string,
): NearTemplate | null {
  const all = templatesIn(profiles)
  if (all.length === 0) return null
  for (const how of [...LOOSENINGS, ALL]) {
    const loose = how.apply(text)
    // Small letters may be what differs from capitals in the template.
    if (loose === text && how !== LOOSENINGS[0]) continue
    const parsed = parseTarget(loose)
    for (const { profile, event, template } of all) {
      if (!concerns(profile, host, target) || matchTemplate(loosened(template, how), parsed) === null) continue
      return { profile: profile.name, event, template: template.text, differs: how.words }
    }
  }
  return null
}
