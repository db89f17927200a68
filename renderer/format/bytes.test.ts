import { expect, test } from 'vitest'
import { isAscii, latin1Hex, utf8Hex } from './bytes.ts'

test('bytes in both encodings', () => {
  expect(utf8Hex('Rå1')).toBe('52 C3 A5 31')
  expect(latin1Hex('Rå1')).toBe('52 E5 31')
  expect(latin1Hex('5 €')).toBeNull()
  expect(latin1Hex('😀')).toBeNull()
  expect(utf8Hex('')).toBe('')
  expect([isAscii('abc\n'), isAscii('å')]).toEqual([true, false])
})
