import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SequenceList, intersect, parseSequences, subtract } from './sequences.ts'

const numbers = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 20 })
  .map((all) => all.sort((one, other) => one - other))
const array = (values: readonly number[]): Float64Array => Float64Array.from(values)

describe('sequence lists', () => {
  it('cut and subtract like sets', () => {
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        expect([...intersect(array(left), array(right))]).toEqual(left.filter((one) => right.includes(one)))
        expect([...subtract(array(left), array(right))]).toEqual(left.filter((one) => !right.includes(one)))
      }),
    )
  })

  it('read what SQL joined, in any order', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (values, turn) => {
        const turned = [...values.slice(turn % 20), ...values.slice(0, turn % 20)]
        expect([...parseSequences(turned.join(','))]).toEqual(values)
      }),
    )
    expect([...parseSequences('9007199254740991')]).toEqual([Number.MAX_SAFE_INTEGER])
  })

  it('change like a set that is kept sorted', () => {
    const step = fc.record({ added: numbers, removed: numbers, range: fc.tuple(fc.nat(40), fc.nat(5)) })
    fc.assert(
      fc.property(numbers, fc.array(step, { maxLength: 6 }), (start, steps) => {
        const list = new SequenceList(array(start))
        let model = start
        for (const { added, removed, range } of steps) {
          list.change(added, new Set(removed))
          list.removeRange(range[0], range[0] + range[1])
          model = [...new Set([...model, ...added])]
            .filter((one) => !removed.includes(one) && (one < range[0] || one > range[0] + range[1]))
            .sort((one, other) => one - other)
        }
        expect(list.length).toBe(model.length)
        expect(list.slice(0, 99)).toEqual(model.toReversed())
        expect(list.slice(2, 3)).toEqual(model.toReversed().slice(2, 5))
        for (let one = 0; one < 45; one += 1) {
          const place = model.toReversed().indexOf(one)
          expect(list.position(one)).toBe(place < 0 ? null : place)
        }
      }),
    )
  })
})
