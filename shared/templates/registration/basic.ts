import { toBase64 } from '../../export/base64.ts'
import { utf8Bytes } from '../../export/shell.ts'
import { MASKED } from './call.ts'
import type { Registration } from './call.ts'

/** Text as UTF-8 in base64; a text with a masked part stays masked, since its base64 would be something else. */
export function encodeCredentials(plain: string): string {
  if (plain.includes(MASKED)) return MASKED
  return toBase64(Uint8Array.from(utf8Bytes(plain), (sign) => sign.charCodeAt(0)))
}

/** `user:password` (RFC 7617 §2), or the token. */
export const plainCredentials = (credentials: NonNullable<Registration['credentials']>): string =>
  credentials.kind === 'basic' ? `${credentials.user}:${credentials.password}` : credentials.token
