import { expect, test } from 'vitest'
import type { LightsChange } from '../store/light-changes.ts'
import { gatherLights } from './gathered-lights.ts'

function recorded() {
  const written: (readonly LightsChange[])[] = []
  return { written, lights: gatherLights((changes) => void written.push(changes)) }
}

const change = (from: number, to: number, ...sequences: readonly number[]): LightsChange => ({
  from,
  to,
  sequences: JSON.stringify(sequences),
})

test('what little there is waits for the end, in one write, with the same changes together', () => {
  const { written, lights } = recorded()
  lights.add([change(1, 2, 10, 9), change(3, 4, 8)])
  lights.add([])
  lights.add([change(1, 2, 7)])
  expect(written).toEqual([])
  lights.flush()
  expect(written).toEqual([[change(1, 2, 10, 9, 7), change(3, 4, 8)]])
})

test('many are written at once, each row just once', () => {
  const { written, lights } = recorded()
  for (let first = 1_000_000; first < 1_001_200; first += 12)
    lights.add([change(1, 2, ...Array.from({ length: 12 }, (_, n) => first + n))])
  lights.flush()
  const rows = written.map((changes) => changes.flatMap(({ sequences }) => JSON.parse(sequences) as number[]))
  expect(rows.flat()).toEqual(Array.from({ length: 1_200 }, (_, n) => 1_000_000 + n))
  expect(rows.slice(0, -1).every(({ length }) => length > 200 && length < 400)).toBe(true)
})
