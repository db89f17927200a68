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

  it('does not mistake a long slice for a lull', () => {
    expect(slice(16, 1, 20).precedence.left()).toBe(160)
  })

  it('is asked for by fewer new connections, whose handshakes take the core', () => {
    expect(slice(6, 20, 10, true).precedence.left()).toBe(0)
    expect(slice(12, 20, 10, true).precedence.left()).toBe(80)
  })

  it('lets callbacks gather for longer in a flood', () => {
    expect(slice(40, 20, 10).precedence.gather()).toBe(8)
    expect(slice(200, 20, 10).precedence.gather()).toBe(40)
  })

  it('ends with the slice after the flood', () => {
    const { precedence, at } = slice(200, 20, 10)
    at(100)
    precedence.judged(1130)
    expect(precedence.left()).toBe(0)
  })
})
