import type { HeaderPair } from '../model/callback.ts'

/** One station that a forwarding header names: as it stands there, and the address in it (null: none can be read). */
export interface Station {
  readonly text: string
  readonly address: string | null
}

/** The stations of one kind of header, the nearest to us last: each proxy adds the one it was called by at the end. */
export interface Chain {
  readonly header: string
  readonly stations: readonly Station[]
}

/** Stations further away than this are of no use, and a header may hold thousands. */
const MOST_STATIONS = 100

const KINDS = ['Forwarded', 'X-Forwarded-For', 'X-Real-IP'] as const
const SMALL = new Set<string>(KINDS.map((kind) => kind.toLowerCase()))
const LENGTHS = new Set<number>(KINDS.map((kind) => kind.length))
const valuesOf = (headers: readonly HeaderPair[], kind: string): readonly string[] =>
  headers.filter(([name]) => name.toLowerCase() === kind.toLowerCase()).map(([, value]) => value)

/** Every forwarding header of a request, as it stands. */
export function forwardingHeaders(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  return headers.filter((pair) => LENGTHS.has(pair[0].length) && SMALL.has(pair[0].toLowerCase()))
}

/** Cuts at a separator that does not stand inside a quoted string (RFC 9110 §5.6.4). */
function cut(text: string, separator: string): readonly string[] {
  const parts: string[] = []
  let quoted = false
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (quoted && sign === '\\') at += 1
    else if (sign === '"') quoted = !quoted
    else if (sign === separator && !quoted) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)]
}

const unquoted = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text

/** The part of a node that may be an address: without brackets and port (RFC 7239 §6). */
function bare(node: string): string {
  const bracketed = /^\[([^\]]*)\](?::\w*)?$/.exec(node)?.[1]
  if (bracketed !== undefined) return bracketed
  const [host = '', port, ...more] = node.split(':')
  return port !== undefined && more.length === 0 ? host : node
}

/** `for=` of one element of Forwarded; '' when it has none (RFC 7239 §5.2). */
function forOf(element: string): string {
  for (const pair of cut(element, ';')) {
    const equals = pair.indexOf('=')
    if (equals >= 0 && pair.slice(0, equals).trim().toLowerCase() === 'for')
      return unquoted(pair.slice(equals + 1).trim())
  }
  return ''
}

function nodesOf(kind: (typeof KINDS)[number], values: readonly string[]): readonly string[] {
  const joined = values.join(',')
  if (kind === 'Forwarded') return cut(joined, ',').map((element) => forOf(element.trim()))
  // nginx writes one address; several lines of it are as good as a chain.
  return joined.split(',').map((node) => unquoted(node.trim()))
}

/**
 * Reads X-Forwarded-For, Forwarded (RFC 7239) and X-Real-IP. Linear, never throws; what is no address stays a station without
 * one, so that nobody can hide behind it.
 * @param isAddress whether a text is an IP address, by a library
 */
export function forwardedChains(
  headers: readonly HeaderPair[],
  isAddress: (text: string) => boolean,
): readonly Chain[] {
  return KINDS.flatMap((header) => {
    const values = valuesOf(headers, header)
    if (values.length === 0) return []
    const stations = nodesOf(header, values)
      .slice(-MOST_STATIONS)
      .map((text) => ({ text, address: isAddress(bare(text)) ? bare(text) : null }))
    return [{ header, stations }]
  })
}

/** What trusted proxies say of the sender. */
export type Sender =
  /** They say nothing, or name trusted proxies only. */
  | { readonly kind: 'none' }
  | { readonly kind: 'address'; readonly address: string; readonly header: string }
  /** The station next to the trusted ones is no address. */
  | { readonly kind: 'unreadable'; readonly text: string; readonly header: string }
  /** Two headers name different senders: one of them was passed on as it came in. */
  | { readonly kind: 'differ'; readonly names: readonly string[] }

type Named = Extract<Sender, { kind: 'address' | 'unreadable' }>

/** The right-most station that is not a trusted proxy: everything further left may have been written by anybody. */
function rightmost({ header, stations }: Chain, isTrusted: (address: string) => boolean): Named | null {
  for (const { text, address } of stations.toReversed()) {
    if (address === null) return { kind: 'unreadable', text, header }
    if (!isTrusted(address)) return { kind: 'address', address, header }
  }
  return null
}

/**
 * Who called the outermost trusted proxy, as the forwarding headers tell it. To be asked only when the connection itself came
 * from a trusted proxy (RFC 7239 §8.1: anybody can write these headers).
 * @param same one spelling for each address, so that two headers can be compared
 */
export function senderOf(
  chains: readonly Chain[],
  isTrusted: (address: string) => boolean,
  same: (address: string) => string,
): Sender {
  const named = chains.map((chain) => rightmost(chain, isTrusted)).filter((found) => found !== null)
  const [first] = named
  if (first === undefined) return { kind: 'none' }
  const spelled = (found: Named): string => (found.kind === 'address' ? same(found.address) : found.text)
  if (named.every((found) => spelled(found) === spelled(first))) return first
  return { kind: 'differ', names: named.map((found) => `${found.header}: ${spelled(found)}`) }
}
