import { dissect, partAt } from './tokens.ts'

/** A stretch of an expanded template. */
export interface ExpandedPiece {
  /** What goes onto the wire. */
  readonly text: string
  readonly kind: 'fixed' | 'value' | 'unfilled'
  /** Name of the placeholder; '' for fixed text. */
  readonly name: string
  /** The value before it was encoded; '' for fixed text. */
  readonly value: string
  /** The encoding changed the value: it reads differently in the URL. */
  readonly encoded: boolean
}

/** A template with values put in. */
export interface Expansion {
  readonly url: string
  readonly pieces: readonly ExpandedPiece[]
}

/**
 * Percent-encodes a value as UTF-8, everything but the unreserved characters of RFC 3986 §2.3. Half of a surrogate pair, which has no
 * bytes, becomes U+FFFD. How the bank encodes is not documented (domain.md §2.1): this is the encoding that every receiver reads back.
 */
export function encodeValue(value: string): string {
  const whole = value.replaceAll(/\p{Surrogate}/gu, '\ufffd')
  return encodeURIComponent(whole).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/**
 * Puts values into a template as the bank does ("we take the URI, and populate the placeholders"): fixed text stays as it stands, also
 * where it is wrong; a placeholder without a value stays with its braces. Linear, never throws.
 */
export function expandTemplate(template: string, values: ReadonlyMap<string, string>): Expansion {
  const anatomy = dissect(template)
  const pieces = anatomy.tokens.map(({ kind, text, name, start }): ExpandedPiece => {
    const value = kind === 'placeholder' ? values.get(name) : undefined
    if (kind !== 'placeholder') return { text, kind: 'fixed', name: '', value: '', encoded: false }
    if (value === undefined) return { text, kind: 'unfilled', name, value: '', encoded: false }
    // A host cannot be percent-encoded: what is typed there is shown as it would be called.
    const sent = partAt(anatomy, start) === 'host' ? value : encodeValue(value)
    return { text: sent, kind: 'value', name, value, encoded: sent !== value }
  })
  return { url: pieces.map(({ text }) => text).join(''), pieces }
}
