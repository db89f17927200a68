import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readToken } from '../../../shared/checks/jws-shape.ts'
import { tokenLight } from '../../../shared/checks/signature.ts'
import { keySetOf } from './test-support.ts'
import { verifyToken } from './jws.ts'

/*
 * Other people's cases (Wycheproof json_web_signature, RFC 7515 A.2, RFC 7520 4.1). They are read from a folder, not copied:
 * OUTSIDE_CASES names one with wycheproof/, rfc7515/ and rfc7520-cookbook/ in it.
 */
const FOLDER = process.env['OUTSIDE_CASES'] ?? ''
const present = FOLDER !== '' && existsSync(FOLDER)
if (!present) console.info("Skipped: other people's token cases (set OUTSIDE_CASES to their folder to run them).")

const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8')

interface Group {
  readonly public?: { readonly kty: string; readonly alg?: string }
  readonly comment: string
  readonly tests: readonly {
    readonly tcId: number
    readonly jws: unknown
    readonly result: string
    readonly comment: string
  }[]
}

async function isVerified(token: string, jwk: unknown): Promise<boolean> {
  const shape = readToken(token)
  if (!shape.sound) return false
  const outcome = await verifyToken(shape, [await keySetOf(JSON.stringify(jwk))], null)
  const light = tokenLight(shape, outcome, undefined, 0)
  return light.findings[0]?.code === 'jws-verified'
}

function headerAlg(token: string): unknown {
  const { headerText } = readToken(token)
  if (headerText === null) return null
  try {
    return (JSON.parse(headerText) as { alg?: unknown }).alg
  } catch {
    return null
  }
}

describe.skipIf(!present)('Wycheproof', () => {
  const { testGroups } = (
    present ? JSON.parse(read('wycheproof/json_web_signature_test.json')) : { testGroups: [] }
  ) as {
    testGroups: Group[]
  }
  const { json_web_signature_test: errata } = (
    present ? JSON.parse(read('wycheproof/errata.json')) : { json_web_signature_test: [] }
  ) as { json_web_signature_test: { tcId: number; effective: string }[] }
  const rsa = testGroups.filter((group) => group.public?.kty === 'RSA')

  test.each(rsa.map((group, index) => [index, group.comment, group] as const))('group %i: %s', async (_, __, group) => {
    for (const { tcId, jws, result, comment } of group.tests) {
      const token = typeof jws === 'string' ? jws : JSON.stringify(jws)
      const label = errata.find((erratum) => erratum.tcId === tcId)?.effective ?? result
      const forUs = headerAlg(token) === 'RS256' && (group.public?.alg ?? 'RS256') === 'RS256'
      const verified = await isVerified(token, group.public)
      expect(verified, `tcId ${String(tcId)}: ${comment}`).toBe(label === 'valid' && forUs)
    }
  })

  test('symmetric and elliptic keys never verify anything', async () => {
    for (const group of testGroups.filter((each) => each.public?.kty !== 'RSA')) {
      const key = group.public ?? (group as { private?: unknown }).private
      for (const { jws } of group.tests) {
        expect(await isVerified(typeof jws === 'string' ? jws : JSON.stringify(jws), key)).toBe(false)
      }
    }
  })
})

describe.skipIf(!present)('RFC examples', () => {
  test('RFC 7515 A.2 verifies', async () => {
    expect(await isVerified(read('rfc7515/rfc7515_A.2.jwsc').trim(), JSON.parse(read('rfc7515/rfc7515_A.2.jwk')))).toBe(
      true,
    )
  })

  test.each(['A.1', 'A.3', 'A.4', 'A.5'])('RFC 7515 %s is not RS256, and is refused', async (name) => {
    const key: unknown = name === 'A.5' ? { keys: [] } : JSON.parse(read(`rfc7515/rfc7515_${name}.jwk`))
    expect(await isVerified(read(`rfc7515/rfc7515_${name}.jwsc`).trim(), key)).toBe(false)
  })

  test('RFC 7520 4.1 verifies', async () => {
    const { input, output } = JSON.parse(read('rfc7520-cookbook/jws_4_1.rsa_v15_signature.json')) as {
      input: { key: unknown }
      output: { compact: string }
    }
    expect(await isVerified(output.compact, input.key)).toBe(true)
    expect(await isVerified(output.compact.replace(/.{5}$/, 'AAAAA'), input.key)).toBe(false)
  })
})
