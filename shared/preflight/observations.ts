import type { AddressRange, UrlFacts } from './model.ts'

/* What the engine saw: raw facts, without a verdict. Times are ms since 1970, durations ms. */

/** What DNS and the system said of a name. */
export interface DnsFacts {
  /** `found`, `not-found` (the name does not exist or has no address), `unavailable` (nobody answered). */
  readonly system: 'found' | 'not-found' | 'unavailable'
  readonly servers: 'found' | 'not-found' | 'unavailable'
  /** What the system will use: hosts file, local services, DNS. */
  readonly systemAddresses: readonly ResolvedAddress[]
  /** What the name servers say: A and AAAA records. */
  readonly records: readonly ResolvedAddress[]
}

export interface ResolvedAddress {
  readonly address: string
  readonly family: 4 | 6
  readonly range: AddressRange
}

export type ConnectOutcome = 'connected' | 'refused' | 'reset' | 'timeout' | 'unreachable'

export interface ConnectFacts {
  readonly address: string
  readonly port: number
  readonly family: 4 | 6
  readonly outcome: ConnectOutcome
  readonly code: string | null
  readonly ms: number
}

/** How a server answered one ClientHello. */
export type OfferFacts =
  | { readonly kind: 'accepted'; readonly version: string; readonly cipher: number }
  | { readonly kind: 'alert'; readonly alert: number }
  | { readonly kind: 'not-tls'; readonly firstBytes: string }
  | { readonly kind: 'closed' | 'reset' | 'timeout' | 'unreachable' }

/** Hand-made hellos: one for each version, and one each for the strong and the broken ciphers of TLS 1.2. */
export interface TlsFacts {
  readonly versions: Readonly<Record<TlsVersion, OfferFacts>>
  readonly strong: OfferFacts
  readonly broken: OfferFacts
  /** Whether another certificate is shown without a server name; null: not known. */
  readonly differsWithoutName: boolean | null
  /** Whether the handshake works without a server name where it fails with one. */
  readonly worksWithoutName: boolean
}
export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
export type TlsVersion = (typeof TLS_VERSIONS)[number]

/** One certificate, as read. Names are exactly what stands in it; they may be hostile. */
export interface CertificateFacts {
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly fingerprint: string
  readonly validFrom: number
  readonly validTo: number
  readonly hasAlternativeNames: boolean
  readonly dnsNames: readonly string[]
  readonly addresses: readonly string[]
  readonly commonName: string | null
  readonly keyKind: 'rsa' | 'ec' | 'other'
  readonly keyName: string
  readonly keyBits: number | null
  /** Hash of its signature, lower case without a hyphen: sha256, sha1, md5; null where the kind has none of its own. */
  readonly signatureHash: string | null
  readonly isAuthority: boolean
  readonly pathLength: number | null
  /** Null: the certificate does not say. */
  readonly maySignCertificates: boolean | null
  readonly forServers: boolean | null
  readonly mustStaple: boolean
  readonly unknownCritical: readonly string[]
  readonly permittedNames: readonly string[] | null
  readonly excludedNames: readonly string[]
}

/** A presented certificate with its place in the chain. `read` is null when it cannot be parsed. */
export interface PresentedCertificate {
  readonly read: CertificateFacts | null
  /** Positions of presented certificates whose key made its signature. */
  readonly signedBy: readonly number[]
  readonly selfSigned: boolean
  /** The trusted root whose key made its signature (or which it is itself). */
  readonly root: { readonly subject: string; readonly validTo: number; readonly given: boolean } | null
}

export interface ChainFacts {
  /** Size of the Certificate message. */
  readonly bytes: number
  readonly presented: readonly PresentedCertificate[]
  /** An issuer that was not sent, fetched from where the certificate says; null when none was fetched. */
  readonly fetched: { readonly url: string; readonly subject: string; readonly leadsToRoot: boolean } | null
  /** Whether a trusted root belongs to the organisation that issued the last certificate. */
  readonly issuerLooksKnown: boolean
}

export type RevocationFacts = {
  readonly via: 'stapled' | 'ocsp' | 'crl'
  readonly url: string | null
  /** `good`, `revoked`, `unknown` (the authority does not know it), `stale`, `failed` (why in `reason`), `refused` (may not be asked). */
  readonly status: 'good' | 'revoked' | 'unknown' | 'stale' | 'failed' | 'refused'
  readonly reason: string | null
}

/** The handshake with the TLS library of this runtime. */
export interface SessionFacts {
  readonly completed: boolean
  readonly error: string | null
  readonly version: string | null
  readonly cipher: string | null
  readonly clientCertificateAsked: boolean
}

export interface AnswerFacts {
  readonly method: string
  readonly outcome: 'answer' | 'timeout' | 'closed' | 'invalid'
  readonly reason: string | null
  readonly status: number | null
  readonly location: string | null
  readonly challenge: string | null
  readonly contentType: string | null
  /** Until the head of the answer was there. */
  readonly ms: number
  readonly body: 'complete' | 'cut' | 'limited'
  /** The beginning of the body, when it is text. */
  readonly bodyStart: string
  /** Interim answers (100 Continue and the like) before it. */
  readonly interim: number
}

/** Everything that was seen of one endpoint. What has not been looked at (yet) is null. */
export interface Observations {
  readonly url: UrlFacts
  readonly scope: 'static' | 'full'
  /** Further roots or another place to connect to were given: a rehearsal, in which the address stands for another. */
  readonly rehearsal: boolean
  readonly now: number
  /** Placeholders of the template were filled with made-up values. */
  readonly filled: boolean
  readonly dns: DnsFacts | null
  readonly connects: readonly ConnectFacts[] | null
  readonly tls: TlsFacts | null
  readonly session: SessionFacts | null
  readonly chain: ChainFacts | null
  readonly revocation: readonly RevocationFacts[] | null
  readonly stapled: boolean
  /** Fingerprints of the server certificate by address; null: could not be read there. */
  readonly byAddress: readonly { readonly address: string; readonly fingerprint: string | null }[] | null
  readonly answer: AnswerFacts | null
  /** The same request with a Java user agent. */
  readonly javaAnswer: AnswerFacts | null
  /** Everything was looked at, or the check was stopped. */
  readonly finished: boolean
  readonly stoppedBy: 'deadline' | 'user' | null
}
