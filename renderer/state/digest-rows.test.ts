import { expect, test } from 'vitest'
import { moved, withRow } from './digest-rows.ts'

const rows = ['a', 'b', 'c'].map((value, id) => ({ id, name: value, value }))
const letters = (list: readonly { value: string }[]) => list.map((row) => row.value).join('')

test('rows move by one, and stay at the ends', () => {
  expect(letters(moved(rows, 0, 1))).toBe('bac')
  expect(letters(moved(rows, 2, -1))).toBe('acb')
  expect(letters(moved(rows, 0, -1))).toBe('abc')
  expect(letters(moved(rows, 2, 1))).toBe('abc')
})

test('a new row takes the next name that the bank knows, and an identity of its own', () => {
  const one = withRow([])
  const two = withRow(one)
  expect(two.map(({ name }) => name)).toEqual(['paymentId', 'result'])
  expect(new Set(two.map(({ id }) => id)).size).toBe(2)
})
