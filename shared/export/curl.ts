import type { HeaderPair, Peer, RequestHead } from '../model/callback.ts'
import { toBase64 } from './base64.ts'
import { isSecretHeader } from './hide-secrets.ts'
import { isPlainText, shellWord, utf8Bytes, utf8Text } from './shell.ts'

export interface CurlRequest {
  readonly head: RequestHead
  /** Body without chunk framing. */
  readonly body: Uint8Array
  readonly scheme: 'https' | 'http'
  /** The address that was called: used when the Host header names no usable one. */
  readonly local: Peer
}

export interface CurlOptions {
  /** Show Authorization, Cookie and API keys as they came. Masked when false. */
  readonly secrets: boolean
  /** PEM file of the local CA to trust, for an address of our own listener. */
  readonly authorityFile: string | null
}

/** What curl is called with: arguments as byte strings, and the body when it goes through standard input. */
export interface CurlCall {
  readonly args: readonly string[]
  readonly stdin: Uint8Array | null
}

/** Linux allows 128 KiB in one argument; above this the body goes through standard input. */
const INLINE_LIMIT = 65_536
/** curl asks "Expect: 100-continue" on its own above 1 MiB, and an older one above 1 KiB. */
const EXPECT_FROM = 1024

const lower = (name: string): string => name.toLowerCase()
const has = (headers: readonly HeaderPair[], name: string): boolean => headers.some(([key]) => lower(key) === name)

function masked(name: string, value: string): string {
  if (!isSecretHeader(name)) return value
  const scheme = /^(Basic|Bearer|Digest) /i.exec(value)
  return `${scheme?.[0] ?? ''}***`
}

/** The one Host that curl can take from a URL; null when there is none, more than one, or a strange one. */
function plainHost(headers: readonly HeaderPair[]): string | null {
  const hosts = headers.filter(([name]) => lower(name) === 'host')
  const value = hosts[0]?.[1]
  if (hosts.length !== 1 || value === undefined) return null
  return /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/.test(value) ? value : null
}

function localAuthority({ address, port }: Peer): string {
  if (address === '') return 'localhost'
  return `${address.includes(':') ? `[${address}]` : address}:${String(port)}`
}

/** True when curl puts the target on the wire unchanged when it stands in the URL. */
const survivesUrl = (target: string): boolean =>
  /^\/[A-Za-z0-9._~!$&'()*+,;=:@/?-]*$/.test(target) && !/(?:^|\/)\.{1,2}(?:[/?]|$)/.test(target)

function addressArgs({ head, scheme, local }: CurlRequest): string[] {
  const authority = plainHost(head.headers) ?? localAuthority(local)
  if (survivesUrl(head.target)) return [`${scheme}://${authority}${head.target}`]
  return ['--request-target', head.target, `${scheme}://${authority}/`]
}

function methodArgs({ method }: RequestHead, withBody: boolean): string[] {
  if (method === 'GET' && !withBody) return []
  // A plain `-X HEAD` would wait for a body that never comes.
  if (method === 'HEAD' && !withBody) return ['--head']
  return ['-X', method]
}

const headerArg = (name: string, value: string): string[] => ['-H', value === '' ? `${name};` : `${name}: ${value}`]

/** Headers as sent; what curl would add by itself and was not sent is switched off. */
function headerArgs({ head, body }: CurlRequest, withBody: boolean, secrets: boolean): string[] {
  const ownHost = plainHost(head.headers) !== null
  const args = head.headers.flatMap(([name, value]) => {
    if (lower(name) === 'host' && ownHost) return []
    if (lower(name) === 'content-length') return []
    return headerArg(name, secrets ? value : masked(name, value))
  })
  const unwanted = ['User-Agent', 'Accept']
  if (withBody) unwanted.push('Content-Type')
  if (body.length >= EXPECT_FROM) unwanted.push('Expect')
  if (!has(head.headers, 'host')) unwanted.push('Host')
  return [...args, ...unwanted.filter((name) => !has(head.headers, lower(name))).flatMap((name) => ['-H', `${name}:`])]
}

function byteString(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(from, from + 8192)))
  }
  return pieces.join('')
}

/** The body as an argument, when it is short plain text; null when it must go through standard input. */
function inlineBody(body: Uint8Array): string | null {
  if (body.length > INLINE_LIMIT) return null
  const bytes = byteString(body)
  const text = utf8Text(bytes)
  // A leading @ would name a file.
  return text !== null && isPlainText(text) && !bytes.startsWith('@') ? bytes : null
}

/**
 * What to call curl with to send a captured request again: exact method, target, headers and body.
 * In: the request; whether secrets are shown. Out: arguments and standard input. Content-Length is left to curl.
 */
export function curlCall(request: CurlRequest, options: CurlOptions): CurlCall {
  const { head, body } = request
  const withBody = body.length > 0 || has(head.headers, 'content-length') || has(head.headers, 'transfer-encoding')
  const inline = withBody ? inlineBody(body) : null
  const stdin = withBody && inline === null ? body : null
  const args = [
    head.httpVersion === '1.0' ? '--http1.0' : '--http1.1',
    ...(options.authorityFile === null ? [] : ['--cacert', utf8Bytes(options.authorityFile)]),
    ...methodArgs(head, withBody),
    ...addressArgs(request),
    ...headerArgs(request, withBody, options.secrets),
    ...(withBody ? ['--data-binary', inline ?? '@-'] : []),
  ]
  return { args, stdin }
}

/** True where a new line of the command may begin: before an option, not before its value. */
const startsLine = (arg: string, index: number, args: readonly string[]): boolean =>
  index > 0 && ['-H', '--data-binary', '--request-target'].includes(arg) && args[index - 1] !== '-H'

/**
 * A command for POSIX sh that sends a captured request again with curl ("copy as cURL").
 * In: the request; options. Out: the command, safe to paste: whatever the request holds, nothing but curl (and
 * printf, base64 for bytes that cannot be typed) is started.
 */
export function curlCommand(request: CurlRequest, options: CurlOptions): string {
  const { args, stdin } = curlCall(request, options)
  const words = args.map((arg, index) => `${startsLine(arg, index, args) ? '\\\n  ' : ''}${shellWord(arg)}`)
  const command = `curl ${words.join(' ')}`
  return stdin === null ? command : `printf %s ${toBase64(stdin)} | base64 -d | ${command}`
}
