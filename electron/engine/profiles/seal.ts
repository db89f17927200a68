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

interface DataKey {
  readonly key: Buffer
  readonly mark: Buffer
}

function closeWith({ key, mark }: DataKey, secret: string, bound: readonly string[]): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundText(bound))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([Uint8Array.of(VERSION), mark, nonce, text, cipher.getAuthTag()]).toString('base64url')
}

function openWith(keys: readonly DataKey[], sealed: string, bound: readonly string[]): Opened {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes[0] !== undefined && bytes[0] > VERSION) return { ok: false, fault: 'newer' }
  if (bytes[0] !== VERSION || bytes.length < HEAD_BYTES + TAG_BYTES) return { ok: false, fault: 'changed' }
  const found = keys.find(({ mark }) => mark.equals(bytes.subarray(1, 1 + MARK_BYTES)))
  if (found === undefined) return { ok: false, fault: keys.length === 0 ? 'no-key' : 'other-key' }
  const nonce = bytes.subarray(1 + MARK_BYTES, HEAD_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', found.key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundText(bound)).setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const text = [decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]
    return { ok: true, secret: Buffer.concat(text).toString('utf8') }
  } catch {
    return { ok: false, fault: 'changed' }
  }
}

/** Makes the seal from data keys (base64 of 32 bytes each): the first one seals, each opens what it sealed. */
export function createSeal(dataKeys: readonly string[]): Seal {
  const keys = dataKeys
    .map((text) => Buffer.from(text, 'base64'))
    .filter((key) => key.length === KEY_BYTES)
    .map((key) => ({ key, mark: markOf(key) }))
  const [present] = keys
  return {
    available: present !== undefined,
    close: (secret, bound) => {
      if (present === undefined) throw new Error('nothing can be sealed without a data key')
      return closeWith(present, secret, bound)
    },
    open: (sealed, bound) => openWith(keys, sealed, bound),
  }
}
