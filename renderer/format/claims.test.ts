import { expect, test } from 'vitest'
import { timeClaims } from './claims.ts'

const now = new Date(2026, 10, 21, 12, 0, 0).getTime()
const seconds = now / 1000

test('time claims are said with their distance', () => {
  const claims = timeClaims(`{"exp":${seconds - 7200},"iat":${seconds - 60},"nbf":${seconds + 30}}`, now)
  expect(claims).toEqual([
    { name: 'Expires', words: '21 Nov 2026, 10:00:00 (expired 2 h ago)' },
    { name: 'Issued', words: '21 Nov 2026, 11:59:00 (1 min ago)' },
    { name: 'Valid from', words: '21 Nov 2026, 12:00:30 (in 30 s)' },
  ])
})
test('claims that are no times, and text that is no JSON, have none', () => {
  expect(timeClaims('{"exp":"soon","iat":1e300}', now)).toEqual([])
  expect(timeClaims('not json', now)).toEqual([])
  expect(timeClaims('[1]', now)).toEqual([])
})
