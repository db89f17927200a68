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
}

/** A delivery that waits for its first attempt. `uuid` gives random text for references and ids. */
export function startPlaying(plan: ScenarioDelivery, index: number, startAt: number, uuid: () => string): Playing {
  const { family, event, reference, afterSeconds } = plan
  const variant = plan.variant ?? kindOf(family, event)?.variants[0] ?? null
  const own = family === 'mapi' || family === 'rco-plus' ? uuid() : `sim-${uuid().slice(0, 8)}`
  const dueAt = startAt + afterSeconds * 1000
  const callback = { family, event, variant, reference: reference ?? own, uuid: uuid(), created: Math.round(dueAt) }
  return { plan, callback, index, state: 'waiting', attempts: 0, dueAt }
}

/** When the next attempt of a delivery falls if the one under way fails, ms from `now`; null: there is none. */
function nextOf({ state, dueAt, attempts, plan }: Playing, now: number): number | null {
  if (state === 'waiting') return dueAt - now
  const next = state === 'sending' ? nextAttempt(attempts, plan.attempts, null) : null
  return next?.kind === 'again' ? dueAt + next.afterSeconds * 1000 - now : null
}

/**
 * How long a run may be silent after a request at the latest, whatever is answered: ms on its clock; null: nothing follows at all.
 * @param last the delivery whose last attempt ends with this request; null: more requests of this attempt may follow
 */
export function silenceAfter(deliveries: readonly Playing[], last: Playing | null, now: number): number | null {
  const waits = deliveries.flatMap((one) => {
    const next = nextOf(one, now)
    if (next !== null) return [next]
    return one.state === 'sending' && one !== last ? [0] : []
  })
  return waits.length === 0 ? null : Math.max(0, ...waits)
}
