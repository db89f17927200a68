import type { GroupRequest } from '../../../shared/checks/deliveries/types.ts'
import { textColumn } from '../store/row-codec.ts'
import type { Sqlite } from '../store/sqlite.ts'
import type { Choices } from './choices.ts'
import { DELIVERY_COLUMNS, keptDelivery } from './codec.ts'
import type { KeptDelivery } from './codec.ts'

/** Deliveries of one kind of request that are looked at, the latest first. */
export const CANDIDATES = 4
/** Kinds of requests whose deliveries are held in memory. */
const MOST_KEYS = 1_000
/** Deliveries of one kind that are grouped anew together. */
const MOST_TOGETHER = 64

const SELECT = `SELECT ${DELIVERY_COLUMNS} FROM delivery`
const OF_KIND = `${SELECT} WHERE reference IS ? AND key = ? ORDER BY id DESC LIMIT ?`
const KNOWN_KEYS = `SELECT DISTINCT delivery.key AS key FROM json_each(?) AS kind
  JOIN delivery ON delivery.reference IS kind.value ->> 0 AND delivery.key = kind.value ->> 1`
const BY_ID = `${SELECT} WHERE id = ?`

/** What the requests of one event have in common: a key, and the reference that is part of it, by which an archive finds it. */
export type GroupKind = Pick<GroupRequest, 'key' | 'reference'>

const referenceOf = ({ reference }: GroupKind): string | null => (reference === null ? null : textColumn(reference))

/** Deliveries as they are read: by number, by kind, by one of their requests; the latest ones from memory. */
export class Shelf {
  readonly #sqlite: Sqlite
  readonly #choices: Choices
  readonly #held = new Map<number, KeptDelivery[]>()

  constructor(sqlite: Sqlite, choices: Choices) {
    this.#sqlite = sqlite
    this.#choices = choices
  }

  byId(id: number): KeptDelivery | null {
    const row = this.#sqlite.get(BY_ID, id)
    return row === undefined ? null : keptDelivery(row)
  }

  /** The delivery that a request belongs to. */
  holding(sequence: number): KeptDelivery | null {
    const id = this.#sqlite.number('SELECT delivery FROM entry_index WHERE sequence = ?', sequence)
    return id === 0 ? null : this.byId(id)
  }

  /** The latest deliveries of a kind, the latest first; also the one that the user joined such a request to. */
  latest(kind: GroupKind): readonly KeptDelivery[] {
    const known = this.#held.get(kind.key)
    if (known !== undefined) return known
    const found = this.#read(kind, CANDIDATES)
    this.#hold(kind.key, found)
    return found
  }

  /** Looks once which of these kinds have no delivery yet, as most new callbacks: to ask for each alone costs as much as to judge it. */
  expect(kinds: readonly GroupKind[]): void {
    const unknown = new Map(
      kinds.filter(({ key }) => !this.#held.has(key)).map((kind) => [kind.key, referenceOf(kind)]),
    )
    if (unknown.size < 2) return
    const pairs = JSON.stringify(Array.from(unknown, ([key, reference]) => [reference, key]))
    for (const row of this.#sqlite.all(KNOWN_KEYS, pairs)) unknown.delete(Number(row['key']))
    for (const key of unknown.keys()) if (this.#choices.joinedKey(key) === null) this.#hold(key, [])
  }

  #hold(key: number, found: KeptDelivery[]): void {
    if (this.#held.size >= MOST_KEYS) this.#held.delete(this.#held.keys().next().value ?? key)
    this.#held.set(key, found)
  }

  /** All deliveries that may change together with those of a kind. */
  together(kind: GroupKind): readonly KeptDelivery[] {
    return this.#read(kind, MOST_TOGETHER)
  }

  #read(kind: GroupKind, count: number): KeptDelivery[] {
    const found = this.#sqlite.all(OF_KIND, referenceOf(kind), kind.key, count).map(keptDelivery)
    const joined = this.#choices.joinedKey(kind.key)
    const other = joined === null ? null : this.holding(joined)
    if (other !== null && found.every(({ delivery }) => delivery.id !== other.delivery.id)) found.unshift(other)
    return found
  }

  /** Takes the newest state of a delivery in; one that grew stands first among those of its key. */
  put(key: number, kept: KeptDelivery, grew: boolean): void {
    const list = this.#held.get(key)
    if (list === undefined) return
    const place = list.findIndex(({ delivery }) => delivery.id === kept.delivery.id)
    if (!grew && place >= 0) list[place] = kept
    if (!grew) return
    if (place >= 0) list.splice(place, 1)
    list.unshift(kept)
    list.length = Math.min(list.length, CANDIDATES)
  }

  forget(): void {
    this.#held.clear()
  }
}
