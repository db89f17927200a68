import { webcrypto } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifyHere } from './verify-here.ts'

/* The RSA of jose on the thread that asks must say just what WebCrypto says. */

const { subtle } = webcrypto
const RSA = 'RSASSA-PKCS1-v1_5'
const DATA = Buffer.from('the signed text')

const pair = (hash: string) =>
  subtle.generateKey({ name: RSA, hash, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }, true, [
    'sign',
    'verify',
  ])

/** What is said of a signature, and how often WebCrypto was asked. */
async function said(key: webcrypto.CryptoKey, signature: Uint8Array, data: Uint8Array, name = RSA) {
  let asked = 0
  const usual: typeof subtle.verify = (...given) => ((asked += 1), subtle.verify(...given))
  const own = { verify: usual }
  verifyHere(own)
  const answer = await own.verify(name, key, signature, data).catch(() => 'refused')
  return [answer, asked]
}

test('RS256 is verified here, everything else as usual', async () => {
  const [own, other, longer] = [await pair('SHA-256'), await pair('SHA-256'), await pair('SHA-384')]
  const signature = new Uint8Array(await subtle.sign(RSA, own.privateKey, DATA))
  // A view into a larger buffer, as base64 decoding gives it.
  const view = Buffer.concat([Buffer.from('x'), signature, Buffer.from('y')]).subarray(1, 257)
  expect(await said(own.publicKey, signature, DATA)).toEqual([true, 0])
  expect(await said(own.publicKey, view, DATA)).toEqual([true, 0])
  expect(await said(own.publicKey, signature, Buffer.from('another text'))).toEqual([false, 0])
  expect(await said(own.publicKey, signature.subarray(1), DATA)).toEqual([false, 0])
  expect(await said(own.publicKey, new Uint8Array(), DATA)).toEqual([false, 0])
  expect(await said(other.publicKey, signature, DATA)).toEqual([false, 0])
  const long = new Uint8Array(await subtle.sign(RSA, longer.privateKey, DATA))
  expect(await said(longer.publicKey, long, DATA)).toEqual([true, 1])
  expect(await said(own.privateKey, signature, DATA)).toEqual(['refused', 1])
  expect(await said(own.publicKey, signature, DATA, 'RSA-PSS')).toEqual(['refused', 1])
})

test('it is put in place once, however often it is asked for', () => {
  const own = { verify: subtle.verify.bind(subtle) }
  verifyHere(own)
  const here = own.verify
  verifyHere(own)
  expect(own.verify).toBe(here)
})
