// What the cases of the lab share: authorities, certificates, one listener per case.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import http from 'node:http'
import https from 'node:https'
import { mkdirSync, rmSync } from 'node:fs'
import { cert, newKey, ocspResponse, pem } from './x509.mjs'
export const arg = (n, d) => {
  const i = process.argv.indexOf('--' + n)
  return i < 0 ? d : process.argv[i + 1]
}
export const OUT = pathToFileURL(resolve(arg('out', 'out')) + '/'),
  ONLY = arg('only')?.split(',')
rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
export const HOST = '127.0.0.1',
  D = 864e5,
  now = Date.now(),
  at = (d) => new Date(now + d * D)
const keys = {}
const K = (n, t) => (keys[n] ??= newKey(t))
export const CA = (subject, k, o = {}) => {
  const key = K(k, o.keyType)
  const issuer = o.issuer
  const der = cert({
    subject,
    key: key.publicKey,
    priv: key.privateKey,
    issuer,
    from: o.from ?? at(-400),
    to: o.to ?? at(3650),
    ca: o.ca ?? true,
    pathlen: o.pathlen,
    sig: o.sig,
    nameConstraints: o.nameConstraints,
    caIssuers: o.caIssuers,
    eku: null,
  })
  return { subject, key: key.privateKey, pub: key.publicKey, der }
}
export const root = CA({ C: 'SE', O: 'Callback Test', CN: 'Callback Test Root' }, 'root')
export const bad = CA({ C: 'SE', O: 'Nobody', CN: 'Untrusted Root' }, 'bad')
export const listen = (s) =>
  new Promise((r) =>
    s.listen(0, HOST, () => {
      r(s.address().port)
    }),
  )
// one plain HTTP helper: OCSP, CRL and caIssuers
export const files = new Map()
const helper = http.createServer((q, s) => {
  const f = files.get(q.url.split('/')[1])
  q.resume()
  if (!f) {
    s.statusCode = 404
    return s.end()
  }
  s.setHeader('content-type', f.type)
  s.end(f.body)
})
const hp = await listen(helper)
export const H = (n) => `http://${HOST}:${hp}/${n}`
export const int1 = CA({ C: 'SE', O: 'Callback Test', CN: 'Callback Test Intermediate' }, 'int1', {
  issuer: root,
  pathlen: 0,
})
files.set('int1.cer', { type: 'application/pkix-cert', body: int1.der })
export const SAN = ['localhost', 'cb.test', { ip: '127.0.0.1' }]
export const leaf = (o = {}) => {
  const key = K(o.k ?? 'leaf', o.keyType)
  const iss = o.issuer === null ? undefined : (o.issuer ?? int1)
  const serial = o.serial ?? BigInt(1000 + Math.floor(Math.random() * 1e9))
  const der = cert({
    subject: o.subject ?? { CN: 'localhost' },
    key: key.publicKey,
    priv: key.privateKey,
    issuer: iss,
    from: o.from ?? at(-1),
    to: o.to ?? at(89),
    ca: false,
    san: o.san === null ? undefined : (o.san ?? SAN),
    serial,
    ...o.x,
  })
  return { der, key: key.privateKey, serial, iss }
}
export const cases = []
export const keyPem = (k) => k.export({ type: 'pkcs8', format: 'pem' })
export const okHandler = (q, s) => {
  q.resume()
  s.end('ok')
}
export async function add(
  id,
  group,
  title,
  { l, chain, opt = {}, handler = okHandler, server, connect = {}, expect, seed, badssl },
) {
  if (ONLY && !ONLY.includes(id)) return
  let s = server
  if (!s) {
    l ??= leaf()
    const ders = chain ?? [l.der, int1.der]
    s = https.createServer(
      { key: keyPem(l.key), cert: ders.map((d) => pem(d)).join(''), minVersion: 'TLSv1.2', ...opt },
      handler,
    )
    if (opt.ocspStaple) s.on('OCSPRequest', (c, i, cb) => cb(null, opt.ocspStaple(l)))
    s.on('tlsClientError', () => {})
    s.on('clientError', (e, k) => k.destroy())
  }
  s.on('error', () => {})
  const port = await listen(s)
  cases.push({
    id,
    group,
    title,
    port,
    servername: connect.servername ?? 'localhost',
    url: `${connect.scheme ?? 'https'}://${connect.host ?? 'localhost'}:${port}${connect.path ?? '/callback'}`,
    connectTo: HOST,
    expect,
    seed,
    badssl,
  })
}
export const fail = (code, why) => ({ verdict: 'fail', code, why }),
  pass = { verdict: 'pass' },
  warn = (code, why) => ({ verdict: 'warn', code, why })
export const SS =
    'certificates self-signed / expired / revoked / wrong domain / missing chain / untrusted CA are not accepted',
  TV = 'TLS 1.2 or higher',
  R2 = 'a status below 300 is delivered',
  RD = 'redirects (302, 303) are not followed'

export const staple =
  (status, o = {}) =>
  (l) =>
    ocspResponse({
      issuer: l.iss,
      serial: l.serial,
      status,
      thisUpdate: o.from ?? new Date(now - 36e5),
      nextUpdate: o.to ?? at(3),
    })
