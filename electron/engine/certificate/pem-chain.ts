import { X509Certificate } from 'node:crypto'
import { bad, type Problem } from '../../../shared/protocol/errors.ts'

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
/** More than any real chain has: a whole store of roots is no chain. */
const MOST = 20

/** The certificates of a PEM file in its order; what cannot be read is left out. */
export function readChain(bytes: Buffer): readonly X509Certificate[] {
  const texts = bytes.toString('latin1').match(PEM_CERTIFICATE) ?? []
  return texts.slice(0, MOST).flatMap((text) => {
    try {
      return [new X509Certificate(text)]
    } catch {
      return []
    }
  })
}

/** The certificate that belongs to the key stands further down: `place` counts from 1. */
export function wrongOrder(file: string, place: number): { ok: false; problem: Problem } {
  const message = `The certificates in ${file} are not in order: the one that belongs to the key is number ${String(place)}. Put it first, then each issuer below the one that it certified.`
  return bad('certificate-mismatch', message, { certificateFile: file, place })
}

const issued = (issuer: X509Certificate | undefined, certificate: X509Certificate): boolean =>
  issuer !== undefined && certificate.checkIssued(issuer)

const called = (certificate: X509Certificate): string =>
  /(?:^|\n)CN=([^\n]+)/.exec(certificate.subject ?? '')?.[1] ?? (certificate.subject ?? '').split('\n').join(', ')

/**
 * What is to be said of the chain in a certificate file: the issuer is missing, or the certificates are not in order. The listener
 * serves it all the same: what a client makes of it is what a user may want to see. Source: RFC 8446 §4.4.2; FAQ of the bank,
 * "Missing chain" is not accepted.
 */
export function chainRemarks(chain: readonly X509Certificate[], file: string): Problem[] {
  const [leaf, ...others] = chain
  if (leaf === undefined || issued(leaf, leaf)) return []
  const remark = (message: string): Problem[] => [{ code: 'certificate-incomplete', message, data: { file } }]
  if (!others.some((other) => issued(other, leaf))) {
    const issuer = (leaf.issuer ?? '').split('\n').join(', ')
    return remark(
      `${file} holds the certificate without its issuer (${issuer}): clients will refuse it. Use the full chain, often called fullchain.pem.`,
    )
  }
  const misplaced = chain.findIndex((one, at) => at > 0 && !issued(one, chain[at - 1] ?? one))
  if (misplaced < 0) return []
  const name = called(chain[misplaced] ?? leaf)
  return remark(
    `The certificates in ${file} are not in order: "${name}" did not certify the one above it. Some clients refuse that.`,
  )
}
