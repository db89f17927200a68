import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import type { CertificateSetting } from '../../../shared/model/settings.ts'
import { bad, good, type Problem, type Result } from '../../../shared/protocol/errors.ts'
import type { Clocks, TlsMaterial } from '../listener/types.ts'
import { localCertificate } from './local-authority.ts'
import { chainRemarks, readChain, wrongOrder } from './pem-chain.ts'
import { presentedChain } from './presented.ts'
import { rsaBits, viewOf, type CertificateView } from './view.ts'

const MIN_RSA_BITS = 2048
const SOON_MS = 30 * 86_400_000
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

export interface LoadedTls {
  readonly material: TlsMaterial
  readonly view: CertificateView
  /** PEM certificates that a client on this machine has to trust to reach us. */
  readonly authorities: readonly string[]
  /** Loaded, but the user should know: expired or about to expire, made anew. */
  readonly warnings: readonly Problem[]
}

const codeOf = (thrown: unknown): string => String((thrown as { code?: unknown } | null)?.code ?? '')
const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
/** What the library says of bytes that it cannot read, without its numbers, and what to do. */
const damaged = (thrown: unknown): string =>
  `it is damaged or cut off (${messageOf(thrown).replace(/^error:[0-9A-Fa-f]+:/, '')}); copy or export it again`
const WHERE = 'in the settings (for the command line in the environment variable CALLBACK_INSPECTOR_PASSPHRASE)'

async function readBytes(file: string, what: string): Promise<Result<Buffer>> {
  try {
    return good(await readFile(file))
  } catch (thrown) {
    const why = codeOf(thrown) === 'ENOENT' ? 'there is no such file' : messageOf(thrown)
    return bad('certificate-unreadable', `The ${what} ${file} cannot be read: ${why}.`, { file })
  }
}

function passphraseProblem(file: string, given: boolean): { ok: false; problem: Problem } {
  const message = given
    ? `The passphrase for ${file} is wrong. Enter the right one ${WHERE}.`
    : `${file} is protected with a passphrase. Enter it ${WHERE}.`
  return bad('certificate-passphrase', message, { file, given })
}

function readKey(bytes: Buffer, file: string, passphrase: string | null): Result<KeyObject> {
  try {
    return good(createPrivateKey(passphrase === null ? bytes : { key: bytes, passphrase }))
  } catch (thrown) {
    const text = bytes.toString('latin1')
    if (/ENCRYPTED/.test(text)) return passphraseProblem(file, passphrase !== null)
    const what = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)
      ? damaged(thrown)
      : 'it holds no private key in PEM form'
    return bad('certificate-unreadable', `The key file ${file} cannot be used: ${what}.`, { file })
  }
}

function readCertificate(bytes: Buffer, file: string): Result<X509Certificate> {
  try {
    return good(new X509Certificate(bytes))
  } catch (thrown) {
    const what = bytes.includes('-----BEGIN CERTIFICATE-----') ? damaged(thrown) : 'it holds no certificate in PEM form'
    return bad('certificate-unreadable', `The certificate file ${file} cannot be used: ${what}.`, { file })
  }
}

function refused(file: string, why: string): { ok: false; problem: Problem } {
  return bad('certificate-refused', `The certificate in ${file} cannot be used: ${why}.`, { file })
}

/** What TLS itself says to key and certificate. */
function tried(material: TlsMaterial, file: string, given: boolean): Result<ReturnType<typeof createSecureContext>> {
  try {
    return good(createSecureContext(material))
  } catch (thrown) {
    const code = codeOf(thrown)
    const message = messageOf(thrown)
    if (/mac verify failure|INCORRECT_PASSWORD|bad decrypt/i.test(`${code} ${message}`))
      return passphraseProblem(file, given)
    if (code === 'ERR_CRYPTO_UNSUPPORTED_OPERATION' || /unsupported/i.test(message)) {
      return refused(file, 'it is encrypted in an outdated way (RC2 or similar). Export it again with AES-256')
    }
    if (/EE_KEY_TOO_SMALL|KEY_TOO_SMALL|key too small/i.test(`${code} ${message}`)) {
      return refused(file, `its key is too small; use RSA with at least ${String(MIN_RSA_BITS)} bits, or P-256`)
    }
    if (material.pfx !== undefined) {
      return bad(
        'certificate-unreadable',
        `${file} is not a PFX (PKCS#12) file that can be read: ${damaged(thrown)}.`,
        {
          file,
        },
      )
    }
    return refused(file, message)
  }
}

/** Expired or about to: the listener still starts, since the bank's view of it is exactly what a user may want to see. */
function validity(certificate: X509Certificate, file: string, now: number): Problem[] {
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  const warn = (message: string): Problem[] => [{ code: 'certificate-expired', message, data: { file, validTo: to } }]
  if (now > to) return warn(`The certificate ${file} expired on ${day(to)}: clients will refuse it. Renew it.`)
  if (now < from)
    return warn(`The certificate ${file} is only valid from ${day(from)}: clients will refuse it until then.`)
  if (to - now < SOON_MS) return warn(`The certificate ${file} expires on ${day(to)}. Renew it in time.`)
  return []
}

function keySize(certificate: X509Certificate, file: string): Result<null> {
  const bits = rsaBits(certificate.publicKey)
  if (bits === null || bits >= MIN_RSA_BITS) return good(null)
  return refused(
    file,
    `its RSA key has only ${String(bits)} bits; clients want at least ${String(MIN_RSA_BITS)}, or P-256`,
  )
}

type Pem = Extract<CertificateSetting, { kind: 'pem' }>

async function loadPem(setting: Pem, passphrase: string | null, now: number): Promise<Result<LoadedTls>> {
  const { certificateFile, keyFile } = setting
  const certificateBytes = await readBytes(certificateFile, 'certificate file')
  if (!certificateBytes.ok) return certificateBytes
  const keyBytes = await readBytes(keyFile, 'key file')
  if (!keyBytes.ok) return keyBytes
  const certificate = readCertificate(certificateBytes.value, certificateFile)
  if (!certificate.ok) return certificate
  const key = readKey(keyBytes.value, keyFile, passphrase)
  if (!key.ok) return key
  const chain = readChain(certificateBytes.value)
  if (!certificate.value.checkPrivateKey(key.value)) {
    const place = chain.findIndex((one) => one.checkPrivateKey(key.value))
    if (place > 0) return wrongOrder(certificateFile, place + 1)
    const message = `The key in ${keyFile} does not belong to the certificate in ${certificateFile}. Choose the pair that belongs together.`
    return bad('certificate-mismatch', message, { certificateFile, keyFile })
  }
  const size = keySize(certificate.value, certificateFile)
  if (!size.ok) return size
  const material = { cert: certificateBytes.value, key: keyBytes.value, ...(passphrase === null ? {} : { passphrase }) }
  const context = tried(material, certificateFile, passphrase !== null)
  if (!context.ok) return context
  const warnings = [...validity(certificate.value, certificateFile, now), ...chainRemarks(chain, certificateFile)]
  const authorities = certificateBytes.value.toString('latin1').match(PEM_CERTIFICATE) ?? []
  return good({ material, view: viewOf(certificate.value, 'pem', null), authorities, warnings })
}

/** Node has no public reader for PFX, but its TLS context knows the certificate that it took from there (DER). */
function certificateIn(context: ReturnType<typeof createSecureContext>): X509Certificate | null {
  const inner = context.context as { getCertificate?: () => Buffer | null } | undefined
  const der = inner?.getCertificate?.() ?? null
  return der === null ? null : new X509Certificate(der)
}

async function loadPfx(file: string, passphrase: string | null, now: number): Promise<Result<LoadedTls>> {
  const pfx = await readBytes(file, 'PFX file')
  if (!pfx.ok) return pfx
  const material = { pfx: pfx.value, ...(passphrase === null ? {} : { passphrase }) }
  const context = tried(material, file, passphrase !== null)
  if (!context.ok) return context
  const certificate = certificateIn(context.value)
  if (certificate === null) return refused(file, 'it holds no certificate with a key')
  const size = keySize(certificate, file)
  if (!size.ok) return size
  const shown = await presentedChain(material)
  const chain = shown.length === 0 ? [certificate] : shown
  const warnings = [...validity(certificate, file, now), ...chainRemarks(chain, file)]
  const authorities = chain.map((one) => one.toString())
  return good({ material, view: viewOf(certificate, 'pfx', null), authorities, warnings })
}

async function loadGenerated(names: readonly string[], folder: string, now: number): Promise<Result<LoadedTls>> {
  const made = await localCertificate(folder, names, now)
  if (!made.ok) return made
  const { leaf, authority, authorityFile, remarks } = made.value
  return good({
    // The authority goes along, so that a client shows the whole chain.
    material: { cert: leaf.certificate + authority.certificate, key: leaf.key },
    view: viewOf(new X509Certificate(leaf.certificate), 'generated', authorityFile),
    authorities: [authority.certificate],
    warnings: remarks.map((message) => ({ code: 'certificate-expired', message })),
  })
}

/**
 * Takes the certificate setting, gives key and certificate as TLS takes them, and what to show of them. `folder` is for the
 * certificate that we make; `passphrase` is for an encrypted key or a PFX. Everything is tried out before it is given back, so
 * that a listener that runs need not be stopped for a certificate that cannot serve. Problems: certificate-unreadable,
 * certificate-mismatch, certificate-passphrase, certificate-refused; an expired certificate is loaded, with a warning.
 */
export function loadTlsMaterial(
  setting: CertificateSetting,
  folder: string,
  passphrase: string | null,
  clocks: Clocks,
): Promise<Result<LoadedTls>> {
  const now = clocks.wall()
  if (setting.kind === 'pem') return loadPem(setting, passphrase, now)
  if (setting.kind === 'pfx') return loadPfx(setting.file, passphrase, now)
  return loadGenerated(setting.names, folder, now)
}
