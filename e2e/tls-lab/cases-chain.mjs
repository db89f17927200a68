// Chains, keys, purposes, and what hostile certificates hold.
import tls from 'node:tls'
import { add, at, bad, CA, fail, H, int1, keyPem, leaf, pass, root, SS, warn } from './lab.mjs'
import { pem } from './x509.mjs'

{
  const l = leaf({ issuer: bad })
  await add('untrusted-root', 'cert', 'chain to an unknown root, root sent', {
    l,
    chain: [l.der, bad.der],
    expect: fail('CERT_UNTRUSTED_ROOT', ''),
    seed: SS,
    badssl: 'untrusted-root',
  })
  await add('untrusted-root-not-sent', 'cert', 'unknown root, not sent', {
    l,
    chain: [l.der],
    expect: fail('CERT_UNTRUSTED_ROOT', 'cannot be told from a missing chain by the leaf alone: the issuer name helps'),
    seed: SS,
  })
}
{
  const l = leaf()
  await add('missing-chain', 'cert', 'intermediate not sent', {
    l,
    chain: [l.der],
    expect: fail(
      'CHAIN_INCOMPLETE',
      'the commonest server fault: works in browsers which have the intermediate cached',
    ),
    seed: SS,
    badssl: 'incomplete-chain',
  })
}
{
  const l = leaf({ x: { caIssuers: H('int1.cer') } })
  await add('missing-chain-aia', 'cert', 'intermediate not sent, caIssuers URL present', {
    l,
    chain: [l.der],
    expect: fail(
      'CHAIN_INCOMPLETE',
      'fetching it by AIA shows that only the chain is missing; the sender (a Java client) does not fetch',
    ),
    seed: SS,
  })
}
{
  const l = leaf()
  await add('chain-reversed', 'cert', 'leaf, root, intermediate', {
    l,
    chain: [l.der, root.der, int1.der],
    expect: warn('CHAIN_ORDER', 'TLS 1.2 wants order; most clients cope'),
    badssl: 'reversed-chain',
  })
  await add('chain-with-root', 'cert', 'root sent too', { l, chain: [l.der, int1.der, root.der], expect: pass })
  await add('chain-junk', 'cert', 'an unrelated certificate in the chain', {
    l,
    chain: [l.der, int1.der, bad.der],
    expect: warn('CHAIN_EXTRA', ''),
  })
}
await add('sha1', 'cert', 'leaf signed with SHA-1', {
  l: leaf({ x: { sig: 'rsa-sha1' } }),
  opt: { ciphers: 'DEFAULT:@SECLEVEL=0' },
  expect: fail('SIG_SHA1', 'node with default security level refuses it'),
  badssl: 'sha1-2017',
})
{
  const i = CA({ CN: 'SHA-1 Intermediate' }, 'int-sha1', { issuer: root, sig: 'rsa-sha1' })
  const l = leaf({ issuer: i })
  await add('sha1-intermediate', 'cert', 'intermediate signed with SHA-1', {
    l,
    chain: [l.der, i.der],
    opt: { ciphers: 'DEFAULT:@SECLEVEL=0' },
    expect: fail('SIG_SHA1', 'name which'),
    badssl: 'sha1-intermediate',
  })
}
await add('rsa1024', 'cert', '1024-bit leaf key', {
  l: leaf({ k: 'rsa1024', keyType: 'rsa1024' }),
  opt: { ciphers: 'DEFAULT:@SECLEVEL=0' },
  expect: fail('KEY_TOO_SMALL', ''),
})
await add('rsa4096', 'cert', '4096-bit leaf key', {
  l: leaf({ k: 'rsa4096', keyType: 'rsa4096' }),
  expect: pass,
  badssl: 'rsa4096',
})
await add('ed25519', 'cert', 'Ed25519 leaf', {
  l: leaf({ k: 'ed', keyType: 'ed25519' }),
  expect: warn('KEY_UNUSUAL', 'public CAs do not issue it; Chromium refuses it'),
})
await add('wrong-eku', 'cert', 'client-auth only', {
  l: leaf({ x: { eku: ['1.3.6.1.5.5.7.3.2'] } }),
  expect: fail('CERT_WRONG_PURPOSE', ''),
})
{
  const i = CA({ CN: 'Not A CA' }, 'notca', { issuer: root, ca: false })
  const l = leaf({ issuer: i })
  await add('issuer-not-ca', 'cert', 'intermediate is not a CA', {
    l,
    chain: [l.der, i.der],
    expect: fail('CHAIN_INVALID', ''),
  })
}
{
  const i = CA({ CN: 'Sub of pathlen 0' }, 'int2', { issuer: int1 })
  const l = leaf({ issuer: i })
  await add('pathlen', 'cert', 'path length exceeded', {
    l,
    chain: [l.der, i.der, int1.der],
    expect: fail('CHAIN_INVALID', ''),
  })
}
{
  const i = CA({ CN: 'Constrained' }, 'int-nc', { issuer: root, nameConstraints: ['allowed.example'] })
  const l = leaf({ issuer: i })
  await add('name-constraints', 'cert', 'outside of the name constraints', {
    l,
    chain: [l.der, i.der],
    expect: fail('CHAIN_INVALID', ''),
  })
}
await add('unknown-critical', 'cert', 'unknown critical extension', {
  l: leaf({ x: { unknownCritical: true } }),
  expect: fail('CERT_INVALID', ''),
})
await add('long-lived', 'cert', 'valid for 10 years', {
  l: leaf({ to: at(3650) }),
  expect: warn('CERT_LONG_LIVED', 'browsers take 398 days at most'),
})
await add('san-1000', 'cert', '1,000 names', {
  l: leaf({ san: ['localhost', ...Array.from({ length: 999 }, (_, i) => `h${i}.example.test`)] }),
  expect: pass,
  badssl: '1000-sans',
})
await add('san-10000', 'cert', "10,000 names (over OpenSSL's 100 KiB chain limit)", {
  l: leaf({ san: ['localhost', ...Array.from({ length: 9999 }, (_, i) => `h${i}.example.test`)] }),
  expect: fail('CHAIN_TOO_LARGE', 'or pass with a bounded display'),
  badssl: '10000-sans',
})
await add('san-nul', 'cert', 'SAN "localhost\\0.evil.example" (CVE-2021-44532, CVE-2013-4238 kind)', {
  l: leaf({ san: [Buffer.from('localhost\0.evil.example')], subject: { CN: 'x' } }),
  expect: fail('CERT_WRONG_HOST', ''),
})
await add('san-injection', 'cert', 'SAN "x, DNS:localhost" (CVE-2021-44532)', {
  l: leaf({ san: [Buffer.from('x.example, DNS:localhost')], subject: { CN: 'x' } }),
  expect: fail('CERT_WRONG_HOST', ''),
})
await add('san-uri', 'cert', 'URI SAN only (CVE-2021-44531)', {
  l: leaf({ san: [{ uri: 'https://localhost/' }], subject: { CN: 'x' } }),
  expect: fail('CERT_WRONG_HOST', ''),
})
await add('hostile-names', 'cert', 'markup and control characters in the names', {
  l: leaf({
    subject: { CN: '<img src=x onerror=window.__pwned=1>', O: '"><script>window.__pwned=1</script>\u001b[2J\u202e' },
    san: ['localhost', Buffer.from('<svg/onload=window.__pwned=1>'), { mail: '=cmd()@x' }],
  }),
  expect: { ...pass, why: 'names shown inert' },
})
await add('key-mismatch-sni', 'cert', 'another certificate without SNI', {
  opt: {
    SNICallback: (n, cb) =>
      cb(null, tls.createSecureContext({ key: keyPem(leaf().key), cert: pem(leaf().der) + pem(int1.der) })),
  },
  l: leaf({ san: ['default.example'], subject: { CN: 'default.example' } }),
  chain: undefined,
  expect: { ...pass, why: 'right with SNI; "differs without SNI" is a useful note' },
})
