import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/* ECDSA P-256 throughout: a handshake costs half of what RSA-2048 takes, and every caller opens a new connection. */

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 86_400_000
const CA_DAYS = 3653
/** Clients refuse server certificates that are valid for more than 398 days (CA/Browser Forum baseline requirements §6.3.2). */
const LEAF_DAYS = 396
/** Clocks of the machines around us may be a little behind. */
const BACKDATE_MS = 3_600_000

/** Certificate and private key (PKCS#8), both PEM. */
export interface PemPair {
  readonly certificate: string
  readonly key: string
}

const crypto = webcrypto as unknown as NonNullable<Parameters<typeof X509CertificateGenerator.create>[1]>
type Keys = webcrypto.CryptoKeyPair

const serial = () => `01${randomBytes(15).toString('hex')}`

async function newKeys(): Promise<Keys> {
  return (await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as Keys
}

async function keyPem(keys: Keys): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n`
}

/** Takes a PKCS#8 PEM key on P-256 and the public key of its certificate, gives the pair. Throws on another kind of key. */
async function readKeys(pem: string): Promise<Keys> {
  const der = PemConverter.decodeFirst(pem)
  const privateKey = await crypto.subtle.importKey('pkcs8', der, ALGORITHM, true, ['sign'])
  const { d: _secret, key_ops: _operations, ...open } = await crypto.subtle.exportKey('jwk', privateKey)
  const publicKey = await crypto.subtle.importKey('jwk', open, ALGORITHM, true, ['verify'])
  return { privateKey, publicKey }
}

async function selfSigned(keys: Keys, now: number): Promise<string> {
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serial(),
      name: `CN=Callback Inspector local CA ${randomBytes(4).toString('hex')}, O=Callback Inspector`,
      notBefore: new Date(now - BACKDATE_MS),
      notAfter: new Date(now + CA_DAYS * DAY_MS),
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  )
  return `${certificate.toString('pem')}\n`
}

/** Makes a local certificate authority: P-256, ten years from `now` (ms since 1970), a name of its own without the host's. */
export async function mintAuthority(now: number): Promise<PemPair> {
  const keys = await newKeys()
  return { certificate: await selfSigned(keys, now), key: await keyPem(keys) }
}

/** Makes the authority's certificate anew from its key. Throws when the key cannot be read. */
export async function certifyAuthority(key: string, now: number): Promise<string> {
  return selfSigned(await readKeys(key), now)
}

/**
 * Makes a server certificate for `names` (host names and addresses), signed by the authority, valid for 396 days from `now`.
 * Throws when the authority's key cannot be read.
 */
export async function mintLeaf(authority: PemPair, names: readonly string[], now: number): Promise<PemPair> {
  const issuer = new X509Certificate(authority.certificate)
  const signer = await readKeys(authority.key)
  const keys = await newKeys()
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serial(),
      subject: 'CN=Callback Inspector listener, O=Callback Inspector',
      issuer: issuer.subject,
      notBefore: new Date(now - BACKDATE_MS),
      notAfter: new Date(Math.min(now + LEAF_DAYS * DAY_MS, issuer.notAfter.getTime())),
      publicKey: keys.publicKey,
      signingKey: signer.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
        ),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
        await AuthorityKeyIdentifierExtension.create(signer.publicKey, false, crypto),
      ],
    },
    crypto,
  )
  return { certificate: `${certificate.toString('pem')}\n`, key: await keyPem(keys) }
}
