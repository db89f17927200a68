import { AuthorityInfoAccessExtension, CRLDistributionPointsExtension, X509Crl } from '@peculiar/x509'
import type { RevocationFacts } from '../../../../shared/preflight/observations.ts'
import type { ReadCertificate } from '../certificate/read.ts'
import { fetchNamed } from './fetch.ts'
import { ocspQuestion, readOcsp } from './ocsp.ts'

const OCSP_LIMIT = 65_536
const CRL_LIMIT = 8_388_608
/** Places of each kind that are asked. */
const MOST_PLACES = 2

export interface RevocationWish {
  readonly certificate: ReadCertificate
  readonly issuer: ReadCertificate | null
  readonly staple: Buffer | null
  /** The address that is being checked. */
  readonly own: string
  readonly now: number
}

/** Addresses of one kind of the authority information access extension. */
function accessOf(certificate: ReadCertificate, kind: 'ocsp' | 'caIssuers'): readonly string[] {
  const items = certificate.parsed.getExtension(AuthorityInfoAccessExtension)?.[kind] ?? []
  return items.filter(({ type }) => type === 'url').map(({ value }) => value)
}

/** Where the certificate says that its issuer can be had. */
export const issuerPlaces = (certificate: ReadCertificate): readonly string[] => accessOf(certificate, 'caIssuers')

function crlPlaces(certificate: ReadCertificate): readonly string[] {
  const points = certificate.parsed.getExtension(CRLDistributionPointsExtension)?.distributionPoints ?? []
  return points.flatMap((point) =>
    (point.distributionPoint?.fullName ?? []).flatMap(({ uniformResourceIdentifier: uri }) =>
      uri === undefined ? [] : [uri],
    ),
  )
}

async function askOcsp(url: string, wish: RevocationWish, signal: AbortSignal): Promise<RevocationFacts> {
  const { certificate, issuer, own, now } = wish
  if (issuer === null) return { via: 'ocsp', url, status: 'failed', reason: 'the issuer is not known' }
  const body = ocspQuestion(certificate, issuer)
  const type = 'application/ocsp-request'
  const fetched = await fetchNamed({ url, own, body, type, limit: OCSP_LIMIT }, signal)
  if (!fetched.ok) return { via: 'ocsp', url, status: fetched.refused ? 'refused' : 'failed', reason: fetched.reason }
  return { via: 'ocsp', url, ...readOcsp(fetched.bytes, certificate, issuer, now) }
}

async function readCrl(bytes: Buffer, wish: RevocationWish): Promise<Pick<RevocationFacts, 'status' | 'reason'>> {
  const { certificate, issuer, now } = wish
  if (issuer === null) return { status: 'failed', reason: 'the issuer is not known' }
  try {
    const list = new X509Crl(bytes)
    if (!(await list.verify({ publicKey: issuer.parsed.publicKey })))
      return { status: 'failed', reason: 'the signature of the list does not hold' }
    if (list.findRevoked(certificate.parsed.serialNumber) !== null) return { status: 'revoked', reason: null }
    const end = list.nextUpdate?.getTime() ?? Infinity
    return end < now ? { status: 'stale', reason: 'the list is out of date' } : { status: 'good', reason: null }
  } catch {
    return { status: 'failed', reason: 'the list cannot be read' }
  }
}

async function askCrl(url: string, wish: RevocationWish, signal: AbortSignal): Promise<RevocationFacts> {
  const fetched = await fetchNamed({ url, own: wish.own, body: null, type: null, limit: CRL_LIMIT }, signal)
  if (!fetched.ok) return { via: 'crl', url, status: fetched.refused ? 'refused' : 'failed', reason: fetched.reason }
  return { via: 'crl', url, ...(await readCrl(fetched.bytes, wish)) }
}

function readStaple(wish: RevocationWish): RevocationFacts[] {
  const { staple, certificate, issuer, now } = wish
  if (staple === null) return []
  if (issuer === null) return [{ via: 'stapled', url: null, status: 'failed', reason: 'the issuer is not known' }]
  return [{ via: 'stapled', url: null, ...readOcsp(staple, certificate, issuer, now) }]
}

/** Asks every place that the certificate names, and reads what was stapled. Ends with the signal; never rejects. */
export async function revocationOf(wish: RevocationWish, signal: AbortSignal): Promise<readonly RevocationFacts[]> {
  const ocsp = accessOf(wish.certificate, 'ocsp').slice(0, MOST_PLACES)
  const crl = crlPlaces(wish.certificate).slice(0, MOST_PLACES)
  const asked = await Promise.all([
    ...ocsp.map((url) => askOcsp(url, wish, signal)),
    ...crl.map((url) => askCrl(url, wish, signal)),
  ])
  return [...readStaple(wish), ...asked]
}
