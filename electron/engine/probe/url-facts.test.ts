import { describe, expect, test } from 'vitest'
import { judgeUrl } from '../../../shared/preflight/judge-url.ts'
import { verdictOf } from '../../../shared/preflight/finding.ts'
import { corpus } from '../verify/test-support.ts'
import { urlFacts } from './url-facts.ts'

const CASES = corpus<{ cases: { url: string; verdict: string; codes: string[] }[] }>('endpoint-urls.json').cases

function judged(url: string): { verdict: string; codes: string[] } {
  const findings = judgeUrl(urlFacts(url)).flatMap((item) => item.findings)
  return { verdict: verdictOf(findings), codes: findings.map(({ code }) => code).toSorted() }
}

describe('every URL of the corpus gets its verdict and its codes', () => {
  test.each(CASES)('$url', ({ url, verdict, codes }) => {
    expect(judged(url)).toEqual({ verdict, codes: codes.toSorted() })
  })
})

const MORE: readonly (readonly [string, ...string[]])[] = [
  ['https://127.1/', 'LOOPBACK', 'IP_LITERAL'],
  ['https://2130706433/', 'LOOPBACK', 'IP_LITERAL'],
  ['https://017700000001/', 'LOOPBACK', 'IP_LITERAL'],
  ['https://%31%32%37.0.0.1/', 'LOOPBACK', 'IP_LITERAL'],
  ['https://①②⑦.0.0.1/', 'LOOPBACK', 'IP_LITERAL', 'NON_ASCII'],
  ['https://[::ffff:127.0.0.1]/', 'LOOPBACK', 'IP_LITERAL'],
  ['https://[::127.0.0.1]/', 'LOOPBACK', 'IP_LITERAL'],
  ['https://[::ffff:8.8.8.8]/cb', 'IP_LITERAL'],
  ['https://[64:ff9b::10.0.0.1]/', 'PRIVATE_ADDRESS', 'IP_LITERAL'],
  ['https://[2002:a00:1::]/', 'PRIVATE_ADDRESS', 'IP_LITERAL'],
  ['https://[fe80::1]/', 'LINK_LOCAL', 'IP_LITERAL'],
  ['https://[2001:db8::1]/', 'RESERVED_ADDRESS', 'IP_LITERAL'],
  ['https://[2a00:1450::1]/', 'IPV6_LITERAL', 'IP_LITERAL'],
  ['https://100.64.0.1/', 'CGNAT', 'IP_LITERAL'],
  ['https://255.255.255.255/', 'RESERVED_ADDRESS', 'IP_LITERAL'],
  ['https://198.18.0.1/', 'RESERVED_ADDRESS', 'IP_LITERAL'],
  ['https://8.8.8.8/', 'IP_LITERAL'],
  ['https://10-0-0-1.nip.io/', 'PRIVATE_ADDRESS'],
  ['https://7f000001.nip.io/', 'LOOPBACK'],
  ['https://8-8-8-8.sslip.io/', 'TUNNEL'],
  ['https://shop.localtest.me/', 'LOCAL_NAME'],
  ['https://shop.home.arpa/', 'LOCAL_NAME'],
  ['https://shop.nosuchtld/', 'LOCAL_NAME'],
  ['https://webhook.site/0000', 'TUNNEL'],
  ['https://a.b.trycloudflare.com/', 'TUNNEL'],
  ['https://ngrok.io.example.com/'],
  ['https://notngrok.io/'],
  ['https://shop.example.com:8443/', 'PORT_NOT_443'],
  ['https:/shop.example.com/', 'SLASHES'],
  ['https:shop.example.com', 'SLASHES'],
  ['https:///shop.example.com/', 'SLASHES'],
  ['shop.example.com/cb', 'NOT_A_URL'],
  ['//shop.example.com/cb', 'NOT_A_URL'],
  ['shop.example.com:443/cb', 'NOT_HTTPS'],
  ['HTTPS://shop.example.com/cb'],
  ['https://user:secret@shop.example.com/', 'USERINFO'],
  ['https://shop.example.com@10.0.0.1/', 'USERINFO', 'PRIVATE_ADDRESS', 'IP_LITERAL'],
  ['https://shop..example.com/', 'HOST_INVALID'],
  ['https://-shop.example.com/', 'HOST_INVALID'],
  ['https://*.example.com/', 'HOST_INVALID'],
  ['https://shop!.example.com/', 'HOST_INVALID'],
  ['https://shop.example.com/\ncb', 'WHITESPACE'],
  ['https://shop.example.com/\u200bcb', 'WHITESPACE'],
  ['https://bücher.example.com/', 'NON_ASCII'],
  ['https://xn--bcher-kva.example.com/'],
  ['https://shop.example.com/cb?a=å', 'NON_ASCII'],
  ['https://shop.example.com/"><script>', 'UNSAFE_CHARACTER'],
  ['https://shop.example.com/cb?a=x|y', 'UNSAFE_CHARACTER'],
  ['https://shop.example.com/cb?a[]=x'],
  ['https://shop.example.com/%zz', 'PERCENT_BROKEN'],
  ['https://shop.example.com/cb#x', 'FRAGMENT'],
  ['https://shop.example.com/cb?a={paymentId}&amp;d={digest}', 'AMP_ENCODED'],
  ['https://shop.example.com/{paymentId', 'PLACEHOLDER_BROKEN'],
  ['https://shop.example.com/{}', 'PLACEHOLDER_UNKNOWN'],
  ['https://{paymentId}.example.com/', 'PLACEHOLDER_IN_HOST'],
  ['https://shop.example.com/{param1}/{param5}/{result}/{identifier}'],
  ['http://10.0.0.1/', 'NOT_HTTPS', 'PRIVATE_ADDRESS', 'IP_LITERAL'],
  ['data:text/plain,x', 'NOT_HTTPS'],
]

test.each(MORE)('%s', (url, ...codes) => {
  expect(judged(url).codes).toEqual(codes.toSorted())
})
