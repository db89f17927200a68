import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import { LATE_MS } from '../../../shared/checks/ladder/ladder.ts'
import { FAMILIES } from '../../../shared/model/callback.ts'
import type { DeliveryCounts, DeliveryFilter, DeliveryGroup } from '../../../shared/model/delivery-filter.ts'
import { textColumn } from '../store/row-codec.ts'
import type { Sqlite, SqlValue } from '../store/sqlite.ts'
import { DELIVERY_COLUMNS, keptDelivery } from './codec.ts'

interface Condition {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

/** What a group asks of a row at a moment (ms since 1970); the codes of `state` stand in store/migrations/004-deliveries.ts. */
function ofGroup(group: DeliveryGroup, now: number): Condition {
  const over = now - LATE_MS
  switch (group) {
    case 'first':
      return { sql: 'state = 1', values: [] }
    case 'later':
      return { sql: 'state = 2', values: [] }
    case 'waiting':
      return { sql: 'state = 0 AND last_chance_at >= ?', values: [over] }
    case 'lost':
      return { sql: 'state = 0 AND last_chance_at < ?', values: [over] }
    case 'open':
      return { sql: 'state = 3', values: [] }
  }
}

const LIKE = /[\\%_]/g

function conditionOf({ group, family, text }: DeliveryFilter, now: number): Condition {
  const parts: Condition[] = []
  if (group !== undefined) parts.push(ofGroup(group, now))
  if (family !== undefined) parts.push({ sql: 'family = ?', values: [FAMILIES.indexOf(family)] })
  const wanted = text?.trim() ?? ''
  if (wanted !== '') {
    const like = `%${textColumn(wanted).replace(LIKE, '\\$&')}%`
    parts.push({ sql: "(reference LIKE ? ESCAPE '\\' OR event_type LIKE ? ESCAPE '\\')", values: [like, like] })
  }
  if (parts.length === 0) return { sql: '1', values: [] }
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) }
}

/** Numbers of the deliveries that a filter lets through, ascending. */
export function selectIds(sqlite: Sqlite, filter: DeliveryFilter, now: number): Float64Array {
  const { sql, values } = conditionOf(filter, now)
  const rows = sqlite.all(`SELECT id FROM delivery WHERE ${sql} ORDER BY id`, ...values)
  return Float64Array.from(rows, (row) => Number(row['id']))
}

/** Says whether one delivery is let through. */
export function admits(sqlite: Sqlite, filter: DeliveryFilter, now: number, id: number): boolean {
  const { sql, values } = conditionOf(filter, now)
  return sqlite.get(`SELECT 1 FROM delivery WHERE id = ? AND ${sql}`, id, ...values) !== undefined
}

/** How many deliveries of each group there are at a moment (ms since 1970). */
export function countGroups(sqlite: Sqlite, now: number): DeliveryCounts {
  const count = (group: DeliveryGroup): number => {
    const { sql, values } = ofGroup(group, now)
    return sqlite.number(`SELECT count(*) FROM delivery WHERE ${sql}`, ...values)
  }
  return {
    first: count('first'),
    later: count('later'),
    waiting: count('waiting'),
    lost: count('lost'),
    open: count('open'),
  }
}

/** Deliveries by their numbers, in the order given; what is gone is left out. */
export function readDeliveries(sqlite: Sqlite, ids: readonly number[]): Delivery[] {
  return ids.flatMap((id) => {
    const row = sqlite.get(`SELECT ${DELIVERY_COLUMNS} FROM delivery WHERE id = ?`, id)
    return row === undefined ? [] : [keptDelivery(row).delivery]
  })
}

/** The deliveries of one payment, the earliest first. */
export function readPayment(sqlite: Sqlite, reference: string, limit: number): Delivery[] {
  // The numbers first: the index holds them, in another order.
  const ids = 'SELECT id FROM delivery WHERE reference = ? ORDER BY id LIMIT ?'
  const sql = `SELECT ${DELIVERY_COLUMNS} FROM delivery WHERE id IN (${ids}) ORDER BY id`
  return sqlite.all(sql, textColumn(reference), limit).map((row) => keptDelivery(row).delivery)
}
