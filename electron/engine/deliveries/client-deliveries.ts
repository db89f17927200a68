import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import type { DeliveryFilter } from '../../../shared/model/delivery-filter.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { EventData } from '../../../shared/protocol/table.ts'
import type { ArchiveDeliveries, DeliveryChange, DeliveryView } from './archive-deliveries.ts'
import { deliveryRecord } from './record.ts'

/** Deliveries that an event carries at most; with more the client fetches anew. */
const MOST = 50
/** Changes are gathered this long, ms: a picture need not follow a flood faster. */
const GATHER_MS = 100

interface Pending {
  added: number
  reset: boolean
  readonly changed: Set<number>
}

/** The lists of deliveries that one client has open, and the news of them. */
export interface ClientDeliveries {
  readonly open: (filter: DeliveryFilter) => { view: number; total: number }
  readonly find: (view: number) => DeliveryView
  readonly close: (view: number) => void
  readonly change: (change: DeliveryChange) => void
  readonly closeAll: () => void
}

interface Open {
  readonly view: DeliveryView
  pending: Pending | null
}

function gather(open: Open, change: DeliveryChange): void {
  const pending = open.pending ?? { added: 0, reset: false, changed: new Set() }
  const { added, moved } = open.view.follow(change)
  pending.added += added
  pending.reset ||= moved
  for (const id of change.changed) if (pending.changed.size <= MOST) pending.changed.add(id)
  open.pending = pending
}

/**
 * Keeps the lists of one client and tells it of changes.
 * @param emit sends one `deliveries.changed` event
 */
export function createClientDeliveries(
  deliveries: ArchiveDeliveries,
  emit: (data: EventData<'deliveries.changed'>) => void,
): ClientDeliveries {
  const views = new Map<number, Open>()
  let last = 0
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    timer = null
    const record = (one: Delivery) => deliveryRecord(one, deliveries.runEnd(one))
    const counts = deliveries.counts()
    for (const [view, open] of views) {
      if (open.pending === null) continue
      const { added, reset, changed } = open.pending
      open.pending = null
      const many = changed.size > MOST
      const ids = many ? [] : [...changed].filter((id) => open.view.position(id) !== null)
      const records = ids.flatMap((id) => deliveries.read(id) ?? []).map(record)
      emit({ view, total: open.view.total(), added, changed: records, reset: reset || many, counts })
    }
  }
  return {
    open: (filter) => {
      last += 1
      const view = deliveries.open(filter)
      views.set(last, { view, pending: null })
      return { view: last, total: view.total() }
    },
    find: (number) => {
      const open = views.get(number)
      if (open !== undefined) return open.view
      throw new ProblemError({ code: 'not-found', message: 'This list of deliveries is closed.' })
    },
    close: (view) => void views.delete(view),
    change: (change) => {
      if (views.size === 0) return
      for (const open of views.values()) gather(open, change)
      timer ??= setTimeout(flush, GATHER_MS)
    },
    closeAll: () => {
      if (timer !== null) clearTimeout(timer)
      views.clear()
    },
  }
}
