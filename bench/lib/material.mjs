import { generateKeyPairSync, sign, webcrypto } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PROFILE } from './requests.mjs'

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
// As many applications: the same event thousands of times over would be a flood of repetitions, which nobody sends.
const TOKENS = 10_000
const signed = promisify(sign)

async function signedToken(privateKey, keyId, n) {
  const reference = `LOAN-${n}`
  const event = { applicationReference: reference, applicationEventType: 'SIGNED' }
  const payload = { iss: 'bench', iat: 1763700000, externalApplicationEvent: event }
  const input = `${base64url({ typ: 'JWT', kid: keyId, alg: 'RS256' })}.${base64url(payload)}`
  const signature = await signed('RSA-SHA256', Buffer.from(input), privateKey)
  return { reference, jws: `${input}.${signature.toString('base64url')}` }
}

/** An RSA key pair of 2048 bits: its public half as JWKS text, and tokens signed with the other. */
async function keySet(count) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyId = 'bench-key'
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }
  const tokens = await Promise.all(Array.from({ length: count }, (_, n) => signedToken(privateKey, keyId, n)))
  return { jwks: JSON.stringify({ keys: [jwk] }), tokens }
}

/** A certificate of the kind that the listener makes for itself: ECDSA P-256, a leaf of its own small authority. */
async function certificate() {
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const pair = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const [authority, leaf] = [await pair(), await pair()]
  const span = { notBefore: new Date(Date.now() - 3600e3), notAfter: new Date(Date.now() + 7 * 86400e3) }
  const made = await x509.X509CertificateGenerator.create({
    ...span,
    serialNumber: '02',
    subject: 'CN=localhost',
    issuer: 'CN=Bench authority',
    publicKey: leaf.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  })
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', leaf.privateKey)).toString('base64')
  const lines = key.match(/.{1,64}/g).join('\n')
  return { cert: made.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n` }
}

/**
 * Writes what servers and load generators share into a folder: certificate and key (the same for floor and ours),
 * a profile with its salt, a key set, and tokens signed with it. Gives the paths.
 */
export async function makeMaterial(folder, tokenCount = TOKENS) {
  const { cert, key } = await certificate()
  const { jwks, tokens } = await keySet(tokenCount)
  const write = (name, text) => {
    const file = join(folder, name)
    writeFileSync(file, text, { mode: 0o600 })
    return file
  }
  return {
    cert: write('cert.pem', cert),
    key: write('key.pem', key),
    profile: write('profile.json', JSON.stringify(PROFILE)),
    jwks: write('jwks.json', jwks),
    tokens: write('tokens.json', JSON.stringify(tokens)),
    tokenCount,
  }
}
