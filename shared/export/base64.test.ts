import { describe, expect, test } from 'vitest'
import { toBase64 } from './base64.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))

describe('base64', () => {
  test.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foobar', 'Zm9vYmFy'],
    ['\xfb\xff\xbf', '+/+/'],
  ])('RFC 4648 §10: %j is %j', (text, expected) => {
    expect(toBase64(bytes(text))).toBe(expected)
  })

  test('long input is joined from pieces without a seam', () => {
    const long = Uint8Array.from({ length: 100_001 }, (_, index) => (index * 7) & 255)
    expect(toBase64(long)).toHaveLength(Math.ceil(100_001 / 3) * 4)
    expect(toBase64(long).slice(0, 16_384 + 8)).toBe(
      toBase64(long.subarray(0, 12_288)) + toBase64(long.subarray(12_288, 12_294)),
    )
  })
})
