import { expect, test } from 'vitest'
import { firstDefect, looksLikeJson, prettyJson } from './json.ts'

test('digits, escapes and repeated members stay as sent', () => {
  const sent = '{"a":3000.00,"b":1.50000,"c":123456789012345678901234567890,"u":"x\\/\\u00e5","a":1E+2}'
  const shown = prettyJson(sent)
  expect(shown).toContain('"a": 3000.00,')
  expect(shown).toContain('"b": 1.50000')
  expect(shown).toContain('123456789012345678901234567890')
  expect(shown).toContain('"x\\/\\u00e5"')
  expect(shown).toContain('"a": 1E+2')
  expect(shown.replace(/\s/g, '')).toBe(sent)
})

test('only white space changes, whatever the text', () => {
  for (const sent of ['{"a":[1,2,{"b":null}]}', '{"broken": [1, 2', 'not json at all', '', '[1,]', '{"a" 1}']) {
    expect(prettyJson(sent).replace(/\s/g, '')).toBe(sent.replace(/\s/g, ''))
  }
})

test('a line of half a megabyte is laid out', () => {
  const sent = `[${Array.from({ length: 60_000 }, (_, i) => `{"n":${i}}`).join(',')}]`
  expect(sent.length).toBeGreaterThan(500_000)
  expect(prettyJson(sent).split('\n').length).toBeGreaterThan(60_000)
})

test('nesting a hundred thousand deep neither hangs nor throws', () => {
  const sent = '['.repeat(100_000)
  expect(prettyJson(sent).replace(/\s/g, '').length).toBe(100_000)
  expect(firstDefect(sent)).not.toBeNull()
})

test('very deep levels stay on their line, and what comes after is laid out again', () => {
  const sent = `[${'['.repeat(10_000)}1${']'.repeat(10_000)},2]`
  const shown = prettyJson(sent)
  expect(shown.replace(/\s/g, '')).toBe(sent)
  expect(shown.split('\n').length).toBeLessThan(2100)
  expect(shown.endsWith('\n  2\n]')).toBe(true)
})

test('a defect is placed', () => {
  expect(firstDefect('{"a":1}')).toBeNull()
  expect(firstDefect('{\n  "a": 1,\n}')).toMatchObject({ line: 3, column: 1 })
})

test('JSON is known by its type or its first character', () => {
  expect(looksLikeJson('application/problem+json; charset=utf-8', 'x')).toBe(true)
  expect(looksLikeJson(null, '  {"a":1}')).toBe(true)
  expect(looksLikeJson('text/plain', 'hello')).toBe(false)
})
