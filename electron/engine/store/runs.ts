/**
 * A set of sequence numbers kept as disjoint ascending ranges: a million rows without gaps are one range. Positions
 * count from the newest (highest) number, which is 0.
 */
export class RunSet {
  #firsts: number[] = []
  #lasts: number[] = []
  /** Numbers in the runs before each run; rebuilt when runs changed in the middle. */
  #before: number[] | null = []
  #count = 0

  get count(): number {
    return this.#count
  }

  get min(): number {
    return this.#firsts[0] ?? 0
  }

  get max(): number {
    return this.#lasts.at(-1) ?? 0
  }

  /** The ranges, ascending, both ends included. */
  *runs(): Generator<readonly [first: number, last: number]> {
    for (let index = 0; index < this.#firsts.length; index += 1) {
      yield [this.#firsts[index] ?? 0, this.#lasts[index] ?? 0]
    }
  }

  has(sequence: number): boolean {
    const index = this.#runAtOrBefore(sequence)
    return index >= 0 && sequence <= (this.#lasts[index] ?? 0)
  }

  /** Adds the numbers first..last; those that are there already stay. */
  add(first: number, last: number = first): void {
    const top = this.#lasts.length - 1
    const end = this.#lasts[top]
    if (end !== undefined && first === end + 1 && last >= first) {
      this.#lasts[top] = last
      this.#count += last - first + 1
      return
    }
    this.#splice(first, last, true)
  }

  /** Takes the numbers first..last out; those that are not there do not matter. */
  remove(first: number, last: number = first): void {
    this.#splice(first, last, false)
  }

  /** How many numbers of first..last are in the set. */
  countBetween(first: number, last: number): number {
    return last < first ? 0 : this.#countUpTo(last) - this.#countUpTo(first - 1)
  }

  /** Position (0 = highest) of a number, or null when it is not in the set. */
  position(sequence: number): number | null {
    return this.has(sequence) ? this.#count - this.#countUpTo(sequence) : null
  }

  /** Up to `count` numbers from a position on, descending. */
  slice(from: number, count: number): number[] {
    const found: number[] = []
    const end = Math.min(this.#count, from + count)
    if (from < 0 || from >= end) return found
    const before = this.#prefix()
    // Ascending rank of the first number wanted.
    let run = lastAtMost(before, this.#count - 1 - from)
    let sequence = (this.#firsts[run] ?? 0) + (this.#count - 1 - from - (before[run] ?? 0))
    while (found.length < end - from) {
      found.push(sequence)
      sequence -= 1
      if (sequence < (this.#firsts[run] ?? 0)) {
        run -= 1
        sequence = this.#lasts[run] ?? 0
      }
    }
    return found
  }

  /** Ranges of this set's numbers above `above` that `other` does not hold, ascending. */
  *missingIn(other: RunSet, above: number): Generator<readonly [first: number, last: number]> {
    for (let index = Math.max(0, this.#runAtOrBefore(above)); index < this.#firsts.length; index += 1) {
      const last = this.#lasts[index] ?? 0
      let next = Math.max(this.#firsts[index] ?? 0, above + 1)
      for (let inner = Math.max(0, other.#runAtOrBefore(next)); next <= last; inner += 1) {
        const from = other.#firsts[inner]
        if (from === undefined || from > last) {
          yield [next, last]
          break
        }
        if (from > next) yield [next, from - 1]
        next = Math.max(next, (other.#lasts[inner] ?? 0) + 1)
      }
    }
  }

  #countUpTo(sequence: number): number {
    const index = this.#runAtOrBefore(sequence)
    if (index < 0) return 0
    const within = Math.min(sequence, this.#lasts[index] ?? 0) - (this.#firsts[index] ?? 0) + 1
    return (this.#prefix()[index] ?? 0) + within
  }

  #runAtOrBefore(sequence: number): number {
    const top = this.#firsts.length - 1
    return top >= 0 && sequence >= (this.#firsts[top] ?? 0) ? top : lastAtMost(this.#firsts, sequence)
  }

  #prefix(): number[] {
    if (this.#before !== null) return this.#before
    let sum = 0
    const before = this.#firsts.map((first, index) => {
      const here = sum
      sum += (this.#lasts[index] ?? 0) - first + 1
      return here
    })
    this.#before = before
    return before
  }

  /** Replaces every run that touches first..last by what is left of them, joined with first..last itself when `keep`. */
  #splice(first: number, last: number, keep: boolean): void {
    if (last < first) return
    const reach = keep ? 1 : 0
    let from = this.#runAtOrBefore(first - reach)
    if (from < 0 || (this.#lasts[from] ?? 0) < first - reach) from += 1
    let to = from
    while (to < this.#firsts.length && (this.#firsts[to] ?? 0) <= last + reach) to += 1
    const low = Math.min(first, this.#firsts[from] ?? first)
    const high = Math.max(last, to > from ? (this.#lasts[to - 1] ?? last) : last)
    const pieces: [number, number][] = []
    if (keep) pieces.push(to > from ? [low, high] : [first, last])
    else if (to > from) {
      if (low < first) pieces.push([low, first - 1])
      if (high > last) pieces.push([last + 1, high])
    }
    for (let index = from; index < to; index += 1)
      this.#count -= (this.#lasts[index] ?? 0) - (this.#firsts[index] ?? 0) + 1
    for (const [start, end] of pieces) this.#count += end - start + 1
    this.#firsts.splice(from, to - from, ...pieces.map((piece) => piece[0]))
    this.#lasts.splice(from, to - from, ...pieces.map((piece) => piece[1]))
    this.#before = null
  }
}

/** Index of the last value that is at most `limit` in an ascending list; -1 when there is none. */
function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
