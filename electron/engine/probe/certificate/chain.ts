import type { X509Certificate } from 'node:crypto'
import type { ChainFacts, PresentedCertificate } from '../../../../shared/preflight/observations.ts'
import type { ReadCertificate } from './read.ts'
import { readCertificate } from './read.ts'
import type { Root, Roots } from './roots.ts'
import { organisationOf } from './roots.ts'

/** Beyond this many certificates signatures are not compared: no honest chain is that long. */
const MOST_LINKED = 20

/** Whether `issuer` made the signature of `certificate`, by name and key. */
export function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  if (issuer.subject !== certificate.issuer) return false
  try {
    return certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

/** The root that made the signature of a certificate, or that it is itself. */
export function rootOf(certificate: X509Certificate, roots: Roots): Root | null {
  const itself = roots.bySubject.get(certificate.subject ?? '')
  const same = itself?.find((root) => root.certificate.fingerprint256 === certificate.fingerprint256)
  if (same !== undefined) return same
  return roots.bySubject.get(certificate.issuer ?? '')?.find((root) => issued(root.certificate, certificate)) ?? null
}

function placed(all: readonly (ReadCertificate | null)[], index: number, roots: Roots): PresentedCertificate {
  const one = all[index] ?? null
  if (one === null) return { read: null, signedBy: [], selfSigned: false, root: null }
  const signedBy = all.flatMap((other, at) =>
    other !== null && at !== index && issued(other.node, one.node) ? [at] : [],
  )
  const root = rootOf(one.node, roots)
  return {
    read: one.facts,
    signedBy,
    selfSigned: issued(one.node, one.node),
    root:
      root === null
        ? null
        : {
            subject: (root.certificate.subject ?? '').split('\n').join(', '),
            validTo: Date.parse(root.certificate.validTo),
            given: root.given,
          },
  }
}

/** A chain as presented: read, and with every signature between its members found out. */
export interface ReadChain {
  readonly facts: ChainFacts
  readonly certificates: readonly (ReadCertificate | null)[]
}

/** Takes the certificates of a server (DER, in its order), gives the chain. `bytes`: size of the message. Never throws. */
export function readChain(presented: readonly Buffer[], bytes: number, roots: Roots): ReadChain {
  const certificates = presented.slice(0, MOST_LINKED).map(readCertificate)
  const issuer = organisationOf(certificates.findLast((one) => one !== null)?.node.issuer ?? '')
  return {
    certificates,
    facts: {
      bytes,
      presented: certificates.map((_, index) => placed(certificates, index, roots)),
      fetched: null,
      issuerLooksKnown: issuer !== null && roots.organisations.has(issuer),
    },
  }
}
