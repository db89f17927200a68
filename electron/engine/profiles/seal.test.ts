import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fingerprintOf } from './fingerprint.ts'
import { createSeal } from './seal.ts'

const key = (): string => randomBytes(32).toString('base64')
const BOUND = ['Shop', 'digest.salt']

describe('a sealed secret', () => {
  const seal = createSeal([key()])

  test.each(['SecretHashSalt', '', ' \n\0å𝄞', 'x'.repeat(10_000)])('opens again: %j', (secret) => {
    const sealed = seal.close(secret, BOUND)
    expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(seal.open(sealed, BOUND)).toEqual({ ok: true, secret })
  })

  test('never looks the same twice', () => {
    expect(seal.close('a', BOUND)).not.toBe(seal.close('a', BOUND))
  })

  test('opens nowhere else', () => {
    const sealed = seal.close('a', BOUND)
    for (const bound of [['Other', 'digest.salt'], ['Shop', 'keySet.apiKey'], ['Shop'], ['Shop,digest.salt']])
      expect(seal.open(sealed, bound)).toEqual({ ok: false, fault: 'changed' })
  })

  test('notices every change of every byte', () => {
    const bytes = Buffer.from(seal.close('salt', BOUND), 'base64url')
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(seal.open(changed.toString('base64url'), BOUND).ok).toBe(false)
    }
    expect(seal.open('', BOUND)).toEqual({ ok: false, fault: 'changed' })
    expect(seal.open(bytes.subarray(0, 20).toString('base64url'), BOUND)).toEqual({ ok: false, fault: 'changed' })
  })

  test('tells a lost key, no key and a newer version apart', () => {
    const sealed = seal.close('a', BOUND)
    expect(createSeal([key()]).open(sealed, BOUND)).toEqual({ ok: false, fault: 'other-key' })
    expect(createSeal([]).open(sealed, BOUND)).toEqual({ ok: false, fault: 'no-key' })
    const newer = Buffer.from(sealed, 'base64url')
    newer[0] = 9
    expect(seal.open(newer.toString('base64url'), BOUND)).toEqual({ ok: false, fault: 'newer' })
  })

  test('of an earlier key opens beside a new one', () => {
    const [old, young] = [key(), key()]
    const sealed = createSeal([old]).close('a', BOUND)
    expect(createSeal([young, old]).open(sealed, BOUND)).toEqual({ ok: true, secret: 'a' })
  })

  test('cannot be made without a key', () => {
    expect(createSeal([]).available).toBe(false)
    expect(createSeal(['c2hvcnQ=']).available).toBe(false)
    expect(() => createSeal([]).close('a', BOUND)).toThrow('without a data key')
  })
})

test('fingerprints are the same on every machine', () => {
  // Fixed: people compare them between versions and machines.
  expect(fingerprintOf('SecretHashSalt')).toMatchInlineSnapshot(`"4e4b 00c4"`)
  expect(fingerprintOf('')).toMatchInlineSnapshot(`"70e0 e38c"`)
  expect(fingerprintOf('å')).toMatchInlineSnapshot(`"2472 05f6"`)
  expect(fingerprintOf('SecretHashSalt ')).not.toBe(fingerprintOf('SecretHashSalt'))
})
