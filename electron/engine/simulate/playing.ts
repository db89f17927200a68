import type { RunDelivery } from '../../../shared/protocol/simulator.ts'
import type { PlayedCallback } from '../../../shared/simulate/bodies.ts'
import { kindOf } from '../../../shared/simulate/kinds.ts'
import { nextAttempt } from '../../../shared/simulate/next-attempt.ts'
import type { ScenarioDelivery } from '../../../shared/simulate/scenario-schema.ts'

/** A delivery on its way. Times on the clock of the run, ms since 1970. */
export interface Playing {
  readonly plan: ScenarioDelivery
  readonly callback: PlayedCallback
  readonly index: number
  state: RunDelivery['state']
  attempts: number
  dueAt: number
  /** Its last request has been sent: whatever is answered, nothing follows. */
  spent: boolean
}

/** A delivery that waits for its first attempt. `uuid` gives random text for references and ids. */
export function startPlaying(plan: ScenarioDelivery, index: number, startAt: number, uuid: () => string): Playing {
  const { family, event, reference, afterSeconds } = plan
  const variant = plan.variant ?? kindOf(family, event)?.variants[0] ?? null
  const own = family === 'mapi' || family === 'rco-plus' ? uuid() : `sim-${uuid().slice(0, 8)}`
  const dueAt = startAt + afterSeconds * 1000
  const callback = { family, event, variant, reference: reference ?? own, uuid: uuid(), created: Math.round(dueAt) }
  return { plan, callback, index, state: 'waiting', attempts: 0, dueAt, spent: false }
}

/** When the next attempt of a delivery falls if the one under way fails, ms from `now`; null: there is none. */
function nextOf({ state, dueAt, attempts, plan }: Playing, now: number): number | null {
  if (state === 'waiting') return dueAt - now
  const next = state === 'sending' ? nextAttempt(attempts, plan.attempts, null) : null
  return next?.kind === 'again' ? dueAt + next.afterSeconds * 1000 - now : null
}

/**
 * How long a run may be silent after a request at the latest, whatever is answered: ms on its clock; null: nothing follows at all.
 * Deliveries that are `spent` wait for nothing.
 */
export function silenceAfter(deliveries: readonly Playing[], now: number): number | null {
  const waits = deliveries.flatMap((one) => {
    if (one.spent) return []
    const next = nextOf(one, now)
    return next !== null ? [next] : one.state === 'sending' ? [0] : []
  })
  return waits.length === 0 ? null : Math.max(0, ...waits)
}
