import type { ChainFacts } from './observations.ts'

/** The way from the certificate of the server up, as positions of the presented chain. */
export interface ChainPath {
  readonly positions: readonly number[]
  /** It ends at a trusted root. */
  readonly trusted: boolean
  /** Presented certificates above the end of the way: the root itself, cross-signed ones. */
  readonly above: readonly number[]
}

type Presented = ChainFacts['presented']

/** Whether a certificate above the server's holds at a time. One that cannot be read says nothing against it. */
const holdsAt =
  (presented: Presented, now: number) =>
  (at: number): boolean => {
    const read = presented[at]?.read ?? null
    return read === null || (read.validFrom <= now && read.validTo >= now)
  }

/**
 * Finds the shortest way to a trusted root; else the longest way up that there is. Of certificates for the same authority (cross-signed,
 * renewed) clients take one that holds now, so a way over an expired one counts only where there is no other.
 */
export function findPath({ presented }: ChainFacts, now: number): ChainPath {
  const timely = search(presented, holdsAt(presented, now))
  return timely.trusted ? timely : search(presented, () => true)
}

function search(presented: Presented, usable: (at: number) => boolean): ChainPath {
  const begin: readonly number[] = presented.length === 0 ? [] : [0]
  let open: readonly (readonly number[])[] = [begin]
  let longest = begin
  while (open.length > 0) {
    const trusted = open.find((way) => presented[way.at(-1) ?? -1]?.root != null)
    if (trusted !== undefined) return { positions: trusted, trusted: true, above: reach(presented, trusted) }
    longest = open[0] ?? longest
    open = open
      .flatMap((way) =>
        (presented[way.at(-1) ?? -1]?.signedBy ?? [])
          .filter((next) => !way.includes(next) && usable(next))
          .map((next) => [...way, next]),
      )
      .slice(0, 50)
  }
  return { positions: longest, trusted: false, above: [] }
}

/** Everything that stands above the end of a way. */
function reach(presented: Presented, way: readonly number[]): readonly number[] {
  const found: number[] = []
  let edge = [way.at(-1) ?? -1]
  while (edge.length > 0) {
    edge = edge.flatMap((at) => presented[at]?.signedBy ?? []).filter((at) => !way.includes(at) && !found.includes(at))
    found.push(...new Set(edge))
  }
  return found
}
