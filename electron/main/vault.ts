import { safeStorage } from 'electron'
import type { PassphraseStorage } from '../../shared/protocol/bridge.ts'

/*
 * The system's secret store. Electron's asynchronous interface is used where it is there (it does not hold the main process up, and
 * the synchronous one goes away in Electron 46), the synchronous one elsewhere. Only after app.whenReady.
 */

/** What an Electron may have of it: version 33 knows the synchronous half, version 46 only the other. */
type Store = Partial<Electron.SafeStorage>
const store = safeStorage as Store

const asyncReady = async (): Promise<boolean> => (await store.isAsyncEncryptionAvailable?.()) ?? false

/**
 * What this system offers for secrets. `weak`: no secret store is running, so Electron encrypts with a fixed password
 * (`basic_text`); the window must say so.
 */
export async function secretStorage(): Promise<PassphraseStorage> {
  const fixedPassword = process.platform === 'linux' && store.getSelectedStorageBackend?.() === 'basic_text'
  if (fixedPassword) store.setUsePlainTextEncryption?.(true)
  const available = (await asyncReady()) || (store.isEncryptionAvailable?.() ?? false)
  if (!available) return 'failed'
  return fixedPassword ? 'weak' : 'secure'
}

/** Encrypts a text; base64. Throws where nothing can be encrypted. */
export async function encrypt(text: string): Promise<string> {
  const bytes =
    (await asyncReady()) && store.encryptStringAsync !== undefined
      ? await store.encryptStringAsync(text)
      : store.encryptString?.(text)
  if (bytes === undefined) throw new Error('this system has no secret store')
  return bytes.toString('base64')
}

/** Decrypts what `encrypt` gave, by either interface; null when this system cannot (any longer). */
export async function decrypt(base64: string): Promise<string | null> {
  const bytes = Buffer.from(base64, 'base64')
  try {
    if ((await asyncReady()) && store.decryptStringAsync !== undefined) {
      return (await store.decryptStringAsync(bytes)).result
    }
  } catch {
    // Written by the synchronous interface under another key, perhaps: that one is asked as well.
  }
  try {
    return store.decryptString?.(bytes) ?? null
  } catch {
    return null
  }
}
