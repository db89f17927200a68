import type { CharacterSet, FaultHash, HashName, Joining, Piece, Recipe } from './types.ts'
import { bytesOf } from './character-sets.ts'

/** The bank's rule: nothing between, nothing but values, the salt last (domain.md §2.1). */
export const PLAIN_JOINING: Joining = { between: '', beforeSalt: '', after: '', named: null }

/** The recipe that the user expects: values in order, then the salt unless there is none. */
export function baseRecipe(
  algorithm: HashName,
  values: readonly { readonly name: string; readonly value: string }[],
  salt: string | null,
): Recipe {
  const pieces: Piece[] = values.map(({ name, value }) => ({ kind: 'value', name, text: value }))
  if (salt !== null && salt !== '') pieces.push({ kind: 'salt', name: 'salt', text: salt })
  return { algorithm, pieces, joining: PLAIN_JOINING, characters: 'utf8', wrap: 'none' }
}

/** A recipe with other pieces. Spelled out: it is made thousands of times, and a spread is slow. */
export function withPieces({ algorithm, joining, characters, wrap }: Recipe, pieces: readonly Piece[]): Recipe {
  return { algorithm, pieces, joining, characters, wrap }
}

/** The exact text that a recipe hashes. */
export function textOf({ pieces, joining }: Recipe): string {
  if (joining === PLAIN_JOINING) {
    let plain = ''
    for (const { text } of pieces) plain += text
    return plain
  }
  let text = ''
  let before: Piece | null = null
  for (const piece of pieces) {
    if (before !== null) text += before.kind === 'salt' || piece.kind === 'salt' ? joining.beforeSalt : joining.between
    text += joining.named === null ? piece.text : joining.named(piece, before === null)
    before = piece
  }
  return text + joining.after
}

const BLOCK: Readonly<Record<HashName, number>> = { MD5: 64, SHA1: 64, SHA256: 64, SHA384: 128, SHA512: 128 }

const fromHex = (hex: string): string => hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)))

const masked = (key: string, mask: number): string =>
  Array.from(key, (char) => String.fromCharCode(char.charCodeAt(0) ^ mask)).join('')

/** HMAC (RFC 2104) of texts with one byte per character. */
function hmac(hash: FaultHash, name: HashName, key: string, message: string): string {
  const block = BLOCK[name]
  const short = key.length > block ? fromHex(hash(name, key, 'latin1')) : key
  const full = short.padEnd(block, '\0')
  const inner = fromHex(hash(name, masked(full, 0x36) + message, 'latin1'))
  return hash(name, masked(full, 0x5c) + inner, 'latin1')
}

function plainHash(hash: FaultHash, name: HashName, text: string, characters: CharacterSet): string {
  return characters === 'utf8' ? hash(name, text, 'utf8') : hash(name, bytesOf(text, characters), 'latin1')
}

/** The digest that a recipe gives, in lower-case hexadecimal. */
export function digestOf(hash: FaultHash, recipe: Recipe, text: string): string {
  const { algorithm, characters, wrap, pieces } = recipe
  if (wrap === 'none') return plainHash(hash, algorithm, text, characters)
  if (wrap === 'hmac') {
    const key = pieces.find(({ kind }) => kind === 'salt')?.text ?? ''
    const message = textOf({ ...recipe, pieces: pieces.filter(({ kind }) => kind !== 'salt') })
    return hmac(hash, algorithm, bytesOf(key, characters), bytesOf(message, characters))
  }
  const inner = wrap.startsWith('other') ? (algorithm === 'MD5' ? 'SHA1' : 'MD5') : algorithm
  const once = plainHash(hash, inner, text, characters)
  return hash(algorithm, wrap.endsWith('upper') ? once.toUpperCase() : once, 'utf8')
}
