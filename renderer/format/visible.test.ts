import { expect, test } from 'vitest'
import { stretches, visibleText } from './visible.ts'

test('plain text is one stretch, å and 日本 included', () => {
  expect(stretches('order-å日本')).toEqual([{ text: 'order-å日本', special: false, name: '' }])
})
test('controls get their signs', () => {
  expect(visibleText('a\r\n\u0000\u007fb')).toBe('a\\r\\n\\x00\\x7fb')
})
test('characters that reorder text are named', () => {
  expect(stretches('x\u202Ey')).toEqual([
    { text: 'x', special: false, name: '' },
    { text: '[U+202E]', special: true, name: 'U+202E' },
    { text: 'y', special: false, name: '' },
  ])
})
test('zero width, byte order mark and half surrogates are named', () => {
  expect(visibleText('\u200b\ufeff\ud800')).toBe('[U+200B][U+FEFF][U+D800]')
})
test('an emoji stays whole', () => {
  expect(visibleText('😀')).toBe('😀')
})

test('a run of one sign is one stretch', () => {
  const named = stretches(`a${'\0'.repeat(3)}\t\t${'\ud800'.repeat(2)}\0`).map(({ text, name }) => [text, name])
  expect(named).toEqual([
    ['a', ''],
    ['\\x00\\x00\\x00', 'U+0000, 3 times'],
    ['\\t\\t', 'U+0009, 2 times'],
    ['[U+D800][U+D800]', 'U+D800, 2 times'],
    ['\\x00', 'U+0000'],
  ])
  expect(visibleText('\ud800😀')).toBe('[U+D800]😀')
})
