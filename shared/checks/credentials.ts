import type { HeaderPair } from '../model/callback.ts'
import type { EndpointProfile } from '../model/profile.ts'
import type { Finding } from '../model/verdict.ts'
import { decodeBase64Url, isFault } from './base64url.ts'
import { finding } from './finding.ts'
import { decodeUtf8 } from './utf8.ts'

/** What an Authorization header holds. `other`: a scheme that the bank does not use, or nothing that can be read. */
type Sent =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'other'; readonly scheme: string }

/** Text of the credentials: UTF-8 (RFC 7617), or Latin-1 as older senders have it; null when it is no Base64. */
function plainOf(coded: string): string | null {
  const bytes = decodeBase64Url(coded.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''))
  if (isFault(bytes)) return null
  const { text, invalidAt } = decodeUtf8(bytes)
  return invalidAt === null ? text : [...bytes].map((byte) => String.fromCharCode(byte)).join('')
}

function read(value: string): Sent {
  const [, scheme = '', rest = ''] = /^(\S+)[ \t]*(.*)$/.exec(value) ?? []
  const name = scheme.toLowerCase()
  if (name === 'bearer' && rest !== '') return { kind: 'bearer', token: rest }
  const plain = name === 'basic' ? plainOf(rest.trim()) : null
  const colon = plain?.indexOf(':') ?? -1
  if (plain === null || colon < 0) return { kind: 'other', scheme: scheme.slice(0, 40) }
  return { kind: 'basic', user: plain.slice(0, colon), password: plain.slice(colon + 1) }
}

/** For evidence: never a password or token, not even its length. */
function shown(sent: Sent): string {
  if (sent.kind === 'basic')
    return `Basic, user ${sent.user === '' ? '(empty)' : sent.user.slice(0, 100)}, password masked`
  return sent.kind === 'bearer' ? 'Bearer, token masked' : `${sent.scheme}, not readable`
}

/** What is different, in a word; null when nothing is. */
function difference(sent: Sent, wanted: NonNullable<EndpointProfile['credentials']>): string | null {
  if (sent.kind !== wanted.kind) return 'scheme'
  if (sent.kind === 'bearer') return wanted.kind === 'bearer' && wanted.token === sent.token ? null : 'token'
  if (sent.kind !== 'basic' || wanted.kind !== 'basic') return 'scheme'
  if (sent.user !== wanted.user) return 'user'
  return sent.password === wanted.password ? null : 'password'
}

/**
 * Findings on the Authorization header, for the source light: what it says (passwords and tokens masked), and whether it is what the
 * profile expects (domain.md §1.1: optional HTTP Basic; §1.4: Basic or Bearer; §6 no. 23).
 */
export function credentialFindings(
  headers: readonly HeaderPair[],
  profile: EndpointProfile | null,
): readonly Finding[] {
  const value = headers.find(([name]) => name.length === 13 && name.toLowerCase() === 'authorization')?.[1]
  const wanted = profile?.credentials
  if (value === undefined) {
    if (wanted === undefined) return []
    return [finding('credentials-missing', { expected: shown(wanted), received: 'no Authorization header' })]
  }
  const sent = read(value)
  if (wanted === undefined) return [finding('credentials-unchecked', { received: shown(sent) })]
  const differs = difference(sent, wanted)
  if (differs === null) return [finding('credentials-match', { received: shown(sent) })]
  return [finding('credentials-differ', { expected: shown(wanted), received: shown(sent), differs })]
}
