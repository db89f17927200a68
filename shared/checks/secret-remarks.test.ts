import { describe, expect, test } from 'vitest'
import { secretRemarks } from './secret-remarks.ts'

describe('what is odd about a secret', () => {
  test.each([
    ['a7F2kq0Zp', []],
    ['', ['empty']],
    [' salt1', ['leading-space']],
    ['salt1\n', ['trailing-space', 'control']],
    ['sa\u00a0lt1', ['invisible', 'non-ascii']],
    ['sa\u200blt1', ['invisible', 'non-ascii']],
    ['\u202esalt1', ['invisible', 'non-ascii']],
    ['sa\tlt1', ['control']],
    ['sålt1', ['non-ascii']],
    ['a&b<c', ['html']],
    ['a%20b', ['percent']],
    ['SecretHashSalt', ['example']],
    [' icanhascheezeburger', ['leading-space', 'example']],
  ])('%j', (secret, codes) => {
    expect(secretRemarks(secret).map(({ code }) => code)).toEqual(codes)
  })

  test('no sentence holds the secret', () => {
    const secret = ' Zq9&\u200bå%41xyz\u0007 '
    const remarks = secretRemarks(secret)
    expect(remarks.length).toBeGreaterThan(5)
    for (const { text } of remarks) for (const part of ['Zq9', 'xyz', '41']) expect(text).not.toContain(part)
  })
})
