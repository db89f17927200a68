import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import type { RunEnd } from '../../../shared/model/delivery.ts'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'

/** A delivery as clients get it: without what only grouping looks at, with what became of the run that sent it. */
export function deliveryRecord(delivery: Delivery, runEnd: RunEnd | null): DeliveryRecord {
  const { id, family, eventType, reference, facet, simulated, run, delays, follows, byHand, attempts } = delivery
  return { id, family, eventType, reference, facet, simulated, run, runEnd, delays, follows, byHand, attempts }
}
