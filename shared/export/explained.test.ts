import { expect, test } from 'vitest'
import { durationText, evidenceName, explained } from './explained.ts'

test('names lose their camel hump and their unit', () => {
  expect(['saltsTried', 'afterMs', 'keySet', 'usedBy'].map(evidenceName)).toEqual([
    'salts tried',
    'after',
    'key set',
    'used by',
  ])
})

test.each([
  [4.2, '4 ms'],
  [999.4, '999 ms'],
  [5230.4, '5.2 s'],
  [61_000, '61 s'],
])('%f ms is said as %s', (milliseconds, words) => expect(durationText(milliseconds)).toBe(words))

test('algorithms have the names that people write', () => {
  const { seen } = explained({ algorithm: 'SHA1', checked: 'MD5', used: 'SHA256', note: 'SHA1' })
  expect(seen.flatMap(({ lines }) => lines)).toEqual(['SHA-1', 'MD5', 'SHA-256', 'SHA1'])
})

test('the cause is for programs: people read it in the explanation', () => {
  expect(explained({ cause: 'The salt is missing.', causeCodes: ['salt-missing'], salts: 1 }).seen).toEqual([
    { key: 'salts', name: 'salts', lines: ['1'] },
  ])
})

test('expected and received stand apart, nothing is left out but what is not there', () => {
  expect(
    explained({ expected: ['a', 'b'], received: 'c', afterMs: 5100, known: true, meaning: null, names: ['x', 'y'] }),
  ).toEqual({
    expected: ['a', 'b'],
    received: ['c'],
    seen: [
      { key: 'afterMs', name: 'after', lines: ['5.1 s'] },
      { key: 'known', name: 'known', lines: ['yes'] },
      { key: 'names', name: 'names', lines: ['x', 'y'] },
    ],
  })
  expect(explained({})).toEqual({ expected: [], received: [], seen: [] })
})
