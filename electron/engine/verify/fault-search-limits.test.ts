import { describe, expect, test } from 'vitest'
import type { SearchInput } from '../../../shared/checks/digest/faults/search.ts'
import { codesOf, hex, SALT, search } from './fault-search.test-support.ts'

/* How far the fault search goes: letters of a salt in other case, and the deadline that ends it. */

describe('a salt in other letter case', () => {
  test.each([
    ['SecretHashSalt', 'secrethashsalt'],
    ['SecretHashSalt', 'SECRETHASHSALT'],
    ['SecretHashSalt', 'sECRETHASHSALT'],
    ['SecretHashSalt', 'secrethashSalt'],
    ['SecretHashSalt', 'SeCretHashSAlt'],
    ['sEcReTs42', 'SeCrEtS42'],
    ['aBcDeFgHi', 'AbCDefGhi'],
    ['ÅkerÖ', 'åkeröX'.slice(0, 5)],
  ])('%s for %s', (real, typed) => {
    const { causes } = search(hex(`10000016FROZEN${real}`), { salt: typed })
    expect([causes.length, causes[0]?.code, causes[0]?.explanation]).toEqual([1, 'salt-case', 1])
    expect(JSON.stringify(causes)).not.toContain(real)
  })

  test('the letters that differ are named', () => {
    const { causes } = search(hex('10000016FROZENSecretHashSalt'), { salt: 'SecrethashsAlt' })
    expect(causes[0]?.summary).toContain('in 3 of its letters (characters 7, 11, 12)')
  })

  test('a salt without letters, and one too long, end the search as before', () => {
    for (const salt of ['', '4711', 'x'.repeat(5000)]) expect(codesOf(search(hex('no'), { salt }))).toEqual([])
  })
})

describe('a search with a deadline', () => {
  /** A clock that goes on by so many ms each time somebody looks at it. */
  function ticking(by: number) {
    let now = 0
    let looks = 0
    const clock = (): number => {
      looks += 1
      return (now += by)
    }
    return { limit: { clock, deadline: 40 }, looks: () => looks }
  }
  const none = hex('nothing that is known')
  const many = Array.from({ length: 20 }, (_, index) => ({
    name: `p${String(index)}`,
    value: `value ${String(index)}`,
  }))
  const otherSalts = Array.from({ length: 50 }, (_, index) => ({ salt: `Old${String(index)}`, label: String(index) }))

  test('ends at the first look at the clock after it, and says so', () => {
    const free = search(none)
    expect([free.stopped, free.complete]).toEqual([false, false])
    const { limit, looks } = ticking(10)
    const { tried, stopped, complete, causes } = search(none, {}, limit)
    expect([stopped, complete, causes]).toEqual([true, false, []])
    expect(looks()).toBe(4)
    expect(tried).toBeGreaterThan(700)
    expect(tried).toBeLessThan(1200)
    expect(tried).toBeLessThan(free.tried)
  })

  test('a clock that stands still changes nothing', () => {
    expect(search(none, {}, ticking(0).limit)).toEqual(search(none))
  })

  test('looks at the clock all the time, whatever is searched', () => {
    const inputs: readonly Partial<SearchInput>[] = [
      {},
      { otherSalts },
      { values: many, others: many, otherSalts },
      { values: [{ name: 'paymentId', value: 'a%20b&amp;ö+'.repeat(800) }] },
      { salt: 'x'.repeat(64) },
    ]
    for (const more of inputs) {
      const { limit, looks } = ticking(0)
      const { tried } = search(none, more, limit)
      expect(looks()).toBeGreaterThan(10)
      expect(tried / looks()).toBeLessThan(64)
    }
  })

  test('what is found before the deadline is no search that was stopped', () => {
    const { limit } = ticking(50)
    expect(search(hex(`${SALT}10000016FROZEN`), {}, limit)).toMatchObject({ stopped: false, complete: true })
    const both = search(hex(`${SALT}10000016frozen`), {}, limit)
    expect([codesOf(both).length, both.stopped]).toEqual([2, false])
  })
})
