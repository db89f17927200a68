import { describe, expect, test } from 'vitest'
import { searchFaults } from '../../../shared/checks/digest/faults/search.ts'
import type { SearchInput } from '../../../shared/checks/digest/faults/search.ts'
import type { FaultHash } from '../../../shared/checks/digest/faults/types.ts'
import { BASE, codesOf, hex, SALT, search } from './fault-search.test-support.ts'
import { faultHash } from './hash.ts'

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

describe('one character of a long salt is wrong', () => {
  const HEX = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
  const MIXED = 'qT7_vK2-mR9xW4zL8pN3bH6jF1gD5sYc'
  const LONG = `${MIXED}${HEX}`
  const without = (text: string, at: number) => text.slice(0, at) + text.slice(at + 1)
  const instead = (text: string, at: number, letter: string) => text.slice(0, at) + letter + text.slice(at + 1)
  const surplus = (text: string, at: number, letter: string) => text.slice(0, at) + letter + text.slice(at)

  test.each([
    ['lacks its first', HEX, without(HEX, 0), 'before character 1 one is missing'],
    ['lacks one', HEX, without(HEX, 20), 'before character 21 one is missing'],
    ['lacks its last', `${HEX}7`, HEX, 'at its end a character is missing'],
    ['has another', HEX, instead(HEX, 13, 'q'), 'character 14 is another'],
    ['has one too many', HEX, surplus(HEX, 9, 'x'), 'character 10 is missing'],
    ['lacks one of all letters', MIXED, without(MIXED, 31), 'at its end a character is missing'],
    ['lacks a sign', MIXED, without(MIXED, 3), 'before character 4 one is missing'],
    ['has another for a sign', MIXED, instead(MIXED, 7, 'X'), 'character 8 is another'],
    ['lacks one, short', 'Tr0ub4dor&3', 'Trub4dor&3', 'before character 3 one is missing'],
    ['has another, of 64', LONG, instead(LONG, 2, 'a'), 'character 3 is another'],
    ['is Nordic', 'Åkerbärsgränd', 'Åkerbrsgränd', 'before character 6 one is missing'],
    ['holds a character of two halves', 'salt🧂salt-for-us', 'salt🧂salt-or-us', 'before character 12 one is missing'],
  ])('%s', (_, real, typed, words) => {
    for (const [algorithm, name] of [
      ['SHA1', 'sha1'],
      ['MD5', 'md5'],
    ] as const) {
      const { causes, tried } = search(hex(`10000016FROZEN${real}`, name), { salt: typed, algorithm })
      expect(causes[0]).toMatchObject({ code: 'salt-typo', explanation: 1 })
      expect(causes[0]?.summary).toContain(words)
      expect(JSON.stringify(causes)).not.toContain(real)
      expect(tried).toBeLessThan(16_000)
    }
  })

  test('two wrong characters are too many, and the search says that it is not complete', () => {
    const { causes, complete, stopped } = search(hex(`10000016FROZEN${HEX}`), { salt: `${HEX.slice(0, 30)}zz` })
    expect([causes, complete, stopped]).toEqual([[], false, false])
  })

  test('every text that is hashed is counted, and no other', () => {
    let hashed = 0
    const counting: FaultHash = (...what) => {
      hashed += 1
      return faultHash(...what)
    }
    const input = { ...BASE, received: hex('nothing that is known'), salt: MIXED }
    const { tried } = searchFaults(input, counting)
    // The expected digest is made once more, and salts are hashed as a fault.
    expect(hashed - tried).toBeLessThan(100)
    expect(tried).toBeGreaterThan(9_000)
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
