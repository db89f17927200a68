import { grow } from '../../../shared/checks/deliveries/grow.ts'
import { place } from '../../../shared/checks/deliveries/place.ts'
import type { Delivery, GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import type { Sqlite } from '../store/sqlite.ts'
import { loadChoices } from './choices.ts'
import type { Choices } from './choices.ts'
import type { KeptDelivery } from './codec.ts'
import { lastOf } from './last-of.ts'
import { regrouped } from './replay.ts'
import { Shelf } from './shelf.ts'
import type { GroupKind } from './shelf.ts'
import { DeliveryWriter } from './writer.ts'
import type { RunEndOf } from './run-end-of.ts'
import type { DeliveryNews, Placed, Spot } from './writer.ts'

/** The deliveries of one archive. Everything that writes is called inside a transaction of the caller. */
export class Keeper {
  readonly choices: Choices
  readonly #sqlite: Sqlite
  readonly #shelf: Shelf
  readonly #writer: DeliveryWriter
  readonly #runEnd: RunEndOf

  constructor(sqlite: Sqlite, runEnd: RunEndOf) {
    this.#sqlite = sqlite
    this.#runEnd = runEnd
    this.choices = loadChoices(sqlite)
    this.#shelf = new Shelf(sqlite, this.choices)
    this.#writer = new DeliveryWriter(sqlite, runEnd, (kept) => this.#shelf.put(kept.delivery.key, kept, false))
  }

  read(id: number): KeptDelivery | null {
    return this.#shelf.byId(id)
  }

  /** The latest deliveries of a kind, the latest first. */
  latest(kind: GroupKind): readonly KeptDelivery[] {
    return this.#shelf.latest(kind)
  }

  /** Puts requests (ascending, none of them in a delivery yet) where they belong. */
  add(requests: readonly GroupRequest[]): ReadonlyMap<number, Placed> {
    const dirty = new Map<number, KeptDelivery>()
    const spots = new Map<number, Spot>()
    const late: GroupRequest[] = []
    this.#shelf.expect(requests)
    for (const request of requests) {
      const candidates = this.#shelf.latest(request)
      // Older than what was grouped before (judged late), or placed by hand: its whole kind is grouped anew.
      if (candidates.some(({ last }) => last > request.sequence) || this.choices.of(request.sequence) !== null) {
        late.push(request)
        continue
      }
      const placement = place(
        request,
        candidates.map(({ delivery }) => delivery),
      )
      const delivery = grow(request, placement)
      const before = candidates.find((one) => one.delivery.id === delivery.id)?.packed ?? []
      const kept = { delivery, packed: before, last: request.sequence }
      dirty.set(delivery.id, kept)
      this.#shelf.put(request.key, kept, true)
      spots.set(request.sequence, { delivery: delivery.id, index: delivery.attempts.length - 1 })
    }
    const placed = this.#writer.write(dirty.values(), spots)
    for (const request of late) {
      for (const [sequence, where] of this.#replay(this.#kindOf(request), [request])) placed.set(sequence, where)
    }
    return placed
  }

  /** Says whether a request may stay in a delivery, now that it was judged again. */
  fits(id: number, request: GroupRequest): boolean {
    const kept = this.read(id)
    if (kept === null) return false
    const { delivery } = kept
    if (delivery.key !== request.key && !delivery.byHand) return false
    return String(delivery.delays) === String(request.delays)
  }

  /** Takes one request out of its delivery, to be placed anew. */
  takeOut(id: number, sequence: number): void {
    const kept = this.read(id)
    this.#shelf.forget()
    if (kept !== null) this.#without(kept, sequence, sequence)
  }

  /** Groups some deliveries anew, with the choices of the user as they stand now. */
  regroup(ids: readonly number[]): void {
    this.#replay(
      ids.map((id) => this.read(id)).filter((one) => one !== null),
      [],
    )
  }

  /** Deliveries of runs that went on when they were written. */
  running(): readonly number[] {
    return this.#writer.running()
  }

  /** Writes those of some deliveries anew whose run has ended. */
  endRuns(ids: readonly number[]): void {
    const kept = ids.map((id) => this.read(id)).filter((one) => one !== null)
    this.#writer.write(kept.filter(({ delivery }) => this.#runEnd(delivery) !== null))
  }

  /** Takes out a range of requests that is being deleted; their index rows are still there. */
  remove(first: number, last: number): void {
    this.#shelf.forget()
    const touched = this.#sqlite.all(
      'SELECT DISTINCT delivery AS id FROM entry_index WHERE sequence BETWEEN ? AND ? AND delivery IS NOT NULL',
      first,
      last,
    )
    this.#sqlite.run('DELETE FROM delivery WHERE id BETWEEN ? AND ? AND last_sequence <= ?', first, last, last)
    for (const row of touched) {
      const kept = this.read(Number(row['id']))
      if (kept === null) this.#writer.gone(Number(row['id']))
      else this.#without(kept, first, last)
    }
    this.choices.remove(first, last)
  }

  clear(): void {
    this.#sqlite.run('DELETE FROM delivery')
    this.choices.remove(1, Number.MAX_SAFE_INTEGER)
    this.#shelf.forget()
    this.#writer.emptied()
  }

  /** What has changed since it was last asked. */
  news(): DeliveryNews {
    return this.#writer.news()
  }

  /** A transaction was rolled back: what is held in memory may be wrong. */
  forget(): void {
    this.choices.reload()
    this.#shelf.forget()
    this.#writer.forget()
  }

  #without(kept: KeptDelivery, first: number, last: number): void {
    const { delivery } = kept
    const attempts = delivery.attempts
      .map((attempt) => ({
        ...attempt,
        requests: attempt.requests.filter(({ sequence }) => sequence < first || sequence > last),
      }))
      .filter(({ requests }) => requests.length > 0)
    if (attempts.length === 0) return this.#writer.drop(delivery.id)
    const rest: Delivery = { ...delivery, attempts }
    this.#writer.write([{ delivery: rest, packed: [], last: lastOf(rest) }])
  }

  #kindOf(request: GroupRequest): readonly KeptDelivery[] {
    const all = [...this.#shelf.together(request)]
    const follows = this.choices.of(request.sequence)?.follows ?? null
    const other = follows === null ? null : this.#shelf.holding(follows)
    if (other !== null && all.every(({ delivery }) => delivery.id !== other.delivery.id)) all.push(other)
    return all
  }

  #replay(old: readonly KeptDelivery[], extra: readonly GroupRequest[]): Map<number, Placed> {
    this.#shelf.forget()
    for (const { delivery } of old) this.#writer.drop(delivery.id)
    const { made, spots } = regrouped(old, extra, this.choices)
    return this.#writer.write(made, spots)
  }
}
