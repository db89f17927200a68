// Versions and ciphers of TLS.
import { add, bad, fail, pass, TV, warn } from './lab.mjs'
import { pem } from './x509.mjs'

const legacy = 'DEFAULT:@SECLEVEL=0'
await add('tls10', 'protocol', 'TLS 1.0 only', {
  opt: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: legacy },
  expect: fail('TLS_TOO_OLD', 'names the version offered'),
  seed: TV,
  badssl: 'tls-v1-0',
})
await add('tls11', 'protocol', 'TLS 1.1 only', {
  opt: { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: legacy },
  expect: fail('TLS_TOO_OLD', ''),
  seed: TV,
  badssl: 'tls-v1-1',
})
await add('tls12', 'protocol', 'TLS 1.2 only', {
  opt: { maxVersion: 'TLSv1.2' },
  expect: pass,
  seed: TV,
  badssl: 'tls-v1-2',
})
await add('tls13', 'protocol', 'TLS 1.3 only', { opt: { minVersion: 'TLSv1.3' }, expect: pass, seed: TV })
await add('tls10-12', 'protocol', 'TLS 1.0 to 1.2', {
  opt: { minVersion: 'TLSv1', maxVersion: 'TLSv1.2', ciphers: legacy },
  expect: warn('TLS_OLD_ENABLED', ''),
  seed: TV,
})
for (const [id, c, t] of [
  ['cipher-cbc', 'AES128-SHA', 'static RSA, CBC, SHA-1 only'],
  ['cipher-rsa-gcm', 'AES128-GCM-SHA256', 'static RSA, no forward secrecy'],
  ['cipher-ecdhe-cbc', 'ECDHE-RSA-AES128-SHA', 'ECDHE with CBC'],
  ['cipher-null', 'NULL-SHA256:@SECLEVEL=0', 'no encryption'],
  ['cipher-dhe', 'DHE-RSA-AES128-GCM-SHA256', 'DHE only'],
])
  await add(id, 'protocol', t, {
    opt: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: c, dhparam: 'auto' },
    expect: /null/.test(id)
      ? fail('CIPHER_WEAK', '')
      : id === 'cipher-dhe'
        ? warn('CIPHER_UNUSUAL', 'BoringSSL has no DHE')
        : warn('CIPHER_WEAK', ''),
    badssl: /null/.test(id) ? 'null' : /cbc/.test(id) ? 'cbc' : /rsa/.test(id) ? 'static-rsa' : 'dh2048',
  })
await add('client-cert', 'protocol', 'a client certificate is required', {
  opt: { requestCert: true, rejectUnauthorized: true, ca: pem(bad.der) },
  expect: fail('CLIENT_CERT_REQUIRED', 'the sender has none'),
  badssl: 'client-cert-missing',
})
await add('sni-refused', 'protocol', 'unrecognized_name alert', {
  opt: { SNICallback: (n, cb) => cb(new Error('no such name')) },
  expect: fail('TLS_HANDSHAKE', 'say SNI'),
})
await add('alpn-h2-only', 'protocol', 'ALPN: h2 only', { opt: { ALPNProtocols: ['h2'] }, expect: pass })
