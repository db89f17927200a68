import { expect, test } from 'vitest'
import { evidenceLine, evidenceName, evidenceText } from './evidence.ts'

test('names lose their camel hump and their unit', () => {
  expect(evidenceName('saltsTried')).toBe('salts tried')
  expect(evidenceName('afterMs')).toBe('after')
})

test.each([
  ['afterMs', 5230.4, '5.2 s'],
  ['status', 204, '204'],
  ['parameters', ['paymentId', 'result'], 'paymentId\nresult'],
  ['meaning', null, 'none'],
])('%s %j is said as %s', (key, value, words) => {
  expect(evidenceText(key, value)).toBe(words)
})

test('one line holds the short pieces', () => {
  expect(evidenceLine({ status: 204, meaning: null, afterMs: 1.234 })).toBe('204 · 1.2 ms')
  expect(evidenceLine({ received: 'A'.repeat(60), algorithm: 'MD5', parameters: ['a', 'b'] })).toBe('MD5 · a, b')
  expect(evidenceLine({ version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', sni: 'localhost' })).toBe(
    'TLSv1.3 · TLS_AES_256_GCM_SHA384',
  )
  expect(evidenceLine({ verdict: 'verified', reason: 'ok', keySet: 'Loans' })).toBe('Loans')
  expect(evidenceLine({})).toBe('')
})
