import type { AttemptRequest, Delivery, DeliveryAttempt, GroupRequest, Placement } from './types.ts'

/** Requests that an attempt lists; a flood of repetitions is counted. */
const MOST_REQUESTS = 16

const requestOf = (request: GroupRequest, repeat: boolean): AttemptRequest => {
  const { sequence, at, lastedMs, method, agent, status, outcome } = request
  return { sequence, at, lastedMs, method, agent, status, outcome, repeat }
}

const attemptOf = (request: GroupRequest): DeliveryAttempt => ({
  requests: [requestOf(request, false)],
  more: 0,
})

function begun(request: GroupRequest, follows: number | null): Delivery {
  const { sequence, key, body, family, eventType, reference, facet, simulated, delays, run } = request
  return {
    id: sequence,
    key,
    body,
    family,
    eventType,
    reference,
    facet,
    simulated,
    delays,
    run,
    follows,
    byHand: false,
    attempts: [attemptOf(request)],
  }
}

function joined(attempt: DeliveryAttempt, request: GroupRequest, repeat: boolean): DeliveryAttempt {
  if (attempt.requests.length >= MOST_REQUESTS) return { ...attempt, more: attempt.more + 1 }
  return { ...attempt, requests: [...attempt.requests, requestOf(request, repeat)] }
}

/** Puts a request where it belongs; gives the delivery as it is then. */
export function grow(request: GroupRequest, placement: Placement): Delivery {
  if (placement.kind === 'new') return begun(request, placement.follows)
  const { delivery } = placement
  const body = delivery.body === '' ? request.body : delivery.body
  if (placement.kind === 'next') return { ...delivery, body, attempts: [...delivery.attempts, attemptOf(request)] }
  const last = delivery.attempts.at(-1)
  if (last === undefined) return delivery
  return { ...delivery, body, attempts: [...delivery.attempts.slice(0, -1), joined(last, request, placement.repeat)] }
}
