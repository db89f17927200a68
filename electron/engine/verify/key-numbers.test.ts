import { createSign, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { keySetOf, judgeRaw, post } from './test-support.ts'

/* Keys whose numbers are written in odd ways, and tokens made with them. */

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwkOf = ({ publicKey }: typeof pair) => ({ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256' })
const jwk = jwkOf(pair)

function tokenOf(header: Record<string, unknown> = {}): string {
  const input = `${encoded({ alg: 'RS256', kid: 'k', ...header })}.${encoded({ iss: 'resurs' })}`
  return `${input}.${createSign('sha256').update(input).sign(pair.privateKey, 'base64url')}`
}

async function signatureOf(keys: readonly unknown[], token = tokenOf()) {
  const trust = { profiles: [], keySets: [await keySetOf(JSON.stringify({ keys }))] }
  const { verdict } = await judgeRaw(post('/cb', JSON.stringify({ jwsData: token })), trust)
  return verdict.signature
}

test.each([
  ['AAEAAQ', 'verified', 'ok-jwk-repaired'],
  ['AQ AB', 'verified', 'ok-jwk-repaired'],
  ['AQAB=', 'unverifiable', 'key-not-usable'],
  ['', 'unverifiable', 'key-not-usable'],
  ['AA', 'rejected', 'key-bad-exponent'],
  ['AQAA', 'rejected', 'key-bad-exponent'],
  ['AA AB', 'rejected', 'key-bad-exponent'],
])('an exponent written %j: %s', async (e, verdict, reason) => {
  expect((await signatureOf([{ ...jwk, e }])).findings[0]?.evidence).toMatchObject({ verdict, reason })
})

test('the right key is found among many of the same name', async () => {
  const others = Array.from({ length: 100 }, () => jwkOf(stranger))
  expect((await signatureOf([...others, jwk])).findings[0]?.evidence).toMatchObject({ reason: 'ok-tried-all' })
})

test('the same key in the set of the profile and in another one is one key', async () => {
  const sets = await Promise.all(['one', 'two'].map((name) => keySetOf(JSON.stringify({ keys: [jwk] }), name)))
  const { verdict } = await judgeRaw(post('/cb', JSON.stringify({ jwsData: tokenOf() })), {
    profiles: [],
    keySets: sets,
  })
  expect(verdict.signature.findings[0]).toMatchObject({ evidence: { reason: 'ok', keySet: 'one' } })
  expect(verdict.signature.findings.map(({ code }) => code)).toEqual(['jws-verified', 'jws-no-time'])
})

test('b64 may be true without crit, and nothing else', async () => {
  expect((await signatureOf([jwk], tokenOf({ b64: true }))).state).toBe('pass')
  for (const b64 of [false, 'true', null, 1]) {
    expect((await signatureOf([jwk], tokenOf({ b64 }))).findings[0]?.code).toBe('jws-crit-invalid')
  }
})
