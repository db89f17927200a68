import { describe, expect, test } from 'vitest'
import type { HeaderPair } from '../../../shared/model/callback.ts'
import { checkSource } from '../../../shared/checks/source.ts'
import type { Light } from '../../../shared/model/verdict.ts'
import { addressTools } from './addresses.ts'
import { profileOf } from './test-support.ts'

const codes = ({ findings }: Light) => findings.map(({ code }) => code)
const day = (text: string) => Date.parse(text)

describe('source', () => {
  const check = (
    peer: string,
    receivedAt = day('2026-06-02'),
    more: Record<string, unknown> = {},
    headers: HeaderPair[] = [],
  ) => checkSource({ peer, headers, receivedAt, simulated: false, profile: profileOf(more) }, addressTools)

  test.each([
    ['192.121.110.100', '2020-01-01', 'pass', 'source-listed'],
    ['192.121.110.7', '2025-03-03', 'pass', 'source-listed'],
    ['192.121.110.7', '2025-03-05', 'warn', 'source-bank-network'],
    ['13.50.187.51', '2025-03-03', 'warn', 'source-not-listed'],
    ['13.50.187.51', '2025-03-05', 'pass', 'source-listed'],
    ['51.21.39.192', '2025-11-17', 'warn', 'source-not-listed'],
    ['51.21.39.192', '2025-11-18', 'pass', 'source-listed'],
    ['::ffff:51.21.39.192', '2026-06-02', 'pass', 'source-listed'],
    ['::ffff:127.0.0.1', '2026-06-02', 'unchecked', 'source-local'],
    ['::1', '2026-06-02', 'unchecked', 'source-local'],
    ['fe80::1%eth0', '2026-06-02', 'unchecked', 'source-local'],
    ['169.254.1.1', '2026-06-02', 'unchecked', 'source-local'],
    ['100.64.0.1', '2026-06-02', 'unchecked', 'source-local'],
    ['2a00:1450::1', '2026-06-02', 'warn', 'source-not-listed'],
    ['0x7f.1', '2026-06-02', 'unchecked', 'source-unknown'],
    ['012.1.2.3', '2026-06-02', 'unchecked', 'source-unknown'],
    ['', '2026-06-02', 'unchecked', 'source-unknown'],
  ])('%s on %s: %s', (peer, on, state, code) => {
    const found = check(peer, day(on))
    expect([found.state, codes(found)[0]]).toEqual([state, code])
  })

  test('proxies and sources of the profile, and networks that make no sense', () => {
    expect(codes(check('10.1.2.3', 0, { proxies: ['10.0.0.0/8'] }))).toEqual(['source-proxy'])
    expect(
      codes(check('2001:db8::5', 0, { sources: ['2001:db8::/32', 'nonsense', '1.2.3.4/99', '1.2.3.4/x'] })),
    ).toEqual(['source-registered'])
  })

  test('forwarding headers are shown, and change nothing', () => {
    const headers: HeaderPair[] = [
      ['x-Forwarded-for', '192.121.110.100'],
      ['Forwarded', 'for=192.121.110.100'],
    ]
    const found = check('8.8.8.8', day('2026-06-02'), {}, headers)
    expect(found.state).toBe('warn')
    expect(found.findings[1]?.evidence['headers']).toEqual([
      'x-Forwarded-for: 192.121.110.100',
      'Forwarded: for=192.121.110.100',
    ])
  })
})
