import { describe, expect, test } from 'vitest'
import { hostOf } from '../../../shared/checks/profile-match.ts'
import { parseTarget } from '../../../shared/checks/target.ts'
import { parseHead } from '../listener/wire/head.ts'
import { corpus } from '../verify/test-support.ts'
import { quickHost } from './quick-host.ts'

const CASES = corpus<readonly { raw: string }[]>('callback-requests.json').map(({ raw }) => raw)
const OWN = [
  'GET / HTTP/1.1\r\nHost: Shop.Example:8443\r\n\r\n',
  'GET / HTTP/1.1\r\nhOST:\t shop.example \t\r\nHost: other\r\n\r\nHost: body',
  'GET / HTTP/1.0\r\nX-Host: no\r\n\r\nbody\r\nHost: body\r\n',
  'GET / HTTP/1.1\r\nHost:\r\n\r\n',
  'GET / HTTP/1.1\r\nA: b\r\n Host: folded\r\nHost: shop\r\n\r\n',
  'GET / HTTP/1.1\nHost: bare\n\n',
  'GET / HTTP/1.1\r\nHost: cut off',
  'GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n',
]

describe('the host from the first bytes', () => {
  test.each([...CASES, ...OWN])('request %#', (text) => {
    const raw = Buffer.from(text, 'latin1')
    const end = raw.indexOf('\r\n\r\n')
    const head = parseHead(raw, end < 0 ? raw.length : end + 4)
    const quick = quickHost(raw)
    if (quick !== null) expect(quick).toBe(hostOf(head, parseTarget('/')))
  })

  test('is left to the full parser only where lines are odd', () => {
    expect([...CASES, ...OWN].filter((text) => quickHost(Buffer.from(text, 'latin1')) === null)).toHaveLength(3)
  })
})
