import { decodePart } from '../../checks/target.ts'

/** A place of a target that may hold a value: a segment of the path, or the value of a query parameter. */
export interface Slot {
  readonly where: 'path' | 'query'
  /** Name of the query parameter, or the segment before; decoded, without a doubled escape (`amp;`). */
  readonly name: string
  readonly raw: string
  readonly value: string
  readonly index: number
}

/** A target as it was sent, with the places of its values. */
export interface TargetSlots {
  readonly path: readonly string[]
  readonly query: readonly { readonly rawName: string; readonly raw: string | null }[]
  readonly slots: readonly Slot[]
  /** Names began with `amp;`: the registered template was escaped twice (domain.md §6 no. 12). */
  readonly escapedTwice: boolean
}

/** More parts than any template has: what lies behind is kept as it stands. */
const MOST = 200

/** Takes a target as sent (origin or absolute form), finds the places of its values. Linear, never throws. */
export function slotsOf(target: string): TargetSlots {
  const plain = target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '').split('#', 1)[0] ?? ''
  const mark = plain.indexOf('?')
  const path = (mark < 0 ? plain : plain.slice(0, mark)).split('/')
  const pairs =
    mark < 0
      ? []
      : plain
          .slice(mark + 1)
          .split('&')
          .filter(Boolean)
  const query = pairs.map((pair) => {
    const equals = pair.indexOf('=')
    const rawName = (equals < 0 ? pair : pair.slice(0, equals)).replace(/^(?:amp;)+/, '')
    return { rawName, raw: equals < 0 ? null : pair.slice(equals + 1) }
  })
  const decoded = (raw: string, plusIsBlank: boolean) => decodePart(raw, plusIsBlank).value
  const inPath = path.slice(0, MOST).map((raw, index): Slot => {
    const name = index > 0 ? decoded(path[index - 1] ?? '', false) : ''
    return { where: 'path', name, raw, value: decoded(raw, false), index }
  })
  const inQuery = query.slice(0, MOST).map(({ rawName, raw }, index): Slot => {
    const text = raw ?? ''
    return { where: 'query', name: decoded(rawName, true), raw: text, value: decoded(text, true), index }
  })
  const slots = [...inQuery, ...inPath].filter(({ raw }) => raw !== '')
  return { path, query, slots, escapedTwice: pairs.some((pair) => pair.startsWith('amp;')) }
}

/** Writes the target again, with placeholders in some of its places. Braces stay: a placeholder that arrived unfilled stands in the template. */
export function templateOf({ path, query }: TargetSlots, placeholders: ReadonlyMap<Slot, string>): string {
  const at = (where: Slot['where'], index: number) =>
    [...placeholders].find(([slot]) => slot.where === where && slot.index === index)?.[1]
  const segments = path.map((raw, index) => at('path', index) ?? raw)
  const pairs = query.map(({ rawName, raw }, index) => {
    const value = at('query', index) ?? raw
    return value === null ? rawName : `${rawName}=${value}`
  })
  return segments.join('/') + (pairs.length === 0 ? '' : `?${pairs.join('&')}`)
}
