import { createSign, generateKeyPairSync } from 'node:crypto'
import { keySetOf, post, profileOf } from './test-support.ts'
import type { TrustBase } from './types.ts'

/* Tokens and key sets of our own for the catalogue of findings: what the cases of e2e/corpus do not hold. */

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
const jwkOf = ({ publicKey }: typeof pair) => ({ ...publicKey.export({ format: 'jwk' }), kid: 'k' })
const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** The key that signs `signed` tokens, as a JWK with the name k. */
export const JWK = jwkOf(pair)

/** A token over this payload (a text stays as it is), signed RS256. */
export function signed(payload: unknown, header: Record<string, unknown> = {}, { privateKey } = pair): string {
  const input = `${encoded({ alg: 'RS256', kid: 'k', ...header })}.${encoded(payload)}`
  return `${input}.${createSign('sha256').update(input).sign(privateKey, 'base64url')}`
}

const trusting = (keys: readonly unknown[]) => async (): Promise<TrustBase> => ({
  profiles: [],
  keySets: [await keySetOf(JSON.stringify({ keys }))],
})

const event = { applicationReference: 'A-1', applicationEventType: 'SIGNED' }
const token = signed({ iss: 'resurs' })
const body = (value: unknown) => post('/loan', typeof value === 'string' ? value : JSON.stringify(value))
const withKeys = (keys: readonly unknown[]) => ({ raw: body({ jwsData: token }), trust: trusting(keys) })

async function otherEnvironment(): Promise<TrustBase> {
  const own = await keySetOf('{"keys":[]}', 'Shop', 'Shop')
  const other = await keySetOf(JSON.stringify([JWK]), 'Test', 'Test')
  const keySets = [
    { ...own, environment: 'production' as const },
    { ...other, environment: 'test' as const },
  ]
  return { profiles: [profileOf({ family: 'loan', environment: 'production' })], keySets }
}

/** One callback for each finding about keys and claims that needs a key of our own. */
export const TOKEN_CASES = {
  'jws-key-operations': withKeys([{ ...JWK, key_ops: ['sign'] }]),
  'jws-key-weak': withKeys([jwkOf(weak)]),
  'jws-key-type': withKeys([{ kty: 'EC', kid: 'k' }]),
  'jws-key-set-empty': withKeys([]),
  'jws-key-set-not-fetched': {
    raw: body({ jwsData: token }),
    trust: { profiles: [], keySets: [], notFetched: ['It was not fetched yet.'] },
  },
  'jws-other-environment': { raw: body({ jwsData: token }), trust: otherEnvironment },
  'jws-in-time': { raw: body({ jwsData: signed({ iat: 1, exp: 9_999_999_999 }) }), trust: trusting([JWK]) },
  'jws-no-time': withKeys([JWK]),
  'jws-elsewhere': { raw: body({ data: { jwsData: token } }), trust: trusting([JWK]) },
  'jws-payload-not-read': {
    raw: body({ jwsData: signed(`[${'0,'.repeat(1_000_001)}0]`) }),
    trust: trusting([JWK]),
  },
  'jws-envelope-partial': {
    raw: body({ jwsData: signed({ applicationReference: 'A-1' }), externalApplicationEvent: event }),
    trust: trusting([JWK]),
  },
  'jws-envelope-digits': {
    raw: body(`{"jwsData":"${signed('{"externalApplicationEvent":{"a":1.0}}')}","externalApplicationEvent":{"a":1}}`),
    trust: trusting([JWK]),
  },
}
