import { expect, test } from 'vitest'
import { compareDigests, difference } from './difference.ts'

test('only what differs is marked', () => {
  expect(difference('AB12', 'AB02')).toEqual([
    { text: 'AB', differs: false },
    { text: '1', differs: true },
    { text: '2', differs: false },
  ])
})
test('what is longer differs', () => {
  expect(difference('ABC', 'AB').at(-1)).toEqual({ text: 'C', differs: true })
  expect(difference('', 'AB')).toEqual([])
})
test('digests', () => {
  expect(compareDigests('3F9A', '3F9A')).toBe('equal')
  expect(compareDigests('3F9A', ' 3f9a\n')).toBe('case')
  expect(compareDigests('3F9A', '3F9B')).toBe('different')
})
