/** Ascending sequence numbers that grow at the end: 8 bytes each. Positions count from the newest (last), which is 0. */
export class SequenceList {
  #values: Float64Array
  #length: number

  /** Takes ascending numbers; keeps the array. */
  constructor(values: Float64Array) {
    this.#values = values
    this.#length = values.length
  }

  get length(): number {
    return this.#length
  }

  has(sequence: number): boolean {
    return this.position(sequence) !== null
  }

  position(sequence: number): number | null {
    const index = this.#firstAtLeast(sequence)
    return index < this.#length && this.#values[index] === sequence ? this.#length - 1 - index : null
  }

  /** Every number, ascending; a copy. */
  ascending(): Float64Array {
    return this.#values.slice(0, this.#length)
  }

  /** Up to `count` numbers from a position on, descending. */
  slice(from: number, count: number): number[] {
    if (from < 0) return []
    const high = Math.max(0, this.#length - from)
    return [...this.#values.subarray(Math.max(0, high - count), high)].reverse()
  }

  /** Puts ascending numbers in (those that are there already stay one) and takes others out. */
  change(added: readonly number[], removed: ReadonlySet<number>): void {
    const first = added[0]
    if (
      removed.size === 0 &&
      (first === undefined || this.#length === 0 || first > (this.#values[this.#length - 1] ?? 0))
    ) {
      this.#append(added)
      return
    }
    const merged = new Float64Array(this.#length + added.length)
    let length = 0
    let next = 0
    const put = (value: number): void => {
      if (removed.has(value) || (length > 0 && merged[length - 1] === value)) return
      merged[length] = value
      length += 1
    }
    for (let index = 0; index < this.#length; index += 1) {
      const value = this.#values[index] ?? 0
      for (let other = added[next]; other !== undefined && other < value; other = added[next]) {
        put(other)
        next += 1
      }
      put(value)
    }
    for (; next < added.length; next += 1) put(added[next] ?? 0)
    this.#values = merged
    this.#length = length
  }

  /** Begins anew with other ascending numbers; keeps the array. */
  reset(values: Float64Array): void {
    this.#values = values
    this.#length = values.length
  }

  /** Takes out all numbers of first..last. */
  removeRange(first: number, last: number): void {
    const low = this.#firstAtLeast(first)
    const high = this.#firstAtLeast(last + 1)
    if (high <= low) return
    this.#values.copyWithin(low, high, this.#length)
    this.#length -= high - low
  }

  #append(added: readonly number[]): void {
    if (this.#length + added.length > this.#values.length) {
      const grown = new Float64Array(Math.max(64, (this.#length + added.length) * 2))
      grown.set(this.#values.subarray(0, this.#length))
      this.#values = grown
    }
    this.#values.set(added, this.#length)
    this.#length += added.length
  }

  #firstAtLeast(sequence: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#values[middle] ?? 0) < sequence) low = middle + 1
      else high = middle
    }
    return low
  }
}

/**
 * Reads what SQL's group_concat gives ("3,17,4"): one string is ten times as quick as a row object per number.
 * Gives the numbers ascending.
 */
export function parseSequences(joined: string): Float64Array {
  if (joined === '') return new Float64Array()
  let count = 1
  for (let index = joined.indexOf(','); index >= 0; index = joined.indexOf(',', index + 1)) count += 1
  const values = new Float64Array(count)
  let place = 0
  let value = 0
  let sorted = true
  for (let index = 0; index <= joined.length; index += 1) {
    const code = index < joined.length ? joined.charCodeAt(index) : 44
    if (code !== 44) {
      value = value * 10 + (code - 48)
      continue
    }
    if (place > 0 && value < (values[place - 1] ?? 0)) sorted = false
    values[place] = value
    place += 1
    value = 0
  }
  return sorted ? values : values.sort()
}

/** Numbers in both ascending arrays. */
export function intersect(left: Float64Array, right: Float64Array): Float64Array {
  const both = new Float64Array(Math.min(left.length, right.length))
  let length = 0
  for (let a = 0, b = 0; a < left.length && b < right.length;) {
    const one = left[a] ?? 0
    const other = right[b] ?? 0
    if (one === other) {
      both[length] = one
      length += 1
    }
    if (one <= other) a += 1
    if (other <= one) b += 1
  }
  return both.slice(0, length)
}

/** Numbers of the left ascending array that are not in the right one. */
export function subtract(left: Float64Array, right: Float64Array): Float64Array {
  const rest = new Float64Array(left.length)
  let length = 0
  for (let a = 0, b = 0; a < left.length; a += 1) {
    const one = left[a] ?? 0
    while (b < right.length && (right[b] ?? 0) < one) b += 1
    // Reading past the end of a typed array makes the whole loop slow.
    if (b < right.length && right[b] === one) continue
    rest[length] = one
    length += 1
  }
  return rest.slice(0, length)
}
