import { expect, test } from 'vitest'
import { moved } from './rows.ts'

const rows = ['a', 'b', 'c'].map((value, id) => ({ id, value }))
const letters = (list: readonly { value: string }[]) => list.map((row) => row.value).join('')

test('rows move by one, and stay at the ends', () => {
  expect(letters(moved(rows, 0, 1))).toBe('bac')
  expect(letters(moved(rows, 2, -1))).toBe('acb')
  expect(letters(moved(rows, 0, -1))).toBe('abc')
  expect(letters(moved(rows, 2, 1))).toBe('abc')
})
