import { createPrivateKey, X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { bad, good, type Result } from '../../../shared/protocol/errors.ts'
import { readIfThere, writeSecret } from './files.ts'
import type { PemPair } from './mint.ts'
import { namesOf, sameName } from './view.ts'

/** Made anew when it is valid for less than this. */
const RENEW_MS = 30 * 86_400_000
const ALWAYS = ['localhost', '127.0.0.1', '::1']

export interface LocalCertificate {
  readonly leaf: PemPair
  readonly authority: PemPair
  /** The certificate that clients have to trust. */
  readonly authorityFile: string
  /** What was made anew, and why. */
  readonly remarks: readonly string[]
}

/** Certificate and key as objects when both can be read and belong together, else null. */
function usable(certificate: string | null, key: string | null): X509Certificate | null {
  if (certificate === null || key === null) return null
  try {
    const read = new X509Certificate(certificate)
    return read.checkPrivateKey(createPrivateKey(key)) ? read : null
  } catch {
    return null
  }
}

const damaged = (file: string, what: string) =>
  bad(
    'certificate-unreadable',
    `The local certificate authority cannot be used: ${file} ${what}. Restore it from a backup, or remove both files of the ` +
      `authority to have a new one made; clients must then trust the new one.`,
    { file },
  )

async function loadAuthority(folder: string, now: number, remarks: string[]): Promise<Result<PemPair>> {
  const certificateFile = join(folder, 'local-ca.pem')
  const keyFile = join(folder, 'local-ca.key.pem')
  const [certificate, key] = [await readIfThere(certificateFile), await readIfThere(keyFile)]
  const mint = await import('./mint.ts')
  if (key === null) {
    if (certificate !== null) return damaged(keyFile, 'is missing')
    const made = await mint.mintAuthority(now)
    await writeSecret(keyFile, made.key)
    await writeSecret(certificateFile, made.certificate)
    return good(made)
  }
  if (certificate !== null && usable(certificate, key) === null) {
    return damaged(
      isKey(key) ? certificateFile : keyFile,
      isKey(key) ? 'is damaged or belongs to another key' : 'is damaged',
    )
  }
  const left = certificate === null ? 0 : Date.parse(new X509Certificate(certificate).validTo) - now
  if (certificate !== null && left > RENEW_MS) return good({ certificate, key })
  if (!isKey(key)) return damaged(keyFile, 'is damaged')
  const renewed = await mint.certifyAuthority(key, now)
  await writeSecret(certificateFile, renewed)
  remarks.push(
    `The certificate of the local authority was made anew (${certificateFile}); clients must trust it again.`,
  )
  return good({ certificate: renewed, key })
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ec'
  } catch {
    return false
  }
}

/** Why the leaf must be made anew, or null when it still serves. */
function staleness(
  leaf: X509Certificate | null,
  authority: string,
  names: readonly string[],
  now: number,
): string | null {
  if (leaf === null) return 'it was missing or damaged'
  const issuer = new X509Certificate(authority)
  if (!leaf.verify(issuer.publicKey) || leaf.issuer !== issuer.subject) return 'it was signed by another authority'
  if (Date.parse(leaf.validTo) - now < RENEW_MS) return 'it was about to expire'
  if (Date.parse(leaf.validFrom) > now) return 'it was not valid yet'
  const held = [...namesOf(leaf)].sort().join()
  return held === [...names].sort().join() ? null : 'the names in the settings changed'
}

async function load(folder: string, extraNames: readonly string[], now: number): Promise<Result<LocalCertificate>> {
  const remarks: string[] = []
  const certificateFile = join(folder, 'listener.pem')
  const keyFile = join(folder, 'listener.key.pem')
  const names = [...new Set([...ALWAYS, ...extraNames].map(sameName))]
  const reused = await loadWhole(folder, names, now)
  if (reused !== null) return good(reused)
  const authority = await loadAuthority(folder, now, remarks)
  if (!authority.ok) return authority
  const [certificate, key] = [await readIfThere(certificateFile), await readIfThere(keyFile)]
  const authorityFile = join(folder, 'local-ca.pem')
  const stale = staleness(usable(certificate, key), authority.value.certificate, names, now)
  if (stale === null && certificate !== null && key !== null) {
    return good({ leaf: { certificate, key }, authority: authority.value, authorityFile, remarks })
  }
  if (certificate !== null || key !== null)
    remarks.push(`The certificate of the listener was made anew: ${String(stale)}.`)
  const { mintLeaf } = await import('./mint.ts')
  const leaf = await mintLeaf(authority.value, names, now)
  await writeSecret(keyFile, leaf.key)
  await writeSecret(certificateFile, leaf.certificate)
  return good({ leaf, authority: authority.value, authorityFile, remarks })
}

/** The usual start: everything is there and good, and the library that makes certificates need not be loaded. */
async function loadWhole(folder: string, names: readonly string[], now: number): Promise<LocalCertificate | null> {
  const files = ['local-ca.pem', 'local-ca.key.pem', 'listener.pem', 'listener.key.pem'].map((name) =>
    join(folder, name),
  )
  const [caCertificate, caKey, certificate, key] = await Promise.all(files.map(readIfThere))
  if (!caCertificate || !caKey || !certificate || !key) return null
  const authority = usable(caCertificate, caKey)
  if (authority === null || Date.parse(authority.validTo) - now < RENEW_MS) return null
  if (staleness(usable(certificate, key), caCertificate, names, now) !== null) return null
  const [authorityFile = ''] = files
  return {
    leaf: { certificate, key },
    authority: { certificate: caCertificate, key: caKey },
    authorityFile,
    remarks: [],
  }
}

/**
 * Gives the certificate that we make ourselves, from `folder`: a local authority (ten years) and a leaf for localhost, 127.0.0.1,
 * ::1 and `extraNames`. Made on first use; the leaf anew when it is damaged, about to expire, or for other names; the key of the
 * authority is never replaced. `now` in ms since 1970. Problem: certificate-unreadable, with the file.
 */
export async function localCertificate(
  folder: string,
  extraNames: readonly string[],
  now: number,
): Promise<Result<LocalCertificate>> {
  try {
    return await load(folder, extraNames, now)
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    return bad('certificate-unreadable', `The folder for our own certificate, ${folder}, cannot be used: ${message}.`, {
      file: folder,
    })
  }
}
