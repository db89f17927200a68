import type { ProfileDraft } from '../../shared/model/profile.ts'
import { lintTemplate } from '../../shared/templates/lint.ts'
import type { TemplateMark } from '../../shared/templates/lint.ts'
import { SameMemory, sameTemplateSteps } from '../../shared/templates/same.ts'
import { digestFor, eventIn } from './profile-draft.ts'

/** Remarks that were made before, so that a keystroke in one template does not look at a hundred others again. */
export interface MarksMemory {
  readonly same: SameMemory
  readonly own: Map<string, { readonly key: string; readonly marks: readonly TemplateMark[] }>
}
export const marksMemory = (): MarksMemory => ({ same: new SameMemory(), own: new Map() })

const textOf = (draft: ProfileDraft, event: string): string => eventIn(draft, event).uriTemplate ?? ''

/** What is to be remarked of one template by itself. */
function ownMarks(draft: ProfileDraft, event: string, memory: MarksMemory): readonly TemplateMark[] {
  const digest = digestFor(draft, event)
  const digestParameters = digest == null ? digest : digest.parameters
  const text = textOf(draft, event)
  const family = draft.family ?? null
  const key = JSON.stringify([family, digestParameters ?? String(digestParameters), text])
  const known = memory.own.get(event)
  if (known?.key === key) return known.marks
  const marks = lintTemplate({ text, event, family, digestParameters })
  memory.own.set(event, { key, marks })
  return marks
}

export type TemplateMarks = ReadonlyMap<string, readonly TemplateMark[]>

/**
 * Says what is to be remarked of the templates of a draft, for some of its events. Whether two of them can be told apart is a matter of
 * all, and asked for legacy events only: URLs of the other families are one for all events, by design. In steps of a millisecond or
 * so, since a hundred templates may have 8,000 characters each.
 */
export function* templateMarkSteps(
  draft: ProfileDraft,
  events: readonly string[],
  memory: MarksMemory,
): Generator<undefined, TemplateMarks> {
  const filled = draft.family === undefined || draft.family === 'legacy'
  const all = filled ? Object.keys(draft.events).map((event) => [event, textOf(draft, event)] as const) : []
  const same = yield* sameTemplateSteps(new Map(all), memory.same)
  const marks = new Map<string, readonly TemplateMark[]>()
  for (const event of events) {
    const own = ownMarks(draft, event, memory)
    const alike = same.get(event)
    marks.set(event, alike === undefined ? own : [...own, alike])
    yield
  }
  return marks
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
