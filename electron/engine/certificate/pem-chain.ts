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

/** The certificates that lead up from the first one, each the issuer of the one before it, wherever it stands. */
function wayUp([leaf, ...others]: readonly X509Certificate[]): readonly X509Certificate[] {
  if (leaf === undefined) return []
  const way = [leaf]
  const free = new Set(others)
  for (let top: X509Certificate | undefined = leaf; top !== undefined && !issued(top, top);) {
    const below: X509Certificate = top
    top = [...free].find((one) => issued(one, below))
    if (top === undefined) break
    free.delete(top)
    way.push(top)
  }
  return way
}

/**
 * What is to be said of a chain, in the order in which it is shown: the issuer is missing, the certificates are not in order, one
 * does not belong there. The listener serves it all the same: what a client makes of it is what a user may want to see. Source:
 * RFC 8446 §4.4.2; FAQ of the bank, "Missing chain" is not accepted.
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
  const way = wayUp(chain)
  const belonging = chain.filter((one) => way.includes(one))
  const misplaced = belonging.findIndex((one, at) => one !== way[at])
  if (misplaced >= 0) {
    const name = called(belonging[misplaced] ?? leaf)
    return remark(
      `The certificates in ${file} are not in order: "${name}" did not certify the one above it. Some clients refuse that.`,
    )
  }
  const extra = chain.find((one) => !way.includes(one))
  if (extra === undefined) return []
  return remark(
    `${file} holds a certificate that does not belong to the chain ("${called(extra)}"): some clients stumble over it. Take it out.`,
  )
}
