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
function listNotes(body: unknown, target: ParsedTarget): readonly Finding[] {
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

/** A request that no template and no known shape fits. */
export interface UnknownRequest {
  readonly json: unknown
  readonly target: ParsedTarget
  /** The target as it was sent. */
  readonly text: string
  readonly host: string
  readonly profiles: readonly EndpointProfile[]
}

/** The template that a request misses by how it is written alone; also for one whose parameters have the usual names. */
export function nearNotes({ target, text, host, profiles }: Omit<UnknownRequest, 'json'>): readonly Finding[] {
  const near = nearTemplate(profiles, host, target, text)
  return near === null ? [] : [finding('template-nearly', { ...near })]
}

/** What a request that is no callback may have been meant to be. */
export function unknownNotes(request: UnknownRequest): readonly Finding[] {
  return [...nearNotes(request), ...listNotes(request.json, request.target)]
}
