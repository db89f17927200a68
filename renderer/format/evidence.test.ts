import { expect, test } from 'vitest'
import { evidenceLine } from './evidence.ts'

test('one line holds the short pieces', () => {
  expect(evidenceLine({ received: '204', afterMs: 4.234, meaning: null })).toBe('204 · 4 ms')
  expect(evidenceLine({ received: 'A'.repeat(60), algorithm: 'MD5', parameters: ['a', 'b'] })).toBe('MD5 · a, b')
  expect(evidenceLine({ version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: 'localhost' })).toBe(
    'TLSv1.3 · TLS_AES_256_GCM_SHA384',
  )
  expect(evidenceLine({ address: '13.50.187.51', since: '2025-03-04', list: 'x' })).toBe(
    '13.50.187.51 · since 2025-03-04',
  )
  expect(evidenceLine({ verdict: 'verified', reason: 'ok', keySet: 'Loans' })).toBe('Loans')
  expect(evidenceLine({})).toBe('')
})
