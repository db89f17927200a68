import 'reflect-metadata'
import { X509Certificate as NodeCertificate } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
} from '@peculiar/x509'
import type { CertificateFacts } from '../../../../shared/preflight/observations.ts'
import { children, oidText, readDer } from './der.ts'

/** A certificate in both libraries: Node checks signatures and keys, the other one reads extensions. */
export interface ReadCertificate {
  readonly der: Buffer
  readonly node: NodeCertificate
  readonly parsed: X509Certificate
  readonly facts: CertificateFacts
}

const OID = {
  san: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  nameConstraints: '2.5.29.30',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
} as const

/** Extensions that clients understand, so that they may be critical (RFC 5280 §4.2, RFC 7633). */
const UNDERSTOOD = new Set<string>([
  ...Object.values(OID),
  ...[
    '2.5.29.14',
    '2.5.29.18',
    '2.5.29.31',
    '2.5.29.32',
    '2.5.29.33',
    '2.5.29.35',
    '2.5.29.36',
    '2.5.29.46',
    '2.5.29.54',
  ],
  '1.3.6.1.5.5.7.1.1',
])
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const ANY_PURPOSE = '2.5.29.37.0'
const STATUS_REQUEST = 5

const oneLine = (text: string) => text.split('\n').join(', ')

function keyOf(node: NodeCertificate): Pick<CertificateFacts, 'keyKind' | 'keyName' | 'keyBits'> {
  try {
    const { asymmetricKeyType = 'unknown', asymmetricKeyDetails: details } = node.publicKey
    if (asymmetricKeyType.startsWith('rsa')) {
      const keyBits = details?.modulusLength ?? null
      return { keyKind: 'rsa', keyName: `RSA ${String(keyBits)}`, keyBits }
    }
    if (asymmetricKeyType !== 'ec') return { keyKind: 'other', keyName: asymmetricKeyType, keyBits: null }
    const curve = details?.namedCurve ?? ''
    const keyName = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }[curve] ?? curve
    return { keyKind: 'ec', keyName, keyBits: Number(/\d{3}/.exec(curve)?.[0] ?? '256') }
  } catch {
    return { keyKind: 'other', keyName: 'unknown', keyBits: null }
  }
}

/** Names with what they are made of, byte for byte: a NUL or a comma in a name stays in it. */
function namesOf(parsed: X509Certificate): Pick<CertificateFacts, 'hasAlternativeNames' | 'dnsNames' | 'addresses'> {
  const extension = parsed.getExtension(SubjectAlternativeNameExtension)
  const items = extension?.names.items ?? []
  const of = (type: string) => items.filter((item) => item.type === type).map(({ value }) => value)
  return { hasAlternativeNames: extension !== null, dnsNames: of('dns'), addresses: of('ip') }
}

function usesOf(parsed: X509Certificate) {
  const basic = parsed.getExtension(BasicConstraintsExtension)
  const usages = parsed.getExtension(KeyUsagesExtension)
  const purposes = parsed.getExtension(ExtendedKeyUsageExtension)?.usages.map(String) ?? null
  return {
    isAuthority: basic?.ca ?? false,
    pathLength: basic?.pathLength ?? null,
    maySignCertificates: usages === null ? null : (usages.usages & KeyUsageFlags.keyCertSign) !== 0,
    forServers:
      purposes === null ? null : purposes.some((purpose) => purpose === SERVER_AUTH || purpose === ANY_PURPOSE),
  }
}

/** DNS names of name constraints (RFC 5280 §4.2.1.10). */
function constraintsOf(parsed: X509Certificate): Pick<CertificateFacts, 'permittedNames' | 'excludedNames'> {
  const extension = parsed.getExtension(OID.nameConstraints)
  if (extension === null) return { permittedNames: null, excludedNames: [] }
  const parts = children(readDer(Buffer.from(extension.value)))
  const names = (tag: number) =>
    parts
      .filter((part) => part.tag === tag)
      .flatMap((part) => children(part).map((tree) => children(tree)[0]))
      .flatMap((base) => (base?.tag === 0x82 ? [base.content.toString('latin1')] : []))
  const permitted = names(0xa0)
  return { permittedNames: permitted.length === 0 ? null : permitted, excludedNames: names(0xa1) }
}

function demandsStaple(parsed: X509Certificate): boolean {
  const extension = parsed.getExtension(OID.tlsFeature)
  if (extension === null) return false
  return children(readDer(Buffer.from(extension.value))).some(({ content }) => content.at(-1) === STATUS_REQUEST)
}

/** Hash of the signature by the identifier of its algorithm. */
const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2',
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.3.14.3.2.29': 'sha1',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10040.4.3': 'sha1',
}

/** The signature algorithm stands twice: inside of what is signed, and beside the signature. The outer one is read. */
function signatureHash(der: Buffer, parsed: X509Certificate): string | null {
  const identifier = children(children(readDer(der))[1])[0]
  const weak = identifier === undefined ? undefined : HASHES[oidText(identifier.content)]
  if (weak !== undefined) return weak
  const algorithm = parsed.signatureAlgorithm as { readonly hash?: { readonly name?: string } }
  return algorithm.hash?.name?.toLowerCase().replace('-', '') ?? null
}

/** Takes a certificate (DER), gives what it says; null when it cannot be read. Never throws. */
export function readCertificate(der: Buffer): ReadCertificate | null {
  try {
    const node = new NodeCertificate(der)
    const parsed = new X509Certificate(der)
    const facts: CertificateFacts = {
      subject: oneLine(node.subject ?? ''),
      issuer: oneLine(node.issuer ?? ''),
      serial: node.serialNumber,
      fingerprint: node.fingerprint256,
      validFrom: parsed.notBefore.getTime(),
      validTo: parsed.notAfter.getTime(),
      ...namesOf(parsed),
      commonName: parsed.subjectName.getField('CN')[0] ?? null,
      ...keyOf(node),
      signatureHash: signatureHash(der, parsed),
      ...usesOf(parsed),
      mustStaple: demandsStaple(parsed),
      unknownCritical: parsed.extensions
        .filter((one) => one.critical && !UNDERSTOOD.has(one.type))
        .map(({ type }) => type),
      ...constraintsOf(parsed),
    }
    return { der, node, parsed, facts }
  } catch {
    return null
  }
}
