import { describe, expect, it } from 'vitest'
import { createPrecedence } from './precedence.ts'

/** Lets `arrivals` come within `ms`, then judges for `took` ms. Gives how long judging should stand back. */
function slice(arrivals: number, ms: number, took: number, anew = false) {
  let now = 1000
  const precedence = createPrecedence(() => now)
  for (let n = 0; n < arrivals; n++) precedence.arrived(anew)
  const began = now + ms
  now = began + took
  precedence.judged(began)
  return { precedence, at: (later: number) => ((now += later), precedence.left()) }
}

/** The same, several times on end. */
function slices(times: number, { arrivals, ms, took }: Readonly<Record<'arrivals' | 'ms' | 'took', number>>) {
  let now = 1000
  const precedence = createPrecedence(() => now)
  for (let n = 0; n < times; n++) {
    for (let came = 0; came < arrivals; came++) precedence.arrived(false)
    now += ms
    const began = now
    now += took
    precedence.judged(began)
  }
  return precedence
}

describe('precedence of captures', () => {
  it('is none at 2,000 a second', () => {
    expect(slice(40, 20, 10).precedence.left()).toBe(0)
  })

  it('is none when nothing comes, however short the slice', () => {
    expect(slice(0, 0, 0).precedence.left()).toBe(0)
  })

  it('is eight times the slice in a flood, and passes with time', () => {
    const { precedence, at } = slice(200, 20, 10)
    expect(precedence.left()).toBe(80)
    expect(at(75)).toBe(5)
    expect(at(75)).toBe(0)
  })

  it('does not mistake long slices for a lull', () => {
    expect(slices(30, { arrivals: 16, ms: 1, took: 20 }).left()).toBe(160)
  })

  it('does not mistake what came in a long slice for a flood', () => {
    // 500 a second, of which those of a slice come in the moment after it.
    expect(slices(40, { arrivals: 6, ms: 2, took: 10 }).left()).toBe(0)
  })

  it('has an end, however long a slice took', () => {
    expect(slice(200, 20, 900).precedence.left()).toBe(300)
  })

  it('is asked for by fewer new connections, whose handshakes take the core', () => {
    expect(slice(6, 20, 10, true).precedence.left()).toBe(0)
    expect(slice(14, 20, 10, true).precedence.left()).toBe(80)
  })

  it('lets what nobody waits for rest in a stream, and has an end there, too', () => {
    expect(slice(2, 20, 10).precedence.rest(2)).toBe(0)
    expect(slice(10, 20, 10).precedence.rest(2)).toBe(40)
    expect(slice(10, 20, 10).precedence.rest(40)).toBe(300)
  })

  it('lets callbacks gather for longer in a stream, and in a flood', () => {
    expect(slice(2, 20, 10).precedence.gather()).toBe(8)
    expect(slice(40, 20, 10).precedence.gather()).toBe(24)
    expect(slice(200, 20, 10).precedence.gather()).toBe(40)
  })

  it('ends with the slice after the flood', () => {
    const { precedence, at } = slice(200, 20, 10)
    at(100)
    precedence.judged(1125)
    expect(precedence.left()).toBe(0)
  })
})
