import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { HeaderPair } from '../model/callback.ts'
import { forwardedChains, senderOf } from './forwarded.ts'

const isAddress = (text: string): boolean => /^[\d.]+$|^[\da-f:]+:[\da-f:]*$/i.test(text)
const stations = (...headers: HeaderPair[]) =>
  forwardedChains(headers, isAddress).map(({ header, stations: found }) => [
    header,
    ...found.map(({ address }) => address),
  ])

describe('reading the headers', () => {
  test.each<[string, HeaderPair[], unknown]>([
    ['a list', [['x-forwarded-for', '1.1.1.1, 2.2.2.2']], [['X-Forwarded-For', '1.1.1.1', '2.2.2.2']]],
    [
      'two lines are one list',
      [
        ['X-Forwarded-For', '1.1.1.1'],
        ['X-FORWARDED-FOR', '2.2.2.2'],
      ],
      [['X-Forwarded-For', '1.1.1.1', '2.2.2.2']],
    ],
    [
      'ports and brackets',
      [['X-Forwarded-For', '1.1.1.1:80, [2001:db8::1]:443, 2001:db8::2']],
      [['X-Forwarded-For', '1.1.1.1', '2001:db8::1', '2001:db8::2']],
    ],
    [
      'an empty entry is a station without an address',
      [['X-Forwarded-For', '1.1.1.1, ']],
      [['X-Forwarded-For', '1.1.1.1', null]],
    ],
    ['nginx', [['X-Real-IP', '1.1.1.1']], [['X-Real-IP', '1.1.1.1']]],
    [
      'the examples of RFC 7239',
      [
        ['Forwarded', 'for="_gazonk"'],
        ['Forwarded', 'For="[2001:db8:cafe::17]:4711"'],
        ['Forwarded', 'for=192.0.2.60;proto=http;by=203.0.113.43'],
        ['Forwarded', 'for=192.0.2.43, for=198.51.100.17'],
      ],
      [['Forwarded', null, '2001:db8:cafe::17', '192.0.2.60', '192.0.2.43', '198.51.100.17']],
    ],
    [
      'separators inside quotes',
      [['Forwarded', 'for="1.1.1.1";host="a,b;for=9.9.9.9\\"", proto=https;for=2.2.2.2, by=3.3.3.3']],
      [['Forwarded', '1.1.1.1', '2.2.2.2', null]],
    ],
  ])('%s', (_name, headers, wanted) => {
    expect(stations(...headers)).toEqual(wanted)
  })

  test('nothing makes it throw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('Forwarded', 'X-Forwarded-For', 'X-Real-IP'), fc.string())),
        (headers) => {
          for (const chain of forwardedChains(headers, isAddress))
            expect(chain.stations.length).toBeLessThanOrEqual(100)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('whom to believe', () => {
  const sender = (...headers: HeaderPair[]) =>
    senderOf(
      forwardedChains(headers, isAddress),
      (address) => address.startsWith('10.'),
      (address) => address.toLowerCase(),
    )

  test('the right-most address that is no trusted proxy, whatever stands left of it', () => {
    expect(sender(['X-Forwarded-For', '192.121.110.100, 8.8.8.8, 10.0.0.1'])).toMatchObject({ address: '8.8.8.8' })
  })
  test('nobody, when there are trusted proxies only', () => {
    expect(sender(['X-Forwarded-For', '10.0.0.2, 10.0.0.1'])).toEqual({ kind: 'none' })
    expect(sender()).toEqual({ kind: 'none' })
  })
  test('nobody behind a station that cannot be read', () => {
    expect(sender(['Forwarded', 'for=192.121.110.100, for=unknown'])).toMatchObject({
      kind: 'unreadable',
      text: 'unknown',
    })
  })
  test('nobody, when two headers disagree: the sender can have written one of them', () => {
    expect(sender(['Forwarded', 'for=192.121.110.100'], ['X-Forwarded-For', '8.8.8.8'])).toEqual({
      kind: 'differ',
      names: ['Forwarded: 192.121.110.100', 'X-Forwarded-For: 8.8.8.8'],
    })
  })
  test('two headers that agree are as good as one', () => {
    expect(sender(['X-Real-IP', '2001:DB8::1'], ['X-Forwarded-For', '1.1.1.1, 2001:db8::1'])).toMatchObject({
      kind: 'address',
      address: '2001:db8::1',
    })
  })
  test('whatever an outsider writes in front, the verdict is about what the proxy added', () => {
    fc.assert(
      fc.property(fc.string(), (forged) => {
        const found = sender(['X-Forwarded-For', `${forged}, 8.8.8.8`])
        expect(found).toEqual({ kind: 'address', address: '8.8.8.8', header: 'X-Forwarded-For' })
      }),
    )
  })
})
