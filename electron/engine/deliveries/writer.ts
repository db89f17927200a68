import { isCutShort, readDelivery } from '../../../shared/checks/deliveries/reading.ts'
import type { DeliveryReading } from '../../../shared/checks/deliveries/reading.ts'
import type { Delivery } from '../../../shared/checks/deliveries/types.ts'
import { attemptsOf } from '../../../shared/checks/ladder/ladder.ts'
import type { Sqlite } from '../store/sqlite.ts'
import { packAttempt } from '../store/attempt-codec.ts'
import { DELIVERY_COLUMNS, deliveryValues, stateCode } from './codec.ts'
import type { KeptDelivery } from './codec.ts'
import type { RunEndOf } from './run-end-of.ts'

/** Where a request ended up, as it stands in its row of the index. */
export interface Placed {
  readonly delivery: number
  readonly packed: number
}

/** Where a request of this batch stands: its delivery, and the place of its attempt. */
export interface Spot {
  readonly delivery: number
  readonly index: number
}

/** What the grouping of some requests changed, beside their own rows. */
export interface DeliveryNews {
  readonly changed: readonly number[]
  readonly removed: readonly number[]
  /** Requests of before whose number or delivery is another one now. */
  readonly renumbered: readonly number[]
  /** All are gone. */
  readonly cleared: boolean
}

const NAMES = DELIVERY_COLUMNS.split(', ')
const WRITE = `INSERT INTO delivery (${DELIVERY_COLUMNS}) VALUES (${NAMES.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${NAMES.slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`
const RENUMBER = 'UPDATE entry_index SET delivery = ?, attempt = ? WHERE sequence = ?'
const NONE: ReadonlyMap<number, Spot> = new Map()

/** Writes deliveries into their rows and keeps account of what is news. Called inside a transaction of the caller. */
export class DeliveryWriter {
  readonly #sqlite: Sqlite
  readonly #written: (kept: KeptDelivery) => void
  readonly #runEnd: RunEndOf
  /** Deliveries written since the start whose run goes on. */
  readonly #running = new Set<number>()
  #changed = new Set<number>()
  #removed = new Set<number>()
  #renumbered = new Set<number>()
  #cleared = false

  constructor(sqlite: Sqlite, runEnd: RunEndOf, written: (kept: KeptDelivery) => void) {
    this.#sqlite = sqlite
    this.#runEnd = runEnd
    this.#written = written
  }

  /**
   * Works out the numbers of deliveries and writes them.
   * @param dirty with the packed numbers as the rows have them now, fewer than attempts where some are new
   * @param spots requests whose own rows the caller writes
   */
  write(dirty: Iterable<KeptDelivery>, spots: ReadonlyMap<number, Spot> = NONE): Map<number, Placed> {
    const packedOf = new Map<number, readonly number[]>()
    for (const { delivery, last, packed: before } of dirty) {
      const reading = readDelivery(delivery)
      const { numbers, delivered, ladder, lastChanceAt: chance } = reading
      // After the last attempt there is no chance any more, whatever the clock says: that of a simulated run is far ahead.
      const over = ladder !== null && (numbers.at(-1)?.number ?? 0) >= attemptsOf(ladder)
      const lastChanceAt = over ? 0 : chance
      const packed = numbers.map(packAttempt)
      const kept = { delivery, packed, last }
      packedOf.set(delivery.id, packed)
      const planned = ladder !== null && (delivery.run === null || !this.#isCutShort(delivery, reading))
      this.#sqlite.run(WRITE, ...deliveryValues(kept, stateCode(delivered, planned), lastChanceAt))
      this.#changed.add(delivery.id)
      this.#removed.delete(delivery.id)
      this.#written(kept)
      this.#renumber(delivery, packed, before, spots)
    }
    const placed = new Map<number, Placed>()
    for (const [sequence, { delivery, index }] of spots) {
      placed.set(sequence, { delivery, packed: packedOf.get(delivery)?.[index] ?? 0 })
    }
    return placed
  }

  /** Says so of a delivery that a run sent, and remembers it while that goes on. */
  #isCutShort(delivery: Delivery, reading: DeliveryReading): boolean {
    const end = this.#runEnd(delivery)
    if (end === null) this.#running.add(delivery.id)
    else this.#running.delete(delivery.id)
    return isCutShort(reading, end)
  }

  /** Deliveries of runs that went on when they were written. */
  running(): readonly number[] {
    return [...this.#running]
  }

  /** Tells the rows of earlier requests their new number. */
  #renumber(
    delivery: Delivery,
    packed: readonly number[],
    before: readonly number[],
    spots: ReadonlyMap<number, Spot>,
  ): void {
    for (const [index, { requests }] of delivery.attempts.entries()) {
      if (packed[index] === before[index]) continue
      for (const { sequence } of requests) {
        if (spots.has(sequence)) continue
        this.#sqlite.run(RENUMBER, delivery.id, packed[index] ?? 0, sequence)
        this.#renumbered.add(sequence)
      }
    }
  }

  drop(id: number): void {
    this.#sqlite.run('DELETE FROM delivery WHERE id = ?', id)
    this.gone(id)
  }

  /** A delivery whose row is gone already. */
  gone(id: number): void {
    this.#removed.add(id)
    this.#changed.delete(id)
    this.#running.delete(id)
  }

  /** What has changed since it was last asked. */
  news(): DeliveryNews {
    const told = {
      changed: [...this.#changed],
      removed: [...this.#removed],
      renumbered: [...this.#renumbered],
      cleared: this.#cleared,
    }
    this.forget()
    return told
  }

  /** Every row is gone. */
  emptied(): void {
    this.forget()
    this.#running.clear()
    this.#cleared = true
  }

  forget(): void {
    this.#cleared = false
    this.#changed = new Set()
    this.#removed = new Set()
    this.#renumbered = new Set()
  }
}
