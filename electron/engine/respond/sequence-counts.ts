import { grow } from '../../../shared/checks/deliveries/grow.ts'
import { place } from '../../../shared/checks/deliveries/place.ts'
import type { Delivery, GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import { countTries, nextCount, triesUntil } from '../../../shared/respond/count-tries.ts'
import type { RuleCount } from '../../../shared/respond/count-tries.ts'
import type { KeptDelivery } from '../deliveries/codec.ts'
import { CANDIDATES } from '../deliveries/shelf.ts'
import type { GroupKind } from '../deliveries/shelf.ts'
import type { Archive } from '../store/types.ts'

/** Which rule counts: each counts for itself. */
export interface RuleName {
  readonly profile: string | null
  readonly name: string
}

/** What a rule is about to do with a request, as grouping sees it. */
export type Planned = Pick<GroupRequest, 'status' | 'outcome' | 'lastedMs'>

/** A request that was counted. */
export interface Counted {
  /** Number of the attempt for this rule, from 1. */
  readonly attempt: number
  /** Called at once with what is planned: a success ends a delivery. */
  readonly planned: (planned: Planned) => void
  /** Called when the request has got its number in the archive. */
  readonly stored: (sequence: number) => void
}

/** Counts the attempts of deliveries for rules with several steps. */
export interface SequenceCounts {
  /**
   * @param request its number may be anything
   * @param now wall clock, ms since 1970
   */
  readonly count: (rule: RuleName, request: GroupRequest, now: number) => Counted
}

/** A request that the archive has not grouped yet: it is being decided on, stored, answered or judged. */
interface Waiting {
  request: GroupRequest
  readonly since: number
}
interface Mark {
  readonly rule: string
  /** A request of the delivery, and the delivery. */
  sequence: number
  delivery: number
  readonly count: RuleCount
}
/** What is known of the requests with one key. */
interface Kind {
  /** Which deliveries of the archive `built` was made from. */
  basis: string
  built: readonly Delivery[]
  waiting: readonly Waiting[]
  marks: readonly Mark[]
}

/** Kinds of requests that are remembered. */
const MOST_KINDS = 20_000
/** With more waiting, what was built is only added to: to build it anew for each request of a flood would take longer than the flood. */
const MOST_REBUILT = 64
const MOST_MARKS = 16
/** A request that was not stored after this time (ms) will not be; a stored one is looked for in the archive. */
const LONG_MS = 60_000
/** Requests of a delivery in which the count of an earlier run of the program is looked for. */
const MOST_READ = 16

const nameOf = ({ profile, name }: RuleName) => JSON.stringify([profile, name])
const holds = ({ attempts }: Delivery, sequence: number) =>
  attempts.some(({ requests }) => requests.some((one) => one.sequence === sequence))
/** The archive has put a request into this delivery: it is listed there, or only counted. */
const isGrouped = ({ delivery, last }: KeptDelivery, sequence: number) =>
  sequence > 0 && sequence <= last && (holds(delivery, sequence) || delivery.attempts.some(({ more }) => more > 0))
const newestFirst = ({ attempts }: Delivery) =>
  attempts.flatMap(({ requests }) => requests.map(({ sequence }) => sequence)).toReversed()

/** Puts a request into deliveries as the archive does; the one that it went to stands first. */
function added(built: readonly Delivery[], request: GroupRequest): readonly [Delivery, ...Delivery[]] {
  const grown = grow(request, place(request, built.slice(0, CANDIDATES)))
  return [grown, ...built.filter(({ id }) => id !== grown.id).slice(0, CANDIDATES)]
}

/** A delivery with another number for one of its requests. */
function renumbered(delivery: Delivery, from: number, to: number): Delivery {
  if (!holds(delivery, from)) return delivery
  const attempts = delivery.attempts.map((attempt) => ({
    ...attempt,
    requests: attempt.requests.map((one) => (one.sequence === from ? { ...one, sequence: to } : one)),
  }))
  return { ...delivery, id: delivery.id === from ? to : delivery.id, attempts }
}

/** The archive, as far as counting needs it. */
export interface CountedArchive {
  readonly latest: (kind: GroupKind) => readonly KeptDelivery[]
  readonly entry: Archive['entry']
  readonly row: Archive['row']
}

/** Counts on the deliveries of the archive and the requests on their way there, grouped by the same rule as for the Deliveries panel. */
class ArchiveCounts implements SequenceCounts {
  readonly #archive: CountedArchive
  readonly #kinds = new Map<number, Kind>()
  /** Numbers of requests that have none in the archive yet. */
  #provisional = 0

  constructor(archive: CountedArchive) {
    this.#archive = archive
  }

  count(rule: RuleName, given: GroupRequest, now: number): Counted {
    this.#provisional -= 1
    const request = { ...given, sequence: this.#provisional }
    const kind = this.#kindOf(request.key)
    // What is no callback of the bank is in no delivery of the archive: it is counted here alone.
    const archived = request.family !== 'unknown'
    if (archived) this.#refresh(kind, request, now)
    const before = kind.built
    const built = added(before, request)
    const [delivery] = built
    const count = nextCount(this.#before(kind, rule, delivery), countTries(delivery))
    const mark = { rule: nameOf(rule), sequence: request.sequence, delivery: delivery.id, count }
    const others = kind.marks.filter((one) => one.rule !== mark.rule || one.delivery !== mark.delivery)
    kind.marks = [mark, ...others.slice(0, MOST_MARKS - 1)]
    const waiting: Waiting = { request, since: now }
    if (archived) kind.waiting = [...kind.waiting, waiting]
    kind.built = built
    return {
      attempt: count.attempt,
      planned: (planned) => {
        waiting.request = { ...request, ...planned }
        kind.built = added(before, waiting.request)
      },
      stored: (sequence) => number(kind, waiting, sequence),
    }
  }

  /** The kind of a key; those that were quiet longest are dropped. */
  #kindOf(key: number): Kind {
    const kind = this.#kinds.get(key) ?? { basis: '', built: [], waiting: [], marks: [] }
    this.#kinds.delete(key)
    this.#kinds.set(key, kind)
    const oldest = this.#kinds.size > MOST_KINDS ? this.#kinds.keys().next() : null
    if (oldest?.done === false) this.#kinds.delete(oldest.value)
    return kind
  }

  /** Takes over what the archive has grouped meanwhile, and puts behind it what it has not. */
  #refresh(kind: Kind, of: GroupKind, now: number): void {
    const kept = this.#latest(of)
    const basis = kept.map(({ delivery, last }) => `${String(delivery.id)}:${String(last)}`).join(' ')
    const there = kind.waiting.filter(
      ({ request: { sequence }, since }) =>
        !kept.some((one) => isGrouped(one, sequence)) && (now - since < LONG_MS || this.#isUnderWay(sequence)),
    )
    if (basis === kind.basis && there.length === kind.waiting.length) return
    kind.waiting = there
    if (there.length > MOST_REBUILT) return
    kind.basis = basis
    kind.built = there.reduce<readonly Delivery[]>(
      (built, { request }) => added(built, request),
      kept.map(({ delivery }) => delivery),
    )
  }

  /** An archive that cannot be read just now has a banner of its own: what is known here has to do. */
  #latest(kind: GroupKind): readonly KeptDelivery[] {
    try {
      return this.#archive.latest(kind)
    } catch {
      return []
    }
  }

  /** Stored, but not judged: its answer takes long. */
  #isUnderWay(sequence: number): boolean {
    try {
      return sequence > 0 && this.#archive.row(sequence) === null && this.#archive.entry(sequence) !== null
    } catch {
      return false
    }
  }

  #before({ marks }: Kind, rule: RuleName, delivery: Delivery): RuleCount | null {
    const name = nameOf(rule)
    const mark = marks.find(
      (one) => one.rule === name && (one.delivery === delivery.id || holds(delivery, one.sequence)),
    )
    if (mark === undefined) return this.#earlier(rule, delivery)
    // Earlier requests that no sequence counted may have been grouped since: only what came after the last one counts.
    const { attempt } = mark.count
    return holds(delivery, mark.sequence) ? { attempt, tries: triesUntil(delivery, mark.sequence) } : mark.count
  }

  /** What an earlier run of the program counted for this rule and delivery: it stands with the callbacks. */
  #earlier(rule: RuleName, delivery: Delivery): RuleCount | null {
    try {
      for (const sequence of newestFirst(delivery).slice(0, MOST_READ)) {
        const facts = sequence > 0 ? this.#archive.entry(sequence)?.facts : undefined
        const applied = facts?.kind === 'callback' ? facts.rule : undefined
        if (applied?.name !== rule.name || applied.profile !== rule.profile || applied.attempt === null) continue
        return { attempt: applied.attempt, tries: triesUntil(delivery, sequence) }
      }
    } catch {
      // As above; the sequence begins anew.
    }
    return null
  }
}

/** The archive has given a request its number. */
function number(kind: Kind, waiting: Waiting, sequence: number): void {
  const provisional = waiting.request.sequence
  waiting.request = { ...waiting.request, sequence }
  kind.built = kind.built.map((delivery) => renumbered(delivery, provisional, sequence))
  for (const mark of kind.marks) {
    if (mark.sequence === provisional) mark.sequence = sequence
    if (mark.delivery === provisional) mark.delivery = sequence
  }
}

/** Makes the counts on an archive. */
export function createSequenceCounts(archive: CountedArchive): SequenceCounts {
  return new ArchiveCounts(archive)
}
