import { expect, test } from 'vitest'
import { keySetText, readPastedKeys } from './key-text.ts'

const key = { kty: 'RSA', n: 'AQ', e: 'AQAB' }
const PEM = '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----'

test.each([
  [JSON.stringify({ keys: [key] }), { keys: [key] }],
  [JSON.stringify([key, key]), { keys: [key, key] }],
  [` ${JSON.stringify(key)} `, { keys: [key] }],
  [` ${PEM}\n`, { pem: PEM }],
])('%s is a key set', (text, keySet) => {
  expect(readPastedKeys(text)).toEqual({ keySet, problem: null })
})

test.each([
  ['', /Nothing/],
  ['{"keys":', /neither JSON nor PEM/],
  ['<!doctype html><title>Log in</title>', /a web page with the title "Log in"/],
  ['<keys/>', /neither JSON nor PEM/],
  ['{"a":1}', /no “keys”/],
  ['[]', /no keys/],
  ['[{"kid":"x"}]', /Key 1 has no “kty”/],
  [JSON.stringify({ ...key, d: 'x' }), /private key/],
  ['-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----', /private key/],
])('%s is none, and it is said why', (text, problem) => {
  const read = readPastedKeys(text)
  expect(read.keySet).toBeNull()
  expect(read.problem).toMatch(problem)
})

test('what stands in the profile can be edited again', () => {
  expect(readPastedKeys(keySetText({ keys: [key] })).keySet).toEqual({ keys: [key] })
  expect(keySetText({ pem: PEM })).toBe(PEM)
  expect(keySetText('file.json')).toBe('')
  expect(keySetText({ url: 'https://x' })).toBe('')
  expect(keySetText(undefined)).toBe('')
})
