import { expect, test } from 'vitest'
import { layoutColumns } from './columns.ts'

const ids = (width: number, hidden: string[] = []) => layoutColumns(width, hidden).columns.map((column) => column.id)

test('a wide table shows everything, in order', () => {
  const all = ['time', 'gap', 'lights', 'event', 'reference', 'method', 'path', 'status', 'attempt', 'size']
  expect(ids(1200)).toEqual(all)
})
test('a narrow one keeps what carries the row, and lets go of size before the attempt', () => {
  expect(ids(780)).toEqual(['time', 'gap', 'lights', 'event', 'reference', 'method', 'status', 'attempt'])
  expect(ids(660)).toEqual(['time', 'lights', 'event', 'reference', 'status', 'attempt'])
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
    'attempt',
    'size',
  ])
})
test('a time since the row before is whole (+115 ms) before a column of names grows', () => {
  const { columns } = layoutColumns(723, [])
  const width = (id: string): number | undefined => columns.find((column) => column.id === id)?.width
  expect([width('gap'), width('event')]).toEqual([56, 182])
})
test('a long event name has its room before path and reference grow', () => {
  expect(layoutColumns(660, []).template.split(' ')[3]).toBe('110px')
  expect(layoutColumns(1073, []).template).toContain('196px 152px 64px 138px')
  expect(layoutColumns(1600, []).template).toContain('196px 276px')
})
test('for a projector the columns of words and numbers grow with the type, and the lights do not', () => {
  const { columns } = layoutColumns(640, [], {}, 16 / 13)
  const width = (id: string): number | undefined => columns.find((column) => column.id === id)?.width
  expect(width('time')).toBe(108)
  expect(width('lights')).toBe(121)
  expect(columns.map(({ id }) => id)).toEqual(['time', 'lights', 'event', 'reference', 'status'])
})
test('the columns never need more than the width, down to the least', () => {
  for (let width = 380; width < 1600; width += 10) {
    const { columns } = layoutColumns(width, [])
    const need = 32 + columns.reduce((sum, column) => sum + column.min, 0) + 8 * (columns.length - 1)
    expect(need).toBeLessThanOrEqual(width)
  }
})

test('a chosen width holds, and what is always shown leaves room for the rest', () => {
  const chosen = layoutColumns(1200, [], { reference: 300, lights: 10 })
  expect(chosen.columns.map(({ id, width }) => (id === 'reference' || id === 'lights' ? width : 0))).toContain(300)
  expect(chosen.columns.find(({ id }) => id === 'lights')?.width).toBe(121)
  const wide = layoutColumns(600, [], { event: 5000 })
  expect(wide.columns.map(({ id }) => id)).toEqual(['time', 'lights', 'event'])
  expect(32 + 8 * 2 + wide.columns.reduce((sum, { width }) => sum + width, 0)).toBe(600)
  expect(layoutColumns(1200, [], { event: 1 }).columns.find(({ id }) => id === 'event')?.width).toBe(36)
})
