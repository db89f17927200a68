import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { rootCertificates } from 'node:tls'
import type { PublicArrival } from '../../../shared/model/public-arrival.ts'
import { fillPlaceholders } from '../../../shared/preflight/placeholders.ts'
import type { PublicLegFacts, PublicTestFacts } from '../../../shared/preflight/public-test.ts'
import { publicMark, publicNonce } from '../listener/public-arrivals.ts'
import type { Clocks } from '../listener/types.ts'
import { dial } from '../probe/dial.ts'
import type { Place } from '../probe/dial.ts'
import { exchange } from '../probe/http-exchange.ts'
import { PROBE_LIMITS, within } from '../probe/limits.ts'
import type { NameService } from '../probe/resolve.ts'
import { resolveName } from '../probe/resolve.ts'
import { openSession } from '../probe/tls/session.ts'
import { addressRange } from '../probe/url-facts.ts'
import { ownAsk } from './own-ask.ts'

export interface PublicTestWish {
  /** The public https address, or a template: placeholders are filled with made-up values. */
  readonly url: string
  /** Connect here in place of where the name leads. */
  readonly connectTo: Place | null
  /** Value of an Authorization header for a proxy that wants a login; sent over a trusted connection only. */
  readonly authorization: string | null
}

export interface PublicTestParts {
  readonly clocks: Clocks
  /** Of the engine whose listener is meant. */
  readonly token: string
  /** PEM certificates of our own to trust beside the public roots. */
  readonly authorities: readonly string[]
  /** Asks how the request with this number arrived. */
  readonly arrived: (nonce: string) => Promise<PublicArrival | null>
  readonly signal: AbortSignal
  readonly names?: NameService
}

const MOST_ADDRESSES = 8
const TOTAL_MS = 20_000

interface Target {
  readonly host: string
  readonly port: number
  readonly hostHeader: string
  readonly target: string
}

function targetOf(text: string): Target | null {
  const filled = fillPlaceholders(text.trim()).text
  if (!URL.canParse(filled)) return null
  const { protocol, hostname, port, host, pathname, search } = new URL(filled)
  if (protocol !== 'https:' || hostname === '') return null
  const bare = hostname.replace(/^\[|\]$/g, '')
  return { host: bare, port: port === '' ? 443 : Number(port), hostHeader: host, target: pathname + search }
}

function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((all = []) => all.some((one) => one.address === address))
}

type Places = readonly Place[] | 'no-name' | 'no-name-service'

/** Every address that callers can get: those of the name servers, and those of this system; IPv4 first, as the bank calls. */
async function placesOf({ host, port }: Target, wish: PublicTestWish, parts: PublicTestParts): Promise<Places> {
  const name = wish.connectTo?.address ?? host
  const at = wish.connectTo?.port ?? port
  if (isIP(name) !== 0) return [{ address: name, port: at }]
  const dns = await resolveName(name, parts.names ?? { servers: null }, within(PROBE_LIMITS.resolve, parts.signal))
  const known = [...dns.records, ...dns.systemAddresses].toSorted((one, other) => one.family - other.family)
  const addresses = [...new Set(known.map(({ address }) => address))].slice(0, MOST_ADDRESSES)
  if (addresses.length > 0) return addresses.map((address) => ({ address, port: at }))
  return dns.servers === 'unavailable' && dns.system !== 'not-found' ? 'no-name-service' : 'no-name'
}

/** Opens TLS; where clients would refuse the certificate, again without looking at it, since only the way is asked for here. */
async function open(place: Place, { host }: Target, parts: PublicTestParts, signal: AbortSignal) {
  const wish = { place, host, roots: [...rootCertificates, ...parts.authorities] }
  const trusted = await openSession(wish, within(PROBE_LIMITS.handshake, signal))
  if (trusted.socket !== null) return { socket: trusted.socket, refused: null }
  const { socket } = await openSession({ ...wish, unverified: true }, within(PROBE_LIMITS.handshake, signal))
  return { socket, refused: trusted.error ?? 'unknown' }
}

async function tryPlace(
  place: Place,
  target: Target,
  wish: PublicTestWish,
  parts: PublicTestParts,
): Promise<PublicLegFacts> {
  const { clocks, token, signal } = parts
  const { address, port } = place
  const range = addressRange(address) ?? 'reserved'
  const nothing = {
    address,
    port,
    range,
    own: isOwn(address),
    refused: null,
    secured: false,
    answer: null,
    arrival: null,
  }
  const dialled = await dial(place, within(PROBE_LIMITS.connect, signal))
  if (!dialled.ok) return { ...nothing, connect: dialled.outcome }
  dialled.socket.destroy()
  const { socket, refused } = await open(place, target, parts, signal)
  const reached = { ...nothing, connect: 'connected', refused } as const
  if (socket === null) return reached
  const nonce = publicNonce(clocks.wall(), randomBytes(8).toString('hex'))
  const authorization = refused === null ? wish.authorization : null
  const ask = ownAsk(target.hostHeader, target.target, publicMark(token, nonce), authorization)
  const answer = await exchange(socket, ask, PROBE_LIMITS, clocks.monotonic, signal)
  return { ...reached, secured: true, answer, arrival: await parts.arrived(nonce) }
}

/**
 * Sends a marked request to every address of a public name, as a caller would, and asks whether exactly it arrived at our own
 * listener. What is sent holds no secret, and is not kept as a callback. Never rejects, ends within TOTAL_MS.
 */
export async function testPublicName(wish: PublicTestWish, parts: PublicTestParts): Promise<PublicTestFacts> {
  const target = targetOf(wish.url)
  const given = wish.connectTo !== null
  if (target === null) return { target: '', host: '', stopped: 'not-https', given, legs: [] }
  const facts = { target: target.target, host: target.host, given }
  const bounded = { ...parts, signal: within(TOTAL_MS, parts.signal) }
  const places = await placesOf(target, wish, bounded)
  if (typeof places === 'string') return { ...facts, stopped: places, legs: [] }
  const legs = await Promise.all(places.map((place) => tryPlace(place, target, wish, bounded)))
  return { ...facts, stopped: null, legs }
}
