import { toBase64 } from '../export/base64.ts'
import { encodeUtf8 } from '../export/encode-utf8.ts'
import type { HeaderPair } from '../model/callback.ts'

/** User and password, or token, of an endpoint: what the bank was given at registration (Basic), or with a loan (Basic or Bearer). */
export type Credentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }

/** The Authorization header that carries these credentials (RFC 7617 with UTF-8, RFC 6750). */
export function authorizationFor(credentials: Credentials): string {
  if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`
  return `Basic ${toBase64(encodeUtf8(`${credentials.user}:${credentials.password}`))}`
}

/** Looks at every character whatever differs, so that the time tells nothing of the place. */
function sameText(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at % (other.length || 1))
  return difference === 0
}

/**
 * True when exactly one Authorization header carries exactly these credentials; the scheme in any case (RFC 9110 §11.1). Without
 * credentials to compare with, nobody is let in.
 */
export function mayPass(headers: readonly HeaderPair[], credentials: Credentials | undefined): boolean {
  if (credentials === undefined) return false
  const sent = headers.filter(([name]) => name.toLowerCase() === 'authorization').map(([, value]) => value)
  const [only] = sent
  if (sent.length !== 1 || only === undefined) return false
  const [scheme = '', rest = ''] = splitOnce(only)
  const [wantedScheme = '', wanted = ''] = splitOnce(authorizationFor(credentials))
  return scheme.toLowerCase() === wantedScheme.toLowerCase() && sameText(rest, wanted)
}

function splitOnce(value: string): readonly string[] {
  const space = value.indexOf(' ')
  return space < 0 ? [value, ''] : [value.slice(0, space), value.slice(space + 1).trimStart()]
}

/** What 401 asks for: the scheme that the profile has. */
export function challengeFor(credentials: Credentials | undefined): string {
  return credentials?.kind === 'bearer' ? 'Bearer realm="callbacks"' : 'Basic realm="callbacks", charset="UTF-8"'
}
