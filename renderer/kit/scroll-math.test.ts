import { describe, expect, test } from 'vitest'
import {
  clampOffset,
  lastOffset,
  offsetOf,
  offsetShowing,
  rowsAt,
  scrollRange,
  scrollTopOf,
  tallestSpacer,
} from './scroll-math.ts'

const ROW = 36
const VIEW = 641

describe.each([1, 1.5, 2, 3])('a million rows at device pixel ratio %s', (ratio) => {
  const rows = 1_000_000
  const range = scrollRange(rows, ROW, VIEW, tallestSpacer(ratio))

  test('the element stays below the limit of the browser', () => {
    expect(range.spacer * ratio).toBeLessThanOrEqual(16_700_000)
    expect(range.factor).toBeGreaterThan(1)
  })
  test('the end of the scrollbar is the end of the rows', () => {
    const end = offsetOf(range, range.spacer - VIEW)
    expect(end).toBeCloseTo(lastOffset(range), 3)
    expect(rowsAt(range, end, ROW, rows, 0).end).toBe(rows)
  })
  test('its start is the first row', () => {
    expect(rowsAt(range, offsetOf(range, 0), ROW, rows, 0).first).toBe(0)
  })
  test('every row can be brought into view', () => {
    for (const row of [0, 1, 499_999, 599_192, 599_193, 999_998, 999_999]) {
      const offset = offsetShowing(range, 0, row, ROW)
      const shown = rowsAt(range, offset, ROW, rows, 0)
      expect(row).toBeGreaterThanOrEqual(shown.first)
      expect(row).toBeLessThan(shown.end)
      expect(row * ROW).toBeGreaterThanOrEqual(offset - 0.001)
      expect((row + 1) * ROW).toBeLessThanOrEqual(offset + VIEW + 0.001)
    }
  })
  test('offset to scrollbar and back is the same offset', () => {
    for (const offset of [0, 1, 36, 12_345_678, lastOffset(range)]) {
      expect(offsetOf(range, scrollTopOf(range, offset))).toBeCloseTo(offset, 3)
    }
  })
})

describe('few rows', () => {
  test('are not scaled', () => {
    const range = scrollRange(100, ROW, VIEW, tallestSpacer(2))
    expect(range.factor).toBe(1)
    expect(range.spacer).toBe(3600)
    expect(offsetOf(range, 720)).toBe(720)
  })
  test('that all fit cannot be scrolled', () => {
    const range = scrollRange(3, ROW, VIEW, tallestSpacer(1))
    expect(lastOffset(range)).toBe(0)
    expect(clampOffset(range, 500)).toBe(0)
    expect(rowsAt(range, 0, ROW, 3, 5)).toEqual({ first: 0, end: 3 })
  })
  test('none is an empty window', () => {
    expect(rowsAt(scrollRange(0, ROW, VIEW, 1000), 0, ROW, 0, 5)).toEqual({ first: 0, end: 0 })
  })
  test('a row in view does not move anything', () => {
    const range = scrollRange(100, ROW, VIEW, tallestSpacer(1))
    expect(offsetShowing(range, 360, 12, ROW)).toBe(360)
  })
})
