import { expect, test } from 'vitest'
import { matches, shortcutWords } from './shortcuts.ts'

const press = (key: string, held = '') => ({
  key,
  ctrlKey: held.includes('c'),
  metaKey: held.includes('m'),
  shiftKey: held.includes('s'),
  altKey: held.includes('a'),
})

test('mod is Ctrl here and Cmd on a Mac', () => {
  expect(matches('mod+k', press('k', 'c'), false)).toBe(true)
  expect(matches('mod+k', press('k', 'm'), true)).toBe(true)
  expect(matches('mod+k', press('k', 'c'), true)).toBe(false)
  expect(matches('mod+k', press('k'), false)).toBe(false)
})
test('Shift counts for letters, and not for signs', () => {
  expect(matches('mod+shift+c', press('C', 'cs'), false)).toBe(true)
  expect(matches('mod+shift+c', press('c', 'c'), false)).toBe(false)
  expect(matches('?', press('?', 's'), false)).toBe(true)
  expect(matches('/', press('/', 's'), false)).toBe(true)
})
test('Alt never is part of one of ours', () => {
  expect(matches('/', press('/', 'a'), false)).toBe(false)
})
test('words', () => {
  expect(shortcutWords('mod+shift+c', false)).toBe('Ctrl+Shift+C')
  expect(shortcutWords('mod+shift+c', true)).toBe('⇧⌘C')
  expect(shortcutWords('Delete', false)).toBe('Del')
  expect(shortcutWords('/', false)).toBe('/')
})
