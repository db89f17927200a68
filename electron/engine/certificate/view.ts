import type { KeyObject, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'

export type CertificateView = NonNullable<ListenerStatus['certificate']>

const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ')

/** One way of writing for each address, so that names can be compared. */
export function sameName(name: string): string {
  if (isIP(name) !== 6) return name.toLowerCase()
  return new URL(`http://[${name}]/`).hostname.slice(1, -1)
}

/** The names and addresses of a certificate. Node quotes names that hold a comma (CVE-2021-44532), so that none can be faked. */
export function namesOf(certificate: X509Certificate): string[] {
  const text = certificate.subjectAltName ?? ''
  const entries = text.matchAll(/(?:^|, )(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g)
  return [...entries].map(([, name = '']) => sameName(name.startsWith('"') ? String(JSON.parse(name)) : name))
}

/** Bits of an RSA key; null for other kinds. */
export function rsaBits(key: KeyObject): number | null {
  return key.asymmetricKeyType?.startsWith('rsa') === true ? (key.asymmetricKeyDetails?.modulusLength ?? null) : null
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }

function keyTypeOf(certificate: X509Certificate): string {
  try {
    const key = certificate.publicKey
    const bits = rsaBits(key)
    if (bits !== null) return `RSA ${String(bits)}`
    const curve = key.asymmetricKeyDetails?.namedCurve
    return curve === undefined ? (key.asymmetricKeyType ?? 'unknown') : `EC ${CURVES[curve] ?? curve}`
  } catch {
    return 'unknown'
  }
}

/** Takes a certificate, gives what the window shows of it. Times in ms since 1970, fingerprint SHA-256 in hex with colons. */
export function viewOf(
  certificate: X509Certificate,
  kind: CertificateView['kind'],
  authorityFile: string | null,
): CertificateView {
  return {
    kind,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: namesOf(certificate),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    fingerprint: certificate.fingerprint256,
    keyType: keyTypeOf(certificate),
    authorityFile,
  }
}
