import { grow } from '../../../shared/checks/deliveries/grow.ts'
import { place } from '../../../shared/checks/deliveries/place.ts'
import type { Delivery, GroupRequest, Placement } from '../../../shared/checks/deliveries/types.ts'
import type { Choices } from './choices.ts'
import type { KeptDelivery } from './codec.ts'
import { lastOf } from './last-of.ts'
import { CANDIDATES } from './shelf.ts'
import type { Spot } from './writer.ts'

/** A request of a delivery, as it was when it was grouped; `more` is what was only counted behind it. */
interface Replayed {
  readonly request: GroupRequest
  readonly more: number
}

/** The requests of a delivery, to be grouped once more. The GET of a pair has no body, the others have that of the delivery. */
function requestsOf(delivery: Delivery): readonly Replayed[] {
  const { key, family, eventType, reference, facet, simulated, run, delays } = delivery
  return delivery.attempts.flatMap(({ requests, more }) =>
    requests.map(({ sequence, at, lastedMs, method, agent, status, outcome }, index) => ({
      more: index === requests.length - 1 ? more : 0,
      request: {
        sequence,
        at,
        lastedMs,
        method,
        agent,
        status,
        outcome,
        key,
        body: method === 'GET' ? '' : delivery.body,
        family,
        eventType,
        reference,
        facet,
        simulated,
        run,
        delays,
      },
    })),
  )
}

/** Gives the last attempt the repetitions that were only counted. */
function withMore(delivery: Delivery, more: number): Delivery {
  const last = delivery.attempts.at(-1)
  if (more === 0 || last === undefined) return delivery
  return { ...delivery, attempts: [...delivery.attempts.slice(0, -1), { ...last, more: last.more + more }] }
}

/** Where the user put a request; null: the user said nothing. */
function chosen(request: GroupRequest, made: readonly Delivery[], choices: Choices): Placement | null {
  const choice = choices.of(request.sequence)
  if (choice === null) return null
  if (choice.follows === null) return { kind: 'new', follows: made[0]?.id ?? null }
  const delivery = made.find(({ attempts }) =>
    attempts.some(({ requests }) => requests.some(({ sequence }) => sequence === choice.follows)),
  )
  return delivery === undefined ? { kind: 'new', follows: null } : { kind: 'next', delivery }
}

/**
 * Groups the requests of some deliveries anew, and further ones with them, in the order of their numbers; what the user chose goes
 * before what the requests look like.
 */
export function regrouped(
  old: readonly KeptDelivery[],
  extra: readonly GroupRequest[],
  choices: Choices,
): { readonly made: readonly KeptDelivery[]; readonly spots: ReadonlyMap<number, Spot> } {
  const requests = [
    ...old.flatMap(({ delivery }) => requestsOf(delivery)),
    ...extra.map((request) => ({ request, more: 0 })),
  ].toSorted((one, other) => one.request.sequence - other.request.sequence)
  let made: Delivery[] = []
  for (const { request, more } of requests) {
    const byHand = chosen(request, made, choices)
    const grown = grow(request, byHand ?? place(request, made.slice(0, CANDIDATES)))
    const delivery = withMore(byHand === null ? grown : { ...grown, byHand: true }, more)
    made = [delivery, ...made.filter(({ id }) => id !== delivery.id)]
  }
  const highest = Math.max(0, ...old.map(({ last }) => last))
  const spots = new Map<number, Spot>()
  for (const { sequence } of extra) {
    for (const { id, attempts } of made) {
      const index = attempts.findIndex((attempt) => attempt.requests.some((one) => one.sequence === sequence))
      if (index >= 0) spots.set(sequence, { delivery: id, index })
    }
  }
  // What was only counted belongs to the latest one: no number of its own is known any more.
  const kept = made.map((delivery, index) => ({
    delivery,
    packed: [],
    last: index === 0 ? Math.max(highest, lastOf(delivery)) : lastOf(delivery),
  }))
  return { made: kept, spots }
}
