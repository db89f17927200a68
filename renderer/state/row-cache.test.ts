import { expect, test } from 'vitest'
import { sampleRow } from '../testing/sample-rows.ts'
import { RowCache } from './row-cache.ts'

const row = (sequence: number) => sampleRow(sequence, 0, 100_000)

test('missing stretches are told, low to high', () => {
  const cache = new RowCache()
  for (const rank of [0, 1, 2, 5, 6, 300]) cache.put(rank, row(rank + 1))
  expect(cache.missing(0, 7)).toEqual([
    { low: 3, high: 4 },
    { low: 7, high: 7 },
  ])
  expect(cache.missing(5, 6)).toEqual([])
})

test('it stays bounded, and keeps what was looked at last', () => {
  const cache = new RowCache()
  for (let rank = 0; rank < 50_000; rank++) {
    cache.put(rank, row(rank + 1))
    if (rank % 100 === 0) cache.missing(0, 10)
  }
  expect(cache.size).toBeLessThanOrEqual(64 * 128)
  expect(cache.get(5)).toBeDefined()
  expect(cache.get(49_999)).toBeDefined()
  expect(cache.get(20_000)).toBeUndefined()
  expect(cache.rankOf(20_001)).toBeUndefined()
})
