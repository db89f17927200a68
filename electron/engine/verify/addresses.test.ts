import { describe, expect, test } from 'vitest'
import type { HeaderPair } from '../../../shared/model/callback.ts'
import { checkSource, SHIPPED_SURROUNDINGS, sourceList } from '../../../shared/checks/source.ts'
import type { EndpointProfile } from '../../../shared/model/profile.ts'
import type { Light } from '../../../shared/model/verdict.ts'
import { addressTools } from './addresses.ts'
import { profileOf } from './test-support.ts'

const codes = ({ findings }: Light) => findings.map(({ code }) => code)
const day = (text: string) => Date.parse(text)

describe('source', () => {
  const check = (
    peer: string,
    receivedAt = day('2026-06-02'),
    more: Partial<Pick<EndpointProfile, 'proxies' | 'sources'>> = {},
    headers: HeaderPair[] = [],
  ) =>
    checkSource(
      // Past the schema, which takes no nonsense: the check must not be misled by it either.
      {
        ...{ peer, headers, receivedAt, simulated: false, surroundings: SHIPPED_SURROUNDINGS },
        profile: { ...profileOf({}), ...more },
      },
      addressTools,
    )

  test.each([
    ['192.121.110.100', '2020-01-01', 'pass', 'source-listed'],
    ['192.121.110.7', '2025-03-03', 'pass', 'source-in-range'],
    ['192.121.110.100', '2025-03-03', 'pass', 'source-listed'],
    ['192.121.110.7', '2025-03-05', 'warn', 'source-bank-network'],
    ['13.50.187.51', '2025-03-03', 'warn', 'source-other-day'],
    ['13.50.187.51', '2025-03-05', 'pass', 'source-listed'],
    ['51.21.39.192', '2025-11-17', 'warn', 'source-other-day'],
    ['51.21.39.192', '2025-11-18', 'pass', 'source-listed'],
    ['::ffff:51.21.39.192', '2026-06-02', 'pass', 'source-listed'],
    ['::ffff:127.0.0.1', '2026-06-02', 'unchecked', 'source-local'],
    ['::FFFF:3315:27c0', '2026-06-02', 'pass', 'source-listed'],
    ['0:0:0:0:0:ffff:51.21.39.192', '2026-06-02', 'pass', 'source-listed'],
    ['::ffff:51.21.39.192%eth0', '2026-06-02', 'pass', 'source-listed'],
    ['51.21.39.192 ', '2026-06-02', 'unchecked', 'source-unknown'],
    ['51.21.10176', '2026-06-02', 'unchecked', 'source-unknown'],
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

  test('a network written without its bits is not the whole internet', () => {
    for (const network of ['8.8.8.8/', '0.0.0.0/ 0', '0.0.0.0/0x0', '::/', '8.8.8.8/1e0']) {
      expect([network, codes(check('9.9.9.9', 0, { sources: [network] }))[0]]).toEqual([network, 'source-not-listed'])
    }
    expect(codes(check('10.1.2.3', 0, { sources: ['::ffff:10.0.0.0/104'] }))[0]).toBe('source-registered')
  })

  test('IPv6 of the public internet is remarked: the bank calls over IPv4', () => {
    expect(codes(check('2a00:1450::1'))).toEqual(['source-not-listed', 'source-ipv6'])
    expect(codes(check('::ffff:8.8.8.8'))).toEqual(['source-not-listed'])
    for (const spelling of ['::ffff:192.121.110.100', '::FFFF:C079:6E64', '0:0:0:0:0:ffff:c079:6e64']) {
      expect([spelling, codes(check(spelling))[0]]).toEqual([spelling, 'source-listed'])
    }
    // "IPv4-compatible" (withdrawn), NAT64 and 6to4 hold the number of an address of the bank, and are not it.
    for (const other of ['::192.121.110.100', '64:ff9b::c079:6e64', '2002:c079:6e64::1']) {
      expect([other, ...codes(check(other))]).toEqual([other, 'source-not-listed', 'source-ipv6'])
    }
  })

  test('what was expected is the list of the day of arrival', () => {
    const on = (date: string) => check('8.8.8.8', day(date)).findings[0]?.evidence['expected']
    expect(on('2025-03-03')).toEqual(['192.121.110.100', '192.121.110.0/24', '194.68.237.0/24', '91.198.202.0/24'])
    expect(on('2025-03-04')).toEqual(['192.121.110.100', '13.50.187.51', '51.21.32.255'])
    expect(on('2025-11-18')).toHaveLength(5)
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

  describe('behind a proxy that the user named', () => {
    const proxied = (headers: HeaderPair[], more: Record<string, unknown> = { proxies: ['10.0.0.0/8'] }) =>
      check('10.0.0.7', day('2026-06-02'), more, headers)

    test.each<[string, HeaderPair[], string, string[]]>([
      ['the bank', [['X-Forwarded-For', '13.50.187.51']], 'pass', ['source-listed', 'source-forwarded-believed']],
      [
        'a forged entry left of somebody else',
        [['X-Forwarded-For', '13.50.187.51, 8.8.8.8']],
        'warn',
        ['source-not-listed', 'source-forwarded-believed'],
      ],
      [
        'two proxies in a row',
        [['Forwarded', 'for="[::ffff:13.50.187.51]:4711", for=10.0.0.9;proto=https']],
        'pass',
        ['source-listed', 'source-forwarded-believed'],
      ],
      ['nothing', [], 'unchecked', ['source-proxy']],
      ['proxies only', [['X-Real-IP', '10.0.0.9']], 'unchecked', ['source-proxy', 'source-forwarded-for']],
      ['a hidden sender', [['Forwarded', 'for=_hidden']], 'unchecked', ['source-forwarded-unreadable']],
      [
        'a header that went through',
        [
          ['Forwarded', 'for=13.50.187.51'],
          ['X-Forwarded-For', '8.8.8.8'],
        ],
        'unchecked',
        ['source-forwarded-differ'],
      ],
      [
        'a private sender',
        [['X-Forwarded-For', '192.168.1.4']],
        'unchecked',
        ['source-local', 'source-forwarded-believed'],
      ],
    ])('that names %s', (_name, headers, state, wanted) => {
      const found = proxied(headers)
      expect([found.state, codes(found)]).toEqual([state, wanted])
    })

    test('a proxy of the settings is as good as one of the profile, and named', () => {
      const surroundings = { ...SHIPPED_SURROUNDINGS, proxies: ['10.0.0.7'] }
      const found = checkSource(
        {
          peer: '::ffff:10.0.0.7',
          headers: [['x-forwarded-for', '::ffff:13.50.187.51']],
          receivedAt: day('2026-06-02'),
          simulated: false,
          profile: null,
          surroundings,
        },
        addressTools,
      )
      expect(found.state).toBe('pass')
      expect(found.findings[1]?.evidence).toEqual({
        proxy: '10.0.0.7',
        namedIn: 'the settings',
        header: 'X-Forwarded-For',
        address: '13.50.187.51',
      })
    })

    test('trusting everybody believes nobody', () => {
      expect(codes(proxied([['X-Forwarded-For', '13.50.187.51']], { proxies: ['0.0.0.0/0'] }))[0]).toBe('source-proxy')
    })
  })

  test('a list of the user takes the place of the shipped one', () => {
    const own = sourceList(
      [{ network: '203.0.113.0/28', since: '2026-01-01', until: '2026-02-01', note: 'test bench' }],
      'your list',
    )
    const on = (peer: string, date: string) =>
      checkSource(
        {
          peer,
          headers: [],
          receivedAt: day(date),
          simulated: false,
          profile: null,
          surroundings: { sources: own, proxies: [] },
        },
        addressTools,
      )
    expect(codes(on('203.0.113.3', '2026-01-15'))).toEqual(['source-in-range'])
    expect(on('203.0.113.3', '2026-01-15').findings[0]?.evidence).toMatchObject({
      list: 'your list',
      where: 'test bench',
    })
    expect(codes(on('203.0.113.3', '2026-02-01'))).toEqual(['source-other-day'])
    expect(codes(on('13.50.187.51', '2026-01-15'))).toEqual(['source-not-listed'])
  })
})
