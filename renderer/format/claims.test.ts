import { describe, expect, test } from 'vitest'
import { timeWords, zoneOf } from './claims.ts'
import type { TimeStatement } from './claims.ts'

const ARRIVAL = new Date(2026, 10, 21, 14, 0, 0).getTime()
const statement = (parts: Partial<TimeStatement>): TimeStatement => ({
  claim: 'exp',
  written: '1',
  at: ARRIVAL,
  state: 'met',
  ...parts,
})

describe('time claims in words', () => {
  test.each([
    [{ state: 'expired', at: ARRIVAL - 180_000 }, /^Expired 21 Nov 2026, 13:57:00 UTC.*, 3 m before it arrived$/],
    [{ at: ARRIVAL + 3_600_000 }, /^Expires 21 Nov 2026, 15:00:00 .*1 h after it arrived$/],
    [{ claim: 'nbf', state: 'not-yet', at: ARRIVAL + 60_000 }, /^Not valid before .*1 m after it arrived$/],
    [{ claim: 'nbf' }, /^Valid from .*when it arrived$/],
    [{ claim: 'iat', at: ARRIVAL - 60_000 }, /^Issued .*1 m before it arrived$/],
    [
      { claim: 'iat', state: 'issued-later', at: ARRIVAL + 86_400_000 },
      /1 d after it arrived, which is in the future$/,
    ],
    [{ state: 'milliseconds', written: '1767229200000' }, /1767229200000 looks like milliseconds/],
    [{ state: 'out-of-range', written: '1e18' }, /1e18 is beyond any calendar/],
    [{ state: 'no-number', written: 'string', at: null }, /not a number \(string\)/],
  ] as const)('%j', (parts, words) => {
    expect(timeWords(statement(parts), ARRIVAL)).toMatch(words)
  })

  test('a pasted token is measured against the present', () => {
    expect(timeWords(statement({ state: 'expired', at: ARRIVAL - 180_000 }), ARRIVAL, true)).toMatch(/, 3 m ago$/)
    expect(timeWords(statement({ at: ARRIVAL + 180_000 }), ARRIVAL, true)).toMatch(/, in 3 m$/)
  })

  test('the zone is named', () => {
    expect(zoneOf(ARRIVAL)).toMatch(/^UTC([+−]\d{1,2}(:\d\d)?)?$/)
  })
})
