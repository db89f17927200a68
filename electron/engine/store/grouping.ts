import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import { PUBLISHED_DELAYS } from '../../../shared/checks/ladder/ladder.ts'
import { FAMILIES } from '../../../shared/model/callback.ts'
import type { Keeper } from '../deliveries/keeper.ts'
import type { Placed } from '../deliveries/writer.ts'
import { unpackAttempt } from './attempt-codec.ts'
import type { Ledger } from './ledger.ts'
import { textColumn } from './row-codec.ts'
import type { Sqlite } from './sqlite.ts'
import type { IndexEntry } from './types.ts'

/** Where a request stands that was grouped before; null: nowhere yet. */
interface Before {
  readonly id: number
  readonly packed: number
  readonly same: boolean
}

const KNOWN = 'SELECT delivery, attempt, family, event_type, reference FROM entry_index WHERE sequence = ?'

/** What a row was grouped by, against what it is judged to be now. Target and host of a request never change. */
function before(sqlite: Sqlite, { row, grouping }: IndexEntry): Before | null {
  const known = sqlite.get(KNOWN, row.sequence)
  if (known === undefined || known['delivery'] == null) return null
  const text = (value: string | null) => (value === null ? null : textColumn(value))
  const packed = Number(known['attempt'])
  const same =
    grouping != null &&
    known['family'] === FAMILIES.indexOf(row.family) &&
    known['event_type'] === text(row.eventType) &&
    known['reference'] === text(row.reference) &&
    sameLadder(grouping, packed)
  return { id: Number(known['delivery']), packed, same }
}

/** The published ladder, or none, is known by its length; one of a profile must be looked at. */
function sameLadder({ delays }: GroupRequest, packed: number): boolean {
  const { of } = unpackAttempt(packed)
  if (delays === null) return of === null
  return delays === PUBLISHED_DELAYS && of === delays.length + 1
}

/** What a row keeps; when others were placed meanwhile, its number may be another one. */
function renewed(sqlite: Sqlite, kept: Placed | undefined, stale: boolean, { row }: IndexEntry): Placed | undefined {
  if (kept === undefined || !stale) return kept
  const now = sqlite.get(KNOWN, row.sequence)
  return { delivery: Number(now?.['delivery']), packed: Number(now?.['attempt']) }
}

/**
 * Puts the callbacks among some entries (ascending) into their deliveries; gives the entries with what their rows say of it. Called
 * inside the transaction that writes the rows.
 */
export function groupEntries(
  sqlite: Sqlite,
  ledger: Ledger,
  keeper: Keeper,
  entries: readonly IndexEntry[],
): readonly IndexEntry[] {
  const fresh: GroupRequest[] = []
  const kept = new Map<number, Placed>()
  for (const entry of entries) {
    const { row, grouping } = entry
    const known = ledger.indexed.has(row.sequence) ? before(sqlite, entry) : null
    if (known !== null) {
      if (known.same || (grouping != null && keeper.fits(known.id, grouping))) {
        kept.set(row.sequence, { delivery: known.id, packed: known.packed })
        continue
      }
      keeper.takeOut(known.id, row.sequence)
    }
    if (grouping != null) fresh.push(grouping)
  }
  if (fresh.length === 0 && kept.size === 0) return entries
  const placed = keeper.add(fresh)
  return entries.map((entry) => {
    const where =
      placed.get(entry.row.sequence) ?? renewed(sqlite, kept.get(entry.row.sequence), fresh.length > 0, entry)
    if (where === undefined) return entry
    return { ...entry, row: { ...entry.row, delivery: { id: where.delivery, ...unpackAttempt(where.packed) } } }
  })
}
