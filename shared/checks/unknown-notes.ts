import type { EndpointProfile } from '../model/profile.ts'
import type { Finding } from '../model/verdict.ts'
import { bodyShape } from './body-shape.ts'
import { finding } from './finding.ts'
import { nearTemplate } from './near-template.ts'
import type { ParsedTarget } from './target.ts'

/** Lists are looked at only so far: a long one is no bundle of callbacks. */
const MOST_LOOKED_AT = 100

/**
 * The remark on a body that is a list of callbacks, or nothing. No document lets the bank send more than one event in a request
 * (domain.md §1.2 to §1.4: the body is the event itself), so that nothing is read out of a list.
 */
export function listNotes(body: unknown, target: ParsedTarget): readonly Finding[] {
  if (!Array.isArray(body)) return []
  const entries: readonly unknown[] = body
  const shapes = entries
    .slice(0, MOST_LOOKED_AT)
    .flatMap((entry) => bodyShape(entry, { ...target, query: [] }, false) ?? [])
  const [first] = shapes
  if (first === undefined) return []
  const { family, eventType, reference } = first
  return [finding('body-list', { entries: entries.length, callbacks: shapes.length, family, eventType, reference })]
}

/**
 * The template that a request misses by how it is written alone; also for one whose parameters have the usual names.
 * @param text the target as it was sent
 */
export function nearNotes(
  profiles: readonly EndpointProfile[],
  host: string,
  target: ParsedTarget,
  text: string,
): readonly Finding[] {
  const near = nearTemplate(profiles, host, target, text)
  return near === null ? [] : [finding('template-nearly', { ...near })]
}
