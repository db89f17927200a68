import type { InboxRow, InboxSort } from '../../../shared/model/inbox.ts'
import { LIGHT_STATES } from '../../../shared/model/verdict.ts'
import type { LightState } from '../../../shared/model/verdict.ts'
import { readRow } from './indexer.ts'
import { textValue, unpackLights } from './row-codec.ts'
import { parseSequences } from './sequences.ts'
import type { Sqlite } from './sqlite.ts'

/*
 * Orders other than newest first. They are worked out once, from the covering indexes that the filters have too, so that a million
 * rows take as long as a filter; what comes later waits until the view is opened anew, so that no row jumps under the eyes.
 */

/** Rows that share a value, newest first when they are written down. */
interface Group {
  readonly sequences: Float64Array
}

const WORST: Readonly<Record<LightState, number>> = { fail: 4, warn: 3, unchecked: 2, pass: 1, 'not-applicable': 0 }

/** One number for five lights: the worst of them first, then light by light in their order. */
function gravity(packed: number): number {
  const each = unpackLights(packed).map((state) => WORST[state])
  return each.reduce((sum, grave) => sum * LIGHT_STATES.length + grave, Math.max(...each))
}

/** One group for each combination of lights, the best first. */
function byLights(sqlite: Sqlite): Group[] {
  const rows = sqlite.all('SELECT lights, group_concat(sequence) AS found FROM light GROUP BY lights')
  return rows
    .map((row) => ({ grave: gravity(Number(row['lights'])), sequences: parseSequences(String(row['found'] ?? '')) }))
    .toSorted((one, other) => one.grave - other.grave)
}

/** One group for each event type, A to Z. */
function byEvent(sqlite: Sqlite): Group[] {
  const rows = sqlite.all(
    'SELECT event_type AS name, group_concat(sequence) AS found FROM entry_index WHERE event_type IS NOT NULL GROUP BY event_type',
  )
  return rows
    .map((row) => ({
      name: textValue(String(row['name'] ?? '')),
      sequences: parseSequences(String(row['found'] ?? '')),
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/**
 * Takes what a filter lets through (ascending), gives it in the wanted order. Rows with equal values stand newest first; rows
 * without a value stand last, whatever the direction.
 */
export function sortedSequences(sqlite: Sqlite, admitted: Float64Array, { by, descending }: InboxSort): Float64Array {
  if (by === 'time') return descending ? admitted.toReversed() : admitted.slice()
  const groups = by === 'event' ? byEvent(sqlite) : byLights(sqlite)
  // One byte for each number up to the highest: 1 is still to be placed.
  const marks = new Uint8Array((admitted[admitted.length - 1] ?? 0) + 1)
  for (const sequence of admitted) marks[sequence] = 1
  const order = new Float64Array(admitted.length)
  let length = 0
  for (const { sequences } of [...(descending ? groups.toReversed() : groups), { sequences: admitted }]) {
    for (let index = sequences.length - 1; index >= 0; index -= 1) {
      const sequence = sequences[index] ?? 0
      if (sequence >= marks.length || marks[sequence] !== 1) continue
      marks[sequence] = 0
      order[length++] = sequence
    }
  }
  return order.subarray(0, length)
}

/** An order that stands as it was worked out; only what is removed leaves it. */
export class FrozenOrder {
  #order: Float64Array

  /** Takes the numbers in their order; keeps the array. */
  constructor(order: Float64Array) {
    this.#order = order
  }

  get length(): number {
    return this.#order.length
  }

  has(sequence: number): boolean {
    return this.#order.includes(sequence)
  }

  position(sequence: number): number | null {
    const at = this.#order.indexOf(sequence)
    return at < 0 ? null : at
  }

  rows(sqlite: Sqlite, from: number, count: number): InboxRow[] {
    return [...this.#order.subarray(Math.max(0, from), Math.max(0, from + count))]
      .map((sequence) => readRow(sqlite, sequence))
      .filter((row) => row !== null)
  }

  /** Takes out all numbers of first..last. */
  removeRange(first: number, last: number): void {
    this.#order = this.#order.filter((sequence) => sequence < first || sequence > last)
  }
}
