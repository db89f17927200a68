import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RunSet } from './runs.ts'

const range = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 12 }))
  .map(([first, length]) => [first, first + length] as const)
const step = fc.record({ add: fc.boolean(), range })

function build(steps: readonly { add: boolean; range: readonly [number, number] }[]): { set: RunSet; model: number[] } {
  const set = new RunSet()
  const model = new Set<number>()
  for (const {
    add,
    range: [first, last],
  } of steps) {
    if (add) set.add(first, last)
    else set.remove(first, last)
    for (let number = first; number <= last; number += 1) {
      if (add) model.add(number)
      else model.delete(number)
    }
  }
  return { set, model: [...model].sort((one, other) => other - one) }
}

describe('RunSet', () => {
  it('holds what a plain set would hold, at the same positions', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(80), fc.nat(20), (steps, from, count) => {
        const { set, model } = build(steps)
        expect(set.count).toBe(model.length)
        expect([set.min, set.max]).toEqual([model.at(-1) ?? 0, model[0] ?? 0])
        expect(set.slice(from, count)).toEqual(model.slice(from, from + count))
        for (let number = 0; number < 80; number += 1) {
          const place = model.indexOf(number)
          expect(set.position(number)).toBe(place < 0 ? null : place)
        }
        expect(set.countBetween(from, from + count)).toBe(
          model.filter((one) => one >= from && one <= from + count).length,
        )
      }),
    )
  })

  it('keeps as few runs as there are gaps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { set, model } = build(steps)
        const starts = model.filter((number) => !model.includes(number - 1)).reverse()
        expect([...set.runs()].map(([first]) => first)).toEqual(starts)
      }),
    )
  })

  it('names the ranges that another set lacks', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 20 }),
        fc.array(step, { maxLength: 20 }),
        fc.nat(70),
        (left, right, above) => {
          const [one, other] = [build(left), build(right)]
          const missing: number[] = []
          for (const [first, last] of one.set.missingIn(other.set, above)) {
            for (let number = first; number <= last; number += 1) missing.push(number)
          }
          expect(missing).toEqual(
            one.model.filter((number) => number > above && !other.model.includes(number)).reverse(),
          )
        },
      ),
    )
  })
})
