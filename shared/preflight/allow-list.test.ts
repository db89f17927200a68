import { expect, test } from 'vitest'
import { ALLOW_PLATFORMS, allowRules } from './allow-list.ts'

const ADDRESSES = ['192.121.110.100', '13.50.187.51', '51.21.32.255', '51.21.206.32', '51.21.39.192']

test.each(ALLOW_PLATFORMS)('the rules for $name hold the five addresses of the FAQ and no others', ({ id }) => {
  const rules = allowRules(id)
  const found = rules.match(/\d{1,3}(?:\.\d{1,3}){3}/g) ?? []
  expect(new Set(found)).toEqual(new Set(ADDRESSES))
  expect(rules).toMatch(/^# .*2026-06-02/)
  expect(rules).not.toMatch(/\/(?!32\b)\d{1,2}\b/)
})

test('what each platform wants', () => {
  expect(allowRules('nginx')).toContain('allow 13.50.187.51;\n')
  expect(allowRules('nginx')).toMatch(/deny all;$/)
  expect(allowRules('apache')).toContain('    Require ip 192.121.110.100\n')
  expect(allowRules('iptables')).toContain('iptables -I INPUT -p tcp -s 51.21.32.255 --dport 443 -j ACCEPT')
  expect(allowRules('nftables')).toContain("ip saddr '{ 192.121.110.100, 13.50.187.51,")
  expect(allowRules('ufw')).toContain('ufw allow proto tcp from 51.21.39.192 to any port 443')
  expect(allowRules('aws')).toContain('{CidrIp=51.21.206.32/32,Description="Resurs callbacks"}')
  expect(allowRules('azure')).toContain('--source-address-prefixes 192.121.110.100/32 13.50.187.51/32')
  expect(allowRules('cloudflare')).toContain('(ip.src in {192.121.110.100 13.50.187.51')
})
