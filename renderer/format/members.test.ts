import { expect, test } from 'vitest'
import { membersOf } from './members.ts'

test('members come in their order, as written', () => {
  expect(membersOf('{"a": 3000.00, "b":{"c":[1,2],"d":"x,y"}, "a" : "\\u0041", "e":null}', 10)).toEqual([
    { name: 'a', value: '3000.00' },
    { name: 'b', value: '{"c":[1,2],"d":"x,y"}' },
    { name: 'a', value: '"\\u0041"' },
    { name: 'e', value: 'null' },
  ])
})

test.each(['', '[1]', '7', '"x"', 'nonsense', '{'])('%j has none', (text) => {
  expect(membersOf(text, 10)).toEqual([])
})

test('many members and cut text do no harm', () => {
  const many = `{${Array.from({ length: 50_000 }, (_, index) => `"m${String(index)}":${String(index)}`).join(',')}}`
  expect(membersOf(many, 50)).toHaveLength(50)
  expect(membersOf(many.slice(0, 60), 50).at(-1)).toMatchObject({ name: expect.stringMatching(/^m\d$/) as unknown })
  expect(membersOf('{'.repeat(10_000), 50)).toEqual([])
})
