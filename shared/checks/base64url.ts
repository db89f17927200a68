/** Why a text is no strict base64url (RFC 7515 §2, RFC 4648 §3.5 and §5), and where. */
export interface Base64UrlFault {
  readonly kind: 'padding' | 'alphabet' | 'not-canonical'
  readonly at: number
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i

/** The first fault of the characters, or null. Padding counts as such only at the end. */
function characterFault(text: string): Base64UrlFault | null {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 128 && (VALUES[code] ?? -1) >= 0) continue
    const padding = code === 0x3d && /^={1,2}$/.test(text.slice(at, at + 3)) && text.length - at <= 2
    return { kind: padding ? 'padding' : 'alphabet', at }
  }
  return null
}

/**
 * Decodes base64url strictly: no padding, no white space, only its own alphabet, and unused bits zero, so that every sequence of
 * bytes has exactly one text.
 */
export function decodeBase64Url(text: string): Uint8Array | Base64UrlFault {
  const fault = characterFault(text)
  if (fault !== null) return fault
  const rest = text.length % 4
  if (rest === 1) return { kind: 'not-canonical', at: text.length - 1 }
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let length = 0
  for (let at = 0; at < text.length; at++) {
    held = ((held << 6) | (VALUES[text.charCodeAt(at)] ?? 0)) & 0xfff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[length++] = (held >> bits) & 0xff
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : { kind: 'not-canonical', at: text.length - 1 }
}

/** True for the fault of a decoding. */
export function isFault(result: Uint8Array | Base64UrlFault): result is Base64UrlFault {
  return 'kind' in result
}
