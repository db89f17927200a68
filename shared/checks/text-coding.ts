/* What Node, Electron and the page all have; `shared/` is checked against the types of none of them. */

interface Decoding {
  decode(bytes: Uint8Array): string
}
interface Encoding {
  encodeInto(text: string, bytes: Uint8Array): { readonly written: number }
}
declare const TextDecoder: new (label: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean }) => Decoding
declare const TextEncoder: new () => Encoding

/** The runtime's decoder of UTF-8. Throws where bytes are none; a byte order mark stays. */
export const STRICT_UTF8: Decoding = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** The runtime's encoder of UTF-8. */
export const UTF8: Encoding = new TextEncoder()
