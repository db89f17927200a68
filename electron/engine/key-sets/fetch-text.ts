import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import type { Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import { JWKS_URLS } from '../../../shared/facts/jws.ts'
import { webPage } from '../../../shared/checks/web-page.ts'
import { checkedLookup, isWrittenAddress, systemNames } from './checked-address.ts'
import type { ResolveName } from './checked-address.ts'

export interface FetchLimits {
  /** For everything together: name, connection, TLS, redirects, answer; ms. */
  readonly deadlineMs: number
  /** Bytes of the answer's body. */
  readonly bytes: number
  readonly redirects: number
}

export const FETCH_LIMITS: FetchLimits = { deadlineMs: 10_000, bytes: 1_048_576, redirects: 3 }

export interface FetchOptions {
  readonly apiKey: string | null
  readonly limits?: FetchLimits
  readonly resolve?: ResolveName
  /** Further certificate authorities, PEM. */
  readonly ca?: readonly string[]
}

/** How one request ended: a text, an address to go to, or a sentence on why not. */
type Step =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'failed'; readonly why: string }

const failed = (why: string): Step => ({ kind: 'failed', why })

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not resolve; is this machine online?',
  EAI_AGAIN: 'the name cannot be resolved just now; is this machine online?',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was closed',
  ETIMEDOUT: 'the connection could not be made in time',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate chain is not complete',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; check the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.name === 'AddressRefused') {
    return `${error.message}. Save the key set as a file, or write the address in place of the name`
  }
  return REASONS[error.code ?? ''] ?? error.message
}

/** What is wrong with the address itself; null: nothing. */
function addressFault(url: URL): string | null {
  if (url.protocol !== 'https:') return `only https is fetched, not ${url.protocol.slice(0, -1)}`
  if (url.username !== '' || url.password !== '') return 'it holds a user name or password; give an API key instead'
  return url.hostname === '' ? 'it names no host' : null
}

/** Header values are one line of visible characters: nothing else is sent (no request can be smuggled in). */
const isHeaderValue = (text: string): boolean => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)

function statusFault(status: number, hasKey: boolean): string {
  if (status === 401 || status === 403) {
    const key = hasKey ? 'the API key was not accepted' : 'it asks for an API key'
    return `it answered ${String(status)}: ${key}. The bank hands the key out, one for each environment`
  }
  if (status === 404) return 'it answered 404: there is nothing at this address'
  if (status === 429) return 'it answered 429: asked too often; wait a while'
  return `it answered ${String(status)}`
}

function afterHead(message: IncomingMessage, hasKey: boolean): Step | null {
  const status = message.statusCode ?? 0
  const { location } = message.headers
  if (status >= 300 && status < 400 && location !== undefined) return { kind: 'redirect', to: location }
  const coding = message.headers['content-encoding']
  if (coding !== undefined && coding !== 'identity') return failed(`it answered in the coding ${coding}, unasked`)
  return status === 200 || isPage(message) ? null : failed(statusFault(status, hasKey))
}

const isPage = ({ headers }: IncomingMessage) => /text\/html/i.test(headers['content-type'] ?? '')

function bodyStep(message: IncomingMessage, bytes: Buffer, hasKey: boolean): Step {
  const text = bytes.toString('utf8')
  const status = message.statusCode ?? 0
  const page = webPage(text) ?? (isPage(message) ? 'It is a web page, and not a key set.' : null)
  if (page !== null && status === 200) {
    return failed(
      `it answered with something else. ${page} Somebody has to log in there, or a proxy answers in its place`,
    )
  }
  return status === 200 ? { kind: 'text', text } : failed(statusFault(status, hasKey))
}

/** One request. Ends at the deadline whatever happens. */
function ask(url: URL, options: FetchOptions, limits: FetchLimits, signal: AbortSignal): Promise<Step> {
  const { apiKey, resolve = systemNames, ca } = options
  return new Promise((settle) => {
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...(apiKey === null ? {} : { [JWKS_URLS.header]: apiKey }),
    }
    const lookup = checkedLookup(resolve, isWrittenAddress(url.hostname))
    const outgoing = request(url, {
      headers,
      lookup,
      signal,
      agent: false,
      ...(ca === undefined ? {} : { ca: [...ca] }),
    })
    outgoing.on('error', (error) => settle(failed(signal.aborted ? tooSlow(limits) : reasonOf(error))))
    outgoing.on('response', (message) => {
      const early = afterHead(message, apiKey !== null)
      const end = (step: Step) => {
        settle(step)
        outgoing.destroy()
      }
      if (early !== null) return end(early)
      const pieces: Buffer[] = []
      let size = 0
      message.on('data', (piece: Buffer) => {
        size += piece.length
        if (size > limits.bytes) return end(failed(`its answer is larger than ${String(limits.bytes)} bytes`))
        return pieces.push(piece)
      })
      message.on('error', (error) => settle(failed(signal.aborted ? tooSlow(limits) : reasonOf(error))))
      message.on('end', () => end(bodyStep(message, Buffer.concat(pieces), apiKey !== null)))
    })
    outgoing.end()
  })
}

const tooSlow = ({ deadlineMs }: FetchLimits) => `it did not answer completely within ${String(deadlineMs / 1000)} s`

/** Where a redirect may lead: the same host by https; else a sentence. A name is looked up and checked again for each step. */
function redirectTarget(from: URL, to: string): URL | string {
  const target = URL.canParse(to, from.href) ? new URL(to, from.href) : null
  if (target === null) return 'it redirects to something that is no address'
  const where = `it redirects to ${target.origin}`
  if (target.protocol !== 'https:') return `${where}, which is not https, and is not followed`
  return target.host === from.host ? target : `${where}, which is another host, and is not followed`
}

/**
 * Fetches the text of a key set from an address that the user registered: https only, checked certificates, bounded in time and size,
 * no cookies, redirects to the same host only, never to a private address. Nothing in a token ever chooses the address.
 * @param name what the user knows the key set by, for the sentence
 */
export async function fetchKeyText(address: string, name: string, options: FetchOptions): Promise<Result<string>> {
  const { limits = FETCH_LIMITS, apiKey } = options
  const not = (why: string) =>
    bad('jwks-not-fetched', `The key set ${name} cannot be fetched from ${address}: ${why}.`, { name })
  if (!URL.canParse(address)) return not('it is no address')
  if (apiKey !== null && !isHeaderValue(apiKey)) {
    return not('the API key holds characters that no header can carry (a line break, a blank at its end?)')
  }
  let url = new URL(address)
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), limits.deadlineMs)
  try {
    for (let hops = 0; ; hops++) {
      const fault = addressFault(url)
      if (fault !== null) return not(fault)
      const step = await ask(url, options, limits, abort.signal)
      if (step.kind === 'text') return good(step.text)
      if (step.kind === 'failed') return not(step.why)
      if (hops === limits.redirects) return not(`it redirects more than ${String(limits.redirects)} times`)
      const target = redirectTarget(url, step.to)
      if (typeof target === 'string') return not(target)
      url = target
    }
  } finally {
    clearTimeout(timer)
  }
}
