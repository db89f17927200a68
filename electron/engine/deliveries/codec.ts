import type { AttemptRequest, Delivery, DeliveryAttempt } from '../../../shared/checks/deliveries/types.ts'
import { PUBLISHED_DELAYS } from '../../../shared/checks/ladder/ladder.ts'
import { FAMILIES } from '../../../shared/model/callback.ts'
import { OUTCOMES } from '../../../shared/model/delivery.ts'
import { textColumn, textValue } from '../store/row-codec.ts'
import type { SqlRow, SqlValue } from '../store/sqlite.ts'

/** A delivery with the number of each attempt as it stands in the rows of its requests. */
export interface KeptDelivery {
  readonly delivery: Delivery
  readonly packed: readonly number[]
  /** Highest sequence number among its requests, those that are only counted included. */
  readonly last: number
}

/* The trail: times as ms since the first request, texts once. Short, since there may be a million of them. */
type RequestTrail = readonly [
  sequence: number,
  at: number,
  lastedMs: number | null,
  method: number,
  agent: number,
  status: number,
  outcome: number,
  repeat: 0 | 1,
]
interface Trail {
  readonly start: number
  readonly body: string
  readonly texts: readonly string[]
  readonly attempts: readonly { readonly n: number; readonly more?: number; readonly r: readonly RequestTrail[] }[]
  /** Absent: the published ones. */
  readonly delays?: readonly number[] | null
  readonly run?: string
  readonly facet?: string
  readonly follows?: number
  readonly byHand?: true
}

/** To a thousandth: wall clocks have fractions of a millisecond that nobody needs here. */
const short = (ms: number): number => Math.round(ms * 1000) / 1000

function trailOf({ delivery, packed }: KeptDelivery): Trail {
  const start = delivery.attempts[0]?.requests[0]?.at ?? 0
  const texts: string[] = []
  const place = (text: string): number => {
    const known = texts.indexOf(text)
    return known >= 0 ? known : texts.push(text) - 1
  }
  const request = (one: AttemptRequest): RequestTrail => [
    one.sequence,
    short(one.at - start),
    one.lastedMs === null ? null : short(one.lastedMs),
    place(one.method),
    place(one.agent),
    one.status,
    OUTCOMES.indexOf(one.outcome),
    one.repeat ? 1 : 0,
  ]
  const attempts = delivery.attempts.map(({ requests, more }, index) => ({
    n: packed[index] ?? 0,
    ...(more > 0 ? { more } : {}),
    r: requests.map(request),
  }))
  const { body, delays, run, facet, follows, byHand } = delivery
  return {
    start,
    body,
    texts,
    attempts,
    ...(delays === PUBLISHED_DELAYS ? {} : { delays }),
    ...(run === null ? {} : { run }),
    ...(facet === null ? {} : { facet }),
    ...(follows === null ? {} : { follows }),
    ...(byHand ? { byHand } : {}),
  }
}

const codeOfState = (state: 'open' | 'first' | 'later' | 'unplanned'): number =>
  ['open', 'first', 'later', 'unplanned'].indexOf(state)

/** State of a delivery in its row, see store/migrations/004-deliveries.ts. */
export function stateCode(delivered: number, planned: boolean): number {
  if (delivered >= 0) return codeOfState(delivered === 0 ? 'first' : 'later')
  return codeOfState(planned ? 'open' : 'unplanned')
}

export const DELIVERY_COLUMNS =
  'id, key, state, last_chance_at, last_sequence, family, event_type, reference, simulated, trail'

/** The values of DELIVERY_COLUMNS. */
export function deliveryValues(kept: KeptDelivery, state: number, lastChanceAt: number | null): SqlValue[] {
  const { id, key, family, eventType, reference, simulated } = kept.delivery
  return [
    id,
    key,
    state,
    lastChanceAt,
    kept.last,
    FAMILIES.indexOf(family),
    eventType === null ? null : textColumn(eventType),
    reference === null ? null : textColumn(reference),
    simulated ? 1 : 0,
    JSON.stringify(trailOf(kept)),
  ]
}

const maybeText = (value: SqlRow[string] | undefined): string | null =>
  value == null ? null : textValue(String(value))

/** Takes a row with DELIVERY_COLUMNS. */
export function keptDelivery(row: SqlRow): KeptDelivery {
  // Written by this program with JSON.stringify from a Trail, in a file with our mark and version.
  const trail = JSON.parse(String(row['trail'])) as Trail
  const request = ([sequence, at, lastedMs, method, agent, status, outcome, repeat]: RequestTrail): AttemptRequest => ({
    sequence,
    at: trail.start + at,
    lastedMs,
    method: trail.texts[method] ?? '',
    agent: trail.texts[agent] ?? '',
    status,
    outcome: OUTCOMES[outcome] ?? 'unknown',
    repeat: repeat === 1,
  })
  const attempts: DeliveryAttempt[] = trail.attempts.map(({ more = 0, r }) => ({ more, requests: r.map(request) }))
  const delivery: Delivery = {
    id: Number(row['id']),
    key: Number(row['key']),
    body: trail.body,
    family: FAMILIES[Number(row['family'])] ?? 'unknown',
    eventType: maybeText(row['event_type']),
    reference: maybeText(row['reference']),
    facet: trail.facet ?? null,
    simulated: row['simulated'] === 1,
    delays: trail.delays === undefined ? PUBLISHED_DELAYS : trail.delays,
    run: trail.run ?? null,
    follows: trail.follows ?? null,
    byHand: trail.byHand === true,
    attempts,
  }
  return { delivery, packed: trail.attempts.map(({ n }) => n), last: Number(row['last_sequence']) }
}
