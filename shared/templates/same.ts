import { finding } from '../checks/finding.ts'
import { parseTarget } from '../checks/target.ts'
import { compileTemplate, matchTemplate } from '../checks/uri-template.ts'
import type { UriTemplate } from '../checks/uri-template.ts'
import { LEGACY_EVENTS } from '../facts/events.ts'
import { expandTemplate } from './expand.ts'
import type { TemplateMark } from './lint.ts'
import { dissect } from './tokens.ts'

interface Tried {
  readonly event: string
  readonly host: string
  readonly template: UriTemplate
  /** A request that it gives. */
  readonly url: string
}

/** Values that no fixed text has, so that only the shape of two templates is compared. */
function tried(event: string, text: string): Tried {
  const { tokens, origin } = dissect(text)
  const names = tokens.filter(({ kind }) => kind === 'placeholder').map(({ name }) => name)
  const { url } = expandTemplate(
    text.trim().replaceAll('&amp;', '&'),
    new Map(names.map((name) => [name, `~${name}~`])),
  )
  return { event, host: origin.host.toLowerCase(), template: compileTemplate(text), url }
}

const fits = (template: UriTemplate, url: string) => {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(url) || url.startsWith('/')
  return matchTemplate(template, parseTarget(scheme ? url : `/${url}`)) !== null
}
const bodyOf = (event: string) => LEGACY_EVENTS.get(event)?.bodyMember ?? null

function sameness(one: Tried, other: Tried): TemplateMark | null {
  const apart = one.host !== '' && other.host !== '' && one.host !== other.host
  if (apart || !fits(one.template, other.url) || !fits(other.template, one.url)) return null
  const byBody = bodyOf(one.event) !== null && bodyOf(other.event) !== null
  const evidence = { event: one.event, other: other.event, toldApartBy: byBody ? 'the body of a POST' : null }
  return { finding: finding('template-same-as', evidence), start: 0, end: 0 }
}

/** What was worked out before: with it, one template that changes is compared anew, and the others are not. */
export class SameMemory {
  readonly #tried = new Map<string, { readonly text: string; readonly made: Tried }>()
  #pairs = new WeakMap<Tried, WeakMap<Tried, { readonly mark: TemplateMark | null }>>()

  tried(event: string, text: string): Tried {
    const known = this.#tried.get(event)
    if (known !== undefined && known.text === text) return known.made
    const made = tried(event, text)
    this.#tried.set(event, { text, made })
    return made
  }

  sameness(one: Tried, other: Tried): TemplateMark | null {
    const row = this.#pairs.get(one) ?? new WeakMap<Tried, { readonly mark: TemplateMark | null }>()
    this.#pairs.set(one, row)
    const known = row.get(other)
    if (known !== undefined) return known.mark
    const mark = sameness(one, other)
    row.set(other, { mark })
    return mark
  }
}

/** So many characters are compared at most: a hundred templates of a hundred characters with each other, and more to spare. */
const MOST_CHARACTERS = 2_000_000

/**
 * Finds events whose templates fit each other's requests, so that nobody can tell which event came. Gives for each event the remark
 * with the first such other event. Templates of a profile are few; 100 at most, of 8,000 characters at most, are compared.
 * In steps, each of a millisecond or so: whoever runs them may do something else in between.
 */
export function* sameTemplateSteps(
  templates: ReadonlyMap<string, string>,
  memory: SameMemory,
): Generator<undefined, ReadonlyMap<string, TemplateMark>> {
  const all: Tried[] = []
  for (const [event, text] of templates) {
    if (text.trim() === '' || text.length > 8000 || all.length >= 100) continue
    all.push(memory.tried(event, text))
    yield
  }
  const found = new Map<string, TemplateMark>()
  let budget = MOST_CHARACTERS
  for (const one of all) {
    for (const other of all) {
      if (one === other || found.has(one.event) || budget <= 0) continue
      budget -= one.url.length + other.url.length
      const mark = memory.sameness(one, other)
      if (mark !== null) found.set(one.event, mark)
      if (one.url.length + other.url.length > 1000) yield
    }
    yield
  }
  return found
}
