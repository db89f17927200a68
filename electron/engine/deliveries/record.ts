import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'

/** A delivery as clients get it: without what only grouping looks at. */
export function deliveryRecord(delivery: Delivery): DeliveryRecord {
  const { id, family, eventType, reference, facet, simulated, run, delays, follows, byHand, attempts } = delivery
  return { id, family, eventType, reference, facet, simulated, run, delays, follows, byHand, attempts }
}
