// A small DER certificate / CRL builder on node:crypto. Own code. For TEST certificates only: it will gladly make broken ones.
import crypto from 'node:crypto'
const len = (n) =>
  n < 128
    ? Buffer.from([n])
    : (() => {
        const b = []
        while (n) {
          b.unshift(n & 255)
          n >>>= 8
        }
        return Buffer.from([128 | b.length, ...b])
      })()
export const tlv = (t, ...c) => {
  const b = Buffer.concat(c.map((x) => Buffer.from(x)))
  return Buffer.concat([Buffer.from([t]), len(b.length), b])
}
export const seq = (...c) => tlv(0x30, ...c),
  set = (...c) => tlv(0x31, ...c),
  int = (n) => {
    let b = Buffer.isBuffer(n)
      ? n
      : Buffer.from(
          BigInt(n)
            .toString(16)
            .replace(/^(.(..)*)$/, '0$1'),
          'hex',
        )
    if (b[0] & 128) b = Buffer.concat([Buffer.from([0]), b])
    return tlv(2, b)
  }
export const oid = (s) => {
  const a = s.split('.').map(Number),
    o = [a[0] * 40 + a[1]]
  for (const v of a.slice(2)) {
    const t = [v & 127]
    let x = Math.floor(v / 128)
    while (x) {
      t.unshift(128 | (x & 127))
      x = Math.floor(x / 128)
    }
    o.push(...t)
  }
  return tlv(6, Buffer.from(o))
}
const bool = (v) => tlv(1, Buffer.from([v ? 255 : 0])),
  oct = (b) => tlv(4, b),
  bits = (b, un = 0) => tlv(3, Buffer.from([un]), b),
  nul = Buffer.from([5, 0])
const time = (d) => {
  const s = d.toISOString().replace(/[-:T]/g, '').slice(0, 14) + 'Z'
  return +s.slice(0, 4) >= 2050 || +s.slice(0, 4) < 1950
    ? tlv(0x18, Buffer.from(s))
    : tlv(0x17, Buffer.from(s.slice(2)))
}
const AT = { CN: '2.5.4.3', O: '2.5.4.10', C: '2.5.4.6', OU: '2.5.4.11' }
export const name = (o) =>
  seq(...Object.entries(o).map(([k, v]) => set(seq(oid(AT[k]), tlv(k === 'C' ? 0x13 : 0x0c, Buffer.from(v))))))
const SIG = {
  'rsa-sha256': ['1.2.840.113549.1.1.11', 'sha256', nul],
  'rsa-sha1': ['1.2.840.113549.1.1.5', 'sha1', nul],
  'rsa-md5': ['1.2.840.113549.1.1.4', 'md5', nul],
  'ec-sha256': ['1.2.840.10045.4.3.2', 'sha256'],
  ed25519: ['1.3.101.112', null],
}
const ext = (id, v, crit) => seq(oid(id), ...(crit ? [bool(true)] : []), oct(v))
const ip = (s) =>
  s.includes(':')
    ? Buffer.from(s === '::1' ? '00000000000000000000000000000001' : s, 'hex')
    : Buffer.from(s.split('.').map(Number))
export const san = (list) =>
  seq(
    ...list.map((x) =>
      x.ip
        ? tlv(0x87, ip(x.ip))
        : x.uri
          ? tlv(0x86, Buffer.from(x.uri))
          : x.mail
            ? tlv(0x81, Buffer.from(x.mail))
            : tlv(0x82, Buffer.isBuffer(x) ? x : Buffer.from(x)),
    ),
  )
export const newKey = (type = 'rsa2048') =>
  type.startsWith('rsa')
    ? crypto.generateKeyPairSync('rsa', { modulusLength: +type.slice(3) })
    : type === 'ed25519'
      ? crypto.generateKeyPairSync('ed25519')
      : crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spki = (k) => k.export({ type: 'spki', format: 'der' })
const ski = (k) => crypto.createHash('sha1').update(spki(k)).digest()
const signer = (key, sig) => {
  const t = sig ?? { rsa: 'rsa-sha256', ec: 'ec-sha256', ed25519: 'ed25519' }[key.asymmetricKeyType]
  const [id, h, p] = SIG[t]
  return { alg: seq(oid(id), ...(p ? [p] : [])), sign: (b) => crypto.sign(h, b, key) }
}
export const pem = (der, label = 'CERTIFICATE') =>
  `-----BEGIN ${label}-----\n${der
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trimEnd()}\n-----END ${label}-----\n`
/** o: subject, key (public KeyObject), issuer {subject,key(private),pub}, from, to (Date), ca, pathlen, san, eku, ku, sig, serial, ocsp, crl, caIssuers, mustStaple, nameConstraints, unknownCritical */
export function cert(o) {
  const iss = o.issuer ?? { subject: o.subject, key: o.priv, pub: o.key }
  const s = signer(iss.key, o.sig)
  const X = []
  if (o.ca !== undefined)
    X.push(
      ext('2.5.29.19', seq(...(o.ca ? [bool(true), ...(o.pathlen !== undefined ? [int(o.pathlen)] : [])] : [])), true),
    )
  X.push(ext('2.5.29.14', oct(ski(o.key))))
  if (o.issuer) X.push(ext('2.5.29.35', seq(tlv(0x80, ski(iss.pub)))))
  const ku = o.ku ?? (o.ca ? 0x06 : 0xa0)
  X.push(ext('2.5.29.15', bits(Buffer.from([ku]), ku & 1 ? 0 : ku & 2 ? 1 : ku & 4 ? 2 : 5), true))
  if (o.eku !== null && !o.ca) X.push(ext('2.5.29.37', seq(...(o.eku ?? ['1.3.6.1.5.5.7.3.1']).map(oid))))
  if (o.san) X.push(ext('2.5.29.17', san(o.san)))
  if (o.ocsp || o.caIssuers)
    X.push(
      ext(
        '1.3.6.1.5.5.7.1.1',
        seq(
          ...(o.ocsp ? [seq(oid('1.3.6.1.5.5.7.48.1'), tlv(0x86, Buffer.from(o.ocsp)))] : []),
          ...(o.caIssuers ? [seq(oid('1.3.6.1.5.5.7.48.2'), tlv(0x86, Buffer.from(o.caIssuers)))] : []),
        ),
      ),
    )
  if (o.crl) X.push(ext('2.5.29.31', seq(seq(tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from(o.crl))))))))
  if (o.mustStaple) X.push(ext('1.3.6.1.5.5.7.1.24', seq(int(5))))
  if (o.nameConstraints)
    X.push(ext('2.5.29.30', seq(tlv(0xa0, ...o.nameConstraints.map((d) => seq(tlv(0x82, Buffer.from(d)))))), true))
  if (o.unknownCritical) X.push(ext('1.2.3.4.5.6.7', nul, true))
  const tbs = seq(
    tlv(0xa0, int(2)),
    int(o.serial ?? BigInt('0x' + crypto.randomBytes(12).toString('hex'))),
    s.alg,
    name(iss.subject),
    seq(time(o.from), time(o.to)),
    name(o.subject),
    spki(o.key),
    tlv(0xa3, seq(...X)),
  )
  return seq(tbs, s.alg, bits(s.sign(tbs)))
}
export function crl({ issuer, revoked, at, next }) {
  const s = signer(issuer.key)
  const tbs = seq(
    int(1),
    s.alg,
    name(issuer.subject),
    time(at),
    time(next),
    ...(revoked.length ? [seq(...revoked.map((r) => seq(int(r), time(at))))] : []),
    tlv(0xa0, seq(ext('2.5.29.35', seq(tlv(0x80, ski(issuer.pub)))), ext('2.5.29.20', int(1)))),
  )
  return seq(tbs, s.alg, bits(s.sign(tbs)))
}
/** OCSP response signed by the issuer itself. status: good | revoked | unknown */
export function ocspResponse({ issuer, serial, status, thisUpdate, nextUpdate, produced }) {
  const nameHash = crypto.createHash('sha1').update(name(issuer.subject)).digest()
  const pubBits = spki(issuer.pub)
  // key hash = SHA-1 of the BIT STRING content of the SPKI
  let i = 0
  const rd = () => {
    let l = pubBits[i + 1],
      h = 2
    if (l & 128) {
      const n = l & 127
      l = 0
      for (let k = 0; k < n; k++) l = l * 256 + pubBits[i + 2 + k]
      h = 2 + n
    }
    return [h, l]
  }
  const [h] = rd()
  i += h
  const [h2, l2] = rd()
  i += h2 + l2
  const [h3, l3] = rd()
  const keyHash = crypto
    .createHash('sha1')
    .update(pubBits.subarray(i + h3 + 1, i + h3 + l3))
    .digest()
  const gt = (d) => tlv(0x18, Buffer.from(d.toISOString().replace(/[-:T]/g, '').slice(0, 14) + 'Z'))
  const certId = seq(seq(oid('1.3.14.3.2.26'), nul), oct(nameHash), oct(keyHash), int(serial))
  const st =
    status === 'good'
      ? Buffer.from([0x80, 0])
      : status === 'revoked'
        ? tlv(0xa1, gt(thisUpdate), tlv(0xa0, tlv(0x0a, Buffer.from([1]))))
        : Buffer.from([0x82, 0])
  const data = seq(
    tlv(0xa2, oct(keyHash)),
    gt(produced ?? thisUpdate),
    seq(seq(certId, st, gt(thisUpdate), tlv(0xa0, gt(nextUpdate)))),
  )
  const s = signer(issuer.key)
  const basic = seq(data, s.alg, bits(s.sign(data)))
  return seq(tlv(0x0a, Buffer.from([0])), tlv(0xa0, seq(oid('1.3.6.1.5.5.7.48.1.1'), oct(basic))))
}
