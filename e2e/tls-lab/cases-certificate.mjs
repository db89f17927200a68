// A certificate of its own: names, dates, trust.
import { writeFileSync } from 'node:fs'
import { add, at, CA, fail, int1, keyPem, leaf, OUT, pass, root, SAN, SS, warn } from './lab.mjs'
import { pem } from './x509.mjs'

{
  const l = leaf()
  writeFileSync(new URL('ok.key', OUT), keyPem(l.key))
  writeFileSync(new URL('ok.chain.pem', OUT), pem(l.der) + pem(int1.der))
  await add('ok', 'cert', 'good RSA-2048 chain', { l, expect: pass, badssl: 'rsa2048, sha256' })
}
await add('ok-ecdsa', 'cert', 'good ECDSA leaf', {
  l: leaf({ k: 'ec', keyType: 'ec' }),
  expect: pass,
  badssl: 'ecc256',
})
await add('ok-ip', 'cert', 'connect by IP, IP is in the SAN', {
  connect: { host: '127.0.0.1', servername: '' },
  expect: warn('IP_LITERAL', 'a public host name is wanted'),
})
await add('ok-wildcard', 'cert', '*.cb.test for a.cb.test', {
  l: leaf({ san: ['*.cb.test'] }),
  connect: { host: 'a.cb.test', servername: 'a.cb.test' },
  expect: pass,
})
await add('expired', 'cert', 'expired yesterday', {
  l: leaf({ from: at(-91), to: at(-1) }),
  expect: fail('CERT_EXPIRED', 'notAfter is past'),
  seed: SS,
  badssl: 'expired',
})
await add('expired-long', 'cert', 'expired in 2015', {
  l: leaf({ from: new Date('2014-01-01'), to: new Date('2015-01-01') }),
  expect: fail('CERT_EXPIRED', ''),
  seed: SS,
})
await add('not-yet', 'cert', 'valid from tomorrow', {
  l: leaf({ from: at(1) }),
  expect: fail('CERT_NOT_YET_VALID', "or this machine's clock is wrong: say both"),
  seed: SS,
})
await add('expires-soon', 'cert', 'expires in 5 days', {
  l: leaf({ to: at(5) }),
  expect: warn('CERT_EXPIRES_SOON', ''),
})
{
  const i = CA({ CN: 'Expired Intermediate' }, 'intx', { issuer: root, from: at(-800), to: at(-2) })
  const l = leaf({ issuer: i })
  await add('expired-intermediate', 'cert', 'intermediate expired', {
    l,
    chain: [l.der, i.der],
    expect: fail('CHAIN_EXPIRED', 'name which certificate'),
    seed: SS,
  })
}
await add('wrong-host', 'cert', 'certificate for other.example', {
  l: leaf({ san: ['other.example'], subject: { CN: 'other.example' } }),
  expect: fail('CERT_WRONG_HOST', 'list the names it has'),
  seed: SS,
  badssl: 'wrong.host',
})
await add('wildcard-level', 'cert', '*.cb.test for a.b.cb.test', {
  l: leaf({ san: ['*.cb.test'] }),
  connect: { host: 'a.b.cb.test', servername: 'a.b.cb.test' },
  expect: fail('CERT_WRONG_HOST', 'a wildcard covers one label'),
  seed: SS,
})
await add('wildcard-apex', 'cert', '*.cb.test for cb.test', {
  l: leaf({ san: ['*.cb.test'], subject: { CN: 'x' } }),
  connect: { host: 'cb.test', servername: 'cb.test' },
  expect: fail('CERT_WRONG_HOST', ''),
  seed: SS,
})
await add('ip-not-in-san', 'cert', 'connect by IP, only DNS names', {
  l: leaf({ san: ['localhost'] }),
  connect: { host: '127.0.0.1', servername: '' },
  expect: fail('CERT_WRONG_HOST', ''),
  seed: SS,
})
await add('no-san', 'cert', 'only a common name', {
  l: leaf({ san: null }),
  expect: fail('CERT_NO_SAN', 'browsers and new Java need a SAN; node accepts the CN'),
  seed: SS,
  badssl: 'no-san',
})
await add('no-subject', 'cert', 'empty subject, SAN right', {
  l: leaf({ subject: {} }),
  expect: pass,
  badssl: 'no-subject',
})
{
  const l = leaf({ issuer: null, san: SAN })
  await add('self-signed', 'cert', 'self-signed', {
    l,
    chain: [l.der],
    expect: fail('CERT_SELF_SIGNED', ''),
    seed: SS,
    badssl: 'self-signed',
  })
}
