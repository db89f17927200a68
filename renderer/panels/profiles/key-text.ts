import { webPage } from '../../../shared/checks/web-page.ts'
import type { ProfileDraft } from '../../../shared/model/profile.ts'

type KeySet = NonNullable<ProfileDraft['keySet']>

/** What came of a pasted text: a key set for the profile, or why it is none. */
export interface PastedKeys {
  readonly keySet: KeySet | null
  readonly problem: string | null
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isKey = (value: unknown): value is { kty: string } => isObject(value) && typeof value['kty'] === 'string'

const refuse = (problem: string): PastedKeys => ({ keySet: null, problem })

function keysOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return null
  if (Array.isArray(value['keys'])) return value['keys']
  return 'kty' in value ? [value] : null
}

/**
 * Reads what people paste as a key set: a JWKS, a bare list, one JWK, or PEM. It only looks at the form; whether a key can verify is
 * said by the engine, which reads the set again when it is saved.
 */
export function readPastedKeys(text: string): PastedKeys {
  const plain = text.trim()
  if (plain === '') return refuse('Nothing is pasted yet.')
  if (plain.includes('-----BEGIN ')) {
    if (plain.includes('PRIVATE KEY-----'))
      return refuse('This is a private key. Paste the public one, and treat this one as leaked.')
    return { keySet: { pem: plain }, problem: null }
  }
  const page = webPage(plain)
  if (page !== null) return refuse(page)
  let value: unknown
  try {
    value = JSON.parse(plain)
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    return refuse(`This is neither JSON nor PEM: ${reason}.`)
  }
  const keys = keysOf(value)
  if (keys === null) return refuse('This is JSON, but no key set: it has no “keys”.')
  if (keys.length === 0) return refuse('The key set holds no keys.')
  if (keys.some((key) => isObject(key) && 'd' in key)) {
    return refuse('It holds a private key. Paste the public keys, and treat this one as leaked.')
  }
  const odd = keys.findIndex((key) => !isKey(key))
  if (odd >= 0) return refuse(`Key ${odd + 1} has no “kty”: it is no JSON Web Key.`)
  return { keySet: { keys: keys.filter(isKey) }, problem: null }
}

/** The text of a key set that stands in a profile; '' where none does. */
export function keySetText(keySet: ProfileDraft['keySet']): string {
  if (typeof keySet !== 'object') return ''
  if ('pem' in keySet) return keySet.pem
  return 'keys' in keySet && keySet.keys.length > 0 ? JSON.stringify({ keys: keySet.keys }, null, 2) : ''
}
