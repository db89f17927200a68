import type { InboxRow } from '../../shared/model/inbox.ts'

const PAGE = 128
const MOST_PAGES = 64

/**
 * Rows of one view by rank. The rank counts from the oldest row (0) up, so that arrivals at the top move no row; a
 * position (0 = newest) is `total - 1 - rank`. Pages that were not looked at for longest go first.
 */
export class RowCache {
  readonly #pages = new Map<number, Map<number, InboxRow>>()
  readonly #rankOf = new Map<number, number>()

  get(rank: number): InboxRow | undefined {
    return this.#pages.get(Math.floor(rank / PAGE))?.get(rank)
  }

  put(rank: number, row: InboxRow): void {
    if (rank < 0) return
    this.#page(Math.floor(rank / PAGE)).set(rank, row)
    this.#rankOf.set(row.sequence, rank)
  }

  /** Replaces the content of a row that is held; others are not of interest. True when it was held. */
  update(row: InboxRow): boolean {
    const rank = this.#rankOf.get(row.sequence)
    if (rank === undefined) return false
    this.put(rank, row)
    return true
  }

  rankOf(sequence: number): number | undefined {
    return this.#rankOf.get(sequence)
  }

  /** Marks the pages of these ranks as just looked at; gives the stretches of ranks (low to high) that are missing. */
  missing(low: number, high: number): readonly { readonly low: number; readonly high: number }[] {
    const gaps: { low: number; high: number }[] = []
    for (let rank = low; rank <= high; rank++) {
      if (rank === low || rank % PAGE === 0) this.#touch(Math.floor(rank / PAGE))
      if (this.get(rank) !== undefined) continue
      const last = gaps.at(-1)
      if (last !== undefined && last.high === rank - 1) last.high = rank
      else gaps.push({ low: rank, high: rank })
    }
    return gaps
  }

  clear(): void {
    this.#pages.clear()
    this.#rankOf.clear()
  }

  get size(): number {
    return this.#rankOf.size
  }

  #touch(number: number): void {
    const page = this.#pages.get(number)
    if (page === undefined) return
    this.#pages.delete(number)
    this.#pages.set(number, page)
  }

  #page(number: number): Map<number, InboxRow> {
    const held = this.#pages.get(number)
    if (held !== undefined) return held
    const made = new Map<number, InboxRow>()
    this.#pages.set(number, made)
    if (this.#pages.size > MOST_PAGES) this.#dropOldest()
    return made
  }

  #dropOldest(): void {
    const oldest = this.#pages.keys().next().value
    if (oldest === undefined) return
    for (const row of this.#pages.get(oldest)?.values() ?? []) this.#rankOf.delete(row.sequence)
    this.#pages.delete(oldest)
  }
}
