import type { ChainFacts } from '../../../shared/preflight/observations.ts'
import { issued, rootOf } from './certificate/chain.ts'
import type { ReadChain } from './certificate/chain.ts'
import { readCertificate } from './certificate/read.ts'
import type { ReadCertificate } from './certificate/read.ts'
import type { Roots } from './certificate/roots.ts'
import { fetchNamed } from './revocation/fetch.ts'
import { issuerPlaces } from './revocation/revocation.ts'

const LIMIT = 65_536
/** How many certificates above are fetched, one after the other. */
const MOST_STEPS = 3

export interface FetchedIssuer {
  readonly facts: NonNullable<ChainFacts['fetched']>
  readonly certificate: ReadCertificate
}

async function above(below: ReadCertificate, own: string, signal: AbortSignal) {
  const [url] = issuerPlaces(below)
  if (url === undefined) return null
  const fetched = await fetchNamed({ url, own, body: null, type: null, limit: LIMIT }, signal)
  const certificate = fetched.ok ? readCertificate(fetched.bytes) : null
  return certificate !== null && issued(certificate.node, below.node) ? { url, certificate } : null
}

/**
 * Where the chain ends without a root: fetches what is missing from where the certificates say, to show that only the chain is
 * missing. The bank's client does not do that. Null when nothing could be fetched.
 */
export async function fetchIssuer(
  chain: ReadChain,
  roots: Roots,
  own: string,
  signal: AbortSignal,
): Promise<FetchedIssuer | null> {
  const { presented } = chain.facts
  if (presented.some(({ root, selfSigned }) => root !== null || selfSigned)) return null
  const last = chain.certificates.findLast((one) => one !== null) ?? null
  const first = last === null ? null : await above(last, own, signal)
  if (first === null) return null
  let top = first.certificate
  for (let step = 1; step < MOST_STEPS && rootOf(top.node, roots) === null; step++) {
    const next = await above(top, own, signal)
    if (next === null) break
    top = next.certificate
  }
  const { facts } = first.certificate
  const leadsToRoot = rootOf(top.node, roots) !== null
  return { certificate: first.certificate, facts: { url: first.url, subject: facts.subject, leadsToRoot } }
}
