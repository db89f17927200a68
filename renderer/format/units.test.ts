import { expect, test } from 'vitest'
import { ago, clockTime, count, daysLeft, fullTime, gap, plural, rowTime, size, span } from './units.ts'

const at = new Date(2026, 10, 21, 10, 42, 7, 318).getTime()

test('a row of today shows milliseconds, an older one its day', () => {
  expect(clockTime(at)).toBe('10:42:07.318')
  expect(rowTime(at, at + 1000)).toBe('10:42:07.318')
  expect(rowTime(at, at + 86_400_000)).toBe('21 Nov 10:42')
  expect(fullTime(at)).toBe('21 Nov 2026, 10:42:07.318')
})

test('fractions of a millisecond are cut, not rounded into the next second', () => {
  expect(clockTime(new Date(2026, 0, 1, 0, 0, 0, 999).getTime() + 0.9)).toBe('00:00:00.999')
})

test.each([
  [0, '0 ms'],
  [0.42, '0.4 ms'],
  [38.2, '38 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [2500, '2.5 s'],
  [39_000, '39 s'],
  [510_000, '8.5 m'],
  [7_200_000, '2 h'],
  [259_200_000, '3 d'],
])('%s ms is %s', (ms, text) => {
  expect(span(ms)).toBe(text)
})

test('the gap carries its sign', () => {
  expect(gap(1000, 13_000)).toBe('+12 s')
  expect(gap(4000, 1000)).toBe('−3 s')
})

test('ago and days left', () => {
  expect(ago(at, at + 200)).toBe('just now')
  expect(ago(at, at + 12_900)).toBe('12 s ago')
  expect(ago(at, at + 66_000)).toBe('1 min ago')
  expect(daysLeft(at + 61.5 * 86_400_000, at)).toBe(61)
  expect(daysLeft(at - 1000, at)).toBe(-1)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [2148, '2.1 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [3_400_000, '3.4 MB'],
  [12_000_000_000, '12 GB'],
])('%s bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text)
})

test('counts', () => {
  expect(count(1284)).toBe('1,284')
  expect(count(1_000_000)).toBe('1,000,000')
  expect(plural(1, 'callback')).toBe('1 callback')
  expect(plural(2, 'entry', 'entries')).toBe('2 entries')
})
