import { LEGACY_EVENTS } from '../facts/events.ts'

/** Placeholders that the bank fills: the parameters of all events, and the digest. */
export const KNOWN_PLACEHOLDERS: ReadonlySet<string> = new Set([
  'digest',
  ...[...LEGACY_EVENTS.values()].flatMap(({ parameters }) => parameters),
])

/** The placeholders of a template, and whether a brace stands alone. */
export interface Placeholders {
  readonly names: readonly string[]
  readonly encoded: readonly string[]
  readonly broken: boolean
}

const ENCODED = /(?:%7B|\{)([A-Za-z0-9_.-]{1,64})(?:%7D|\})/gi

/** Finds placeholders in a text, plain and percent-encoded ones. Linear. */
export function placeholdersOf(text: string): Placeholders {
  const names: string[] = []
  const rest = text.replace(/\{([^{}]{0,256})\}/g, (_whole, name: string) => {
    names.push(name)
    return ''
  })
  const encoded = [...text.matchAll(ENCODED)].filter(([whole]) => /%7[bd]/i.test(whole)).map(([, name = '']) => name)
  return { names, encoded, broken: /[{}]/.test(rest) && encoded.length === 0 }
}

/**
 * Fills the placeholders of a template, so that it can be asked: names of no payment, and a digest that cannot match. Gives the
 * filled text, and whether anything was filled in.
 */
export function fillPlaceholders(text: string): { readonly text: string; readonly filled: boolean } {
  let filled = false
  const done = text.replace(/\{([^{}]{0,256})\}/g, (_whole, name: string) => {
    filled = true
    if (name.toLowerCase() === 'digest') return '0'.repeat(40)
    return name === 'result' ? 'THAWED' : 'callback-inspector-check'
  })
  return { text: done, filled }
}
