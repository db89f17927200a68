// Revocation.
import { add, at, fail, files, H, HOST, int1, leaf, now, pass, SS, warn, staple } from './lab.mjs'
import { crl } from './x509.mjs'

await add('ocsp-good-stapled', 'revocation', 'stapled: good', { opt: { ocspStaple: staple('good') }, expect: pass })
await add('revoked-stapled', 'revocation', 'stapled: revoked', {
  opt: { ocspStaple: staple('revoked') },
  expect: fail('CERT_REVOKED', ''),
  seed: SS,
  badssl: 'revoked',
})
{
  const l = leaf({ x: { ocsp: H('ocsp-revoked') } })
  files.set('ocsp-revoked', { type: 'application/ocsp-response', body: staple('revoked')(l) })
  await add('revoked-ocsp', 'revocation', 'OCSP URL says revoked', {
    l,
    expect: fail('CERT_REVOKED', 'node does not ask by itself'),
    seed: SS,
    badssl: 'revoked',
  })
}
{
  const l = leaf({ x: { crl: H('crl-revoked') } })
  files.set('crl-revoked', {
    type: 'application/pkix-crl',
    body: crl({ issuer: int1, revoked: [l.serial], at: new Date(now - 36e5), next: at(7) }),
  })
  await add('revoked-crl', 'revocation', 'CRL URL lists it', {
    l,
    expect: fail('CERT_REVOKED', 'node does not ask by itself'),
    seed: SS,
  })
}
{
  const l = leaf({ x: { crl: H('crl-empty') } })
  files.set('crl-empty', {
    type: 'application/pkix-crl',
    body: crl({ issuer: int1, revoked: [], at: new Date(now - 36e5), next: at(7) }),
  })
  await add('crl-good', 'revocation', 'CRL URL does not list it', { l, expect: pass })
}
{
  const l = leaf({ x: { ocsp: `http://${HOST}:9/` } })
  await add('ocsp-unreachable', 'revocation', 'OCSP URL does not answer', {
    l,
    expect: warn('REVOCATION_UNKNOWN', 'say "could not be checked", not "good"'),
  })
}
{
  const l = leaf({ x: { ocsp: 'http://169.254.169.254/latest/meta-data/' } })
  await add('ocsp-ssrf', 'revocation', 'OCSP URL points at link-local metadata', {
    l,
    expect: warn('REVOCATION_UNKNOWN', 'the checker must not be steered to arbitrary internal URLs by a certificate'),
  })
}
await add('ocsp-stale', 'revocation', 'stapled answer is out of date', {
  opt: { ocspStaple: staple('good', { from: at(-20), to: at(-10) }) },
  expect: warn('OCSP_STALE', ''),
})
await add('must-staple-missing', 'revocation', 'must-staple, nothing stapled', {
  l: leaf({ x: { mustStaple: true } }),
  expect: warn('MUST_STAPLE_MISSING', ''),
})
