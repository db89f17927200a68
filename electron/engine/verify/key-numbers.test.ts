import { createSign, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { mintAuthority } from '../certificate/mint.ts'
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

test('a key that is not found is said with the age and the environment of the sets that were looked at', async () => {
  const set = await keySetOf(JSON.stringify({ keys: [jwk] }), 'Loans', 'Shop')
  const source = { kind: 'url', place: 'https://keys.example/jwks', at: Date.UTC(2026, 0, 2) } as const
  const { verdict } = await judgeRaw(post('/cb', JSON.stringify({ jwsData: tokenOf({ kid: 'other' }) })), {
    profiles: [],
    keySets: [{ ...set, environment: 'test', source }],
  })
  expect(verdict.signature).toMatchObject({ verdict: 'unverifiable', reason: 'kid-not-found', state: 'unchecked' })
  expect(verdict.signature.findings[0]?.evidence['keySets']).toEqual(['Loans (test, of 2026-01-02)'])
})

test.each([
  [2047, 'jws-key-weak'],
  [2048, 'jws-verified'],
  [3072, 'jws-verified'],
])('a key of %i bits: %s', async (modulusLength, code) => {
  const own = generateKeyPairSync('rsa', { modulusLength })
  const input = `${encoded({ alg: 'RS256', kid: 'k' })}.${encoded({})}`
  const token = `${input}.${createSign('sha256').update(input).sign(own.privateKey, 'base64url')}`
  expect((await signatureOf([jwkOf(own)], token)).findings[0]?.code).toBe(code)
})

test('a private key, a certificate and many blocks in PEM', async () => {
  const open = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const secret = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const old = pair.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' })
  const set = await keySetOf(`${open}${secret}${old}${String(curve)}-----BEGIN X-----\nx\n-----END X-----\n`)
  expect(set.keys.map(({ cause }) => cause)).toEqual([null, null, null, 'type'])
  expect(set.remarks.join(' ')).toMatch(/block 2 is a private key: only its public half.*block 5 holds no public key/)
  const { certificate } = await mintAuthority(Date.now())
  expect((await keySetOf(certificate)).remarks[0]).toBe('PEM block 1 is a certificate in PEM, which has no key name.')
  // As `openssl x509 -text` and key stores write it.
  for (const around of ['Bag Attributes\n    friendlyName: bank\n', 'Certificate:\n  Data: x\n\n', '  '])
    expect((await keySetOf(`${around}${certificate}`)).keys).toHaveLength(1)
  const trust = { profiles: [], keySets: [set] }
  const { verdict } = await judgeRaw(post('/cb', JSON.stringify({ jwsData: tokenOf() })), trust)
  expect(verdict.signature.verdict).toBe('verified')
})
