import type { StoredEntry } from '../../shared/model/stored.ts'

/** Above this backlog the raw copies are let go and read back from the archive. */
const MOST_WAITING = 20_000

/** Queue in arrival order that forgets its beginning cheaply. */
class Queue {
  #entries: StoredEntry[] = []
  #start = 0
  get length(): number {
    return this.#entries.length - this.#start
  }
  push(entry: StoredEntry): void {
    this.#entries.push(entry)
  }
  take(count: number): readonly StoredEntry[] {
    const taken = this.#entries.slice(this.#start, this.#start + count)
    this.#start += taken.length
    if (this.#start > 4096 || this.length === 0) {
      this.#entries = this.#entries.slice(this.#start)
      this.#start = 0
    }
    return taken
  }
}

/** What was stored and answered, and waits to be judged, in the order of arrival. */
export class Backlog {
  readonly #queue = new Queue()
  readonly #unindexed: (above: number, limit: number) => readonly StoredEntry[]
  /** Entries that only the archive holds: how many, and above which sequence. */
  #spilled = 0
  #cursor = Number.POSITIVE_INFINITY

  /** @param unindexed reads stored entries without an index row, oldest first */
  constructor(unindexed: (above: number, limit: number) => readonly StoredEntry[]) {
    this.#unindexed = unindexed
  }

  get length(): number {
    return this.#queue.length + this.#spilled
  }

  push(entry: StoredEntry): void {
    // Once some went over the brim, all later ones must follow, or the order would break.
    if (this.#spilled > 0 || this.#queue.length >= MOST_WAITING) this.leaveInArchive(1, entry.sequence)
    else this.#queue.push(entry)
  }

  /** So many entries from this sequence on are read back from the archive when their turn comes. */
  leaveInArchive(count: number, sequence: number): void {
    this.#spilled += count
    this.#cursor = Math.min(this.#cursor, sequence - 1)
  }

  next(count: number): readonly StoredEntry[] {
    if (this.#queue.length > 0 || this.#spilled === 0) return this.#queue.take(count)
    const batch = this.#unindexed(this.#cursor, count)
    this.#cursor = batch.at(-1)?.sequence ?? Number.POSITIVE_INFINITY
    this.#spilled = batch.length === 0 ? 0 : Math.max(1, this.#spilled - batch.length)
    return batch
  }
}
