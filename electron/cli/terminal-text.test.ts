import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonLine, plain } from './terminal-text.ts'

/** Anything that could move a cursor, change a colour or turn the order of letters. */
const acting = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u

describe('text for a terminal', () => {
  test.each([
    ['\u001b[31mred', String.raw`\x1b[31mred`],
    ['a\rb\nc\td', String.raw`a\x0db\x0ac\x09d`],
    ['\u009b31m', String.raw`\x9b31m`],
    ['\u202egpj.exe', String.raw`\u{202e}gpj.exe`],
    ['\ud800', String.raw`\u{d800}`],
    ['Åsa 🙂', 'Åsa 🙂'],
  ])('%j reads %j', (text, expected) => {
    expect(plain(text)).toBe(expected)
  })

  test('no format character of any plane stays as it is in a line of JSON', () => {
    const all = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code))
    const format = all.filter((character) => /[\u007f-\u009f]|[\p{Cf}\p{Zl}\p{Zp}]/u.test(character))
    expect(format.length).toBeGreaterThan(150)
    expect(format.filter((character) => jsonLine(character).includes(character))).toEqual([])
  })

  test('long text is cut, and says so', () => {
    expect(plain('a'.repeat(500), 10)).toBe(`${'a'.repeat(10)}…`)
  })

  test('no text can act', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !acting.test(plain(text))))
  })
})

describe('JSON for a terminal', () => {
  test('reads back as it was, and cannot act', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = jsonLine({ text })
        return !acting.test(line) && (JSON.parse(line) as { text: string }).text === text
      }),
    )
  })
})
