/** The four families of domain.md §1, and what is none of them. */
export const FAMILIES = ['legacy', 'mapi', 'rco-plus', 'loan', 'unknown'] as const
export type Family = (typeof FAMILIES)[number]

/** Name and value exactly as received (one character per byte, latin-1). */
export type HeaderPair = readonly [name: string, value: string]

/** Other end of a connection; an empty address with port 0 means that it is not known (a request judged from a file). */
export interface Peer {
  readonly address: string
  readonly port: number
}

/** What the handshake settled; null fields were not sent by the peer. */
export interface TlsFacts {
  readonly version: string
  readonly cipher: string
  readonly sni: string | null
  readonly alpn: string | null
}

/** What a ClientHello offered; known even when the handshake fails. */
export interface ClientHelloFacts {
  readonly sni: string | null
  readonly alpn: readonly string[]
  readonly versions: readonly string[]
}

/** The TCP (and TLS) connection that a request came in on. */
export interface ConnectionFacts {
  /** Running number of the connection since the listener started. */
  readonly number: number
  readonly peer: Peer
  readonly local: Peer
  /** `https` or `http`: which listener took it. */
  readonly scheme: 'https' | 'http'
  readonly tls: TlsFacts | null
}

/**
 * Milliseconds on the monotonic clock, each since the connection was accepted, so that a jump of the wall clock
 * cannot bend them. `secured` is null without TLS; `stored` and `answered` are null until they happened.
 */
export interface PhaseTimes {
  readonly secured: number | null
  readonly firstByte: number
  readonly headEnd: number
  readonly bodyEnd: number
  readonly stored: number | null
  readonly answered: number | null
}

/** How the body was delimited on the wire. */
export const FRAMINGS = ['none', 'length', 'chunked'] as const
export type Framing = (typeof FRAMINGS)[number]

/** The request line and headers, parsed but not interpreted. */
export interface RequestHead {
  readonly method: string
  /** The request target exactly as sent. */
  readonly target: string
  /** `1.0` or `1.1`. */
  readonly httpVersion: string
  readonly headers: readonly HeaderPair[]
}

/** What the listener answers. */
export interface AnswerPlan {
  readonly status: number
  readonly headers: readonly HeaderPair[]
  /** Text is sent as UTF-8; bytes are an upstream's, as they came. */
  readonly body: string | Uint8Array
}

/** What an HTML page is, as far as its text tells. */
export const PAGE_KINDS = ['login', 'error', 'page'] as const
export type PageKind = (typeof PAGE_KINDS)[number]
