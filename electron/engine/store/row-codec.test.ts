import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIGHT_NAMES, LIGHT_STATES } from '../../../shared/model/verdict.ts'
import { packLights, packedWith, textColumn, textValue, unpackLights } from './row-codec.ts'

const state = fc.constantFrom(...LIGHT_STATES)
const lights = fc.tuple(state, state, state, state, state)

describe('columns of a row', () => {
  it('pack five lights into one number and back, found under each of their states', () => {
    fc.assert(
      fc.property(lights, (states) => {
        const packed = packLights(states)
        expect(unpackLights(packed)).toEqual(states)
        LIGHT_NAMES.forEach((name, place) => {
          const holding = LIGHT_STATES.filter((one) => packedWith(name, one).includes(packed))
          expect(holding).toEqual([states[place]])
        })
      }),
    )
  })

  it('give any well-formed text back, without a NUL in the column', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\0', '\uF8FF', '0', '1', 'a', '\u{1F600}') }), (text) => {
        expect(textColumn(text)).not.toContain('\0')
        expect(textValue(textColumn(text))).toBe(text)
      }),
    )
  })
})
