import type { ProfileDraft } from '../../shared/model/profile.ts'
import { lintTemplate } from '../../shared/templates/lint.ts'
import type { TemplateMark } from '../../shared/templates/lint.ts'
import { sameTemplates } from '../../shared/templates/same.ts'
import { digestFor, eventIn } from './profile-draft.ts'

/**
 * Says what is to be remarked of the templates of a draft, for some of its events. Whether two of them can be told apart is a matter of
 * all, and asked for legacy events only: URLs of the other families are one for all events, by design.
 */
export function templateMarks(
  draft: ProfileDraft,
  events: readonly string[],
): ReadonlyMap<string, readonly TemplateMark[]> {
  const textOf = (event: string): string => eventIn(draft, event).uriTemplate ?? ''
  const filled = draft.family === undefined || draft.family === 'legacy'
  const all = filled ? Object.keys(draft.events).map((event) => [event, textOf(event)] as const) : []
  const same = sameTemplates(new Map(all))
  return new Map(
    events.map((event) => {
      const digest = digestFor(draft, event)
      const digestParameters = digest == null ? digest : digest.parameters
      const own = lintTemplate({ text: textOf(event), event, family: draft.family ?? null, digestParameters })
      const alike = same.get(event)
      return [event, alike === undefined ? own : [...own, alike]]
    }),
  )
}

/** So many events are shown at once; a filter finds the others. */
export const MOST_EVENTS = 100

/** The events that a filter leaves, and how many more there are. */
export function shownEvents(
  events: readonly string[],
  filter: string,
): { readonly shown: readonly string[]; readonly more: number } {
  const wanted = filter.trim().toUpperCase()
  const found = wanted === '' ? events : events.filter((event) => event.toUpperCase().includes(wanted))
  return { shown: found.slice(0, MOST_EVENTS), more: Math.max(0, found.length - MOST_EVENTS) }
}
