import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/*
 * Secrets at rest: AES-256-GCM under the data key that main keeps in the system's secret store. A sealed text is base64url of
 * version (1 byte), mark of the key (4), nonce (12), ciphertext, tag (16). It is bound to its profile and its place in it, so that
 * nobody can move it to where it does something else.
 */

const VERSION = 1
const KEY_BYTES = 32
const MARK_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + MARK_BYTES + NONCE_BYTES

/** Why a sealed text stays closed. */
export type SealFault = 'no-key' | 'other-key' | 'newer' | 'changed'
export type Opened = { readonly ok: true; readonly secret: string } | { readonly ok: false; readonly fault: SealFault }

export interface Seal {
  /** False where the host gave no data key: nothing is sealed and nothing can be opened. */
  readonly available: boolean
  /** `bound` says where the secret belongs; the same text is needed to open it. */
  readonly close: (secret: string, bound: readonly string[]) => string
  readonly open: (sealed: string, bound: readonly string[]) => Opened
}

const boundText = (bound: readonly string[]): Buffer =>
  Buffer.from(JSON.stringify(['callback-inspector secret', VERSION, ...bound]))

/** Tells one data key from another without telling anything about it. */
const markOf = (key: Buffer): Buffer =>
  createHash('sha256').update('callback-inspector data key mark\n').update(key).digest().subarray(0, MARK_BYTES)

function closeWith(key: Buffer, mark: Buffer, secret: string, bound: readonly string[]): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundText(bound))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([Uint8Array.of(VERSION), mark, nonce, text, cipher.getAuthTag()]).toString('base64url')
}

function openWith(key: Buffer, mark: Buffer, sealed: string, bound: readonly string[]): Opened {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes[0] !== undefined && bytes[0] > VERSION) return { ok: false, fault: 'newer' }
  if (bytes[0] !== VERSION || bytes.length < HEAD_BYTES + TAG_BYTES) return { ok: false, fault: 'changed' }
  if (!bytes.subarray(1, 1 + MARK_BYTES).equals(mark)) return { ok: false, fault: 'other-key' }
  const nonce = bytes.subarray(1 + MARK_BYTES, HEAD_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundText(bound)).setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const text = [decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]
    return { ok: true, secret: Buffer.concat(text).toString('utf8') }
  } catch {
    return { ok: false, fault: 'changed' }
  }
}

const NO_SEAL: Seal = {
  available: false,
  close: () => {
    throw new Error('nothing can be sealed without a data key')
  },
  open: () => ({ ok: false, fault: 'no-key' }),
}

/** Makes the seal from the data key (base64 of 32 bytes); null or another length: none. */
export function createSeal(dataKey: string | null): Seal {
  const key = Buffer.from(dataKey ?? '', 'base64')
  if (key.length !== KEY_BYTES) return NO_SEAL
  const mark = markOf(key)
  return {
    available: true,
    close: (secret, bound) => closeWith(key, mark, secret, bound),
    open: (sealed, bound) => openWith(key, mark, sealed, bound),
  }
}
