import { expect, test } from 'vitest'
import { layoutColumns } from './columns.ts'

const ids = (width: number, hidden: string[] = []) => layoutColumns(width, hidden).columns.map((column) => column.id)

test('a wide table shows everything, in order', () => {
  expect(ids(1200)).toEqual(['time', 'gap', 'lights', 'event', 'reference', 'method', 'path', 'status', 'size'])
})
test('a narrow one keeps what carries the row, and lets go of size and method before path', () => {
  expect(ids(780)).toEqual(['time', 'gap', 'lights', 'event', 'reference', 'path', 'status'])
  expect(ids(660)).toEqual(['time', 'gap', 'lights', 'event', 'reference', 'status'])
  expect(ids(515)).toEqual(['time', 'lights', 'event', 'reference', 'status'])
  expect(ids(300)).toEqual(['time', 'lights', 'event'])
})
test('what the user hid stays hidden, but never the time', () => {
  expect(ids(1200, ['method', 'time'])).toEqual([
    'time',
    'gap',
    'lights',
    'event',
    'reference',
    'path',
    'status',
    'size',
  ])
})
test('a long event name has its room before path and reference grow', () => {
  expect(layoutColumns(660, []).template.split(' ')[3]).toBe('185px')
  expect(layoutColumns(1073, []).template).toContain('196px 184px 64px 170px')
  expect(layoutColumns(1600, []).template).toContain('196px 276px')
})
test('the columns never need more than the width, down to the least', () => {
  for (let width = 380; width < 1600; width += 10) {
    const { columns } = layoutColumns(width, [])
    const need = 32 + columns.reduce((sum, column) => sum + column.min, 0) + 8 * (columns.length - 1)
    expect(need).toBeLessThanOrEqual(width)
  }
})
