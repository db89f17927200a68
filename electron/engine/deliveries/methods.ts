import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import { paymentRemarks } from '../../../shared/checks/payment/remarks.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import type { DELIVERY_METHODS } from '../../../shared/protocol/deliveries.ts'
import type { Handlers } from '../../../shared/protocol/table.ts'
import type { Clocks } from '../listener/types.ts'
import type { ArchiveDeliveries } from './archive-deliveries.ts'
import type { ClientDeliveries } from './client-deliveries.ts'
import { deliveryRecord } from './record.ts'

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problem)
  return result.value
}

/** The methods about deliveries, for one client. */
export function deliveryMethods(
  deliveries: ArchiveDeliveries,
  views: ClientDeliveries,
  clocks: Clocks,
): Pick<Handlers, keyof typeof DELIVERY_METHODS> {
  const record = (one: Delivery) => deliveryRecord(one, deliveries.runEnd(one))
  return {
    'deliveries.open': ({ filter }) => ({ ...views.open(filter), counts: deliveries.counts() }),
    'deliveries.rows': ({ view, from, count }) => {
      const found = views.find(view)
      return { total: found.total(), from, rows: found.rows(from, count).map(record) }
    },
    'deliveries.locate': ({ view, id }) => ({ position: views.find(view).position(id) }),
    'deliveries.close': ({ view }) => {
      views.close(view)
      return {}
    },
    'deliveries.detail': ({ id }) => {
      const found = deliveries.read(id)
      if (found !== null) return record(found)
      throw new ProblemError({ code: 'not-found', message: 'This delivery has been deleted, or was grouped anew.' })
    },
    'deliveries.payment': ({ reference }) => {
      const found = deliveries.payment(reference)
      return { deliveries: found.map(record), remarks: paymentRemarks(found, clocks.wall()) }
    },
    'deliveries.split': ({ sequence }) => ({ id: unwrap(deliveries.split(sequence)) }),
    'deliveries.join': ({ id, into }) => ({ id: unwrap(deliveries.join(id, into)) }),
  }
}
