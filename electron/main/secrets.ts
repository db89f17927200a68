import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import type { PassphraseStorage } from '../../shared/protocol/bridge.ts'

const fileSchema = z.strictObject({ version: z.literal(1), keyPassphrase: z.base64() })
const fileIn = (userData: string): string => join(userData, 'secrets.json')

/**
 * What this system offers for secrets. `weak`: no secret store is running, so Electron encrypts with a fixed password
 * (`basic_text`); the window must say so. Only after app.whenReady.
 */
export function secretStorage(): PassphraseStorage {
  const fixedPassword = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  if (fixedPassword) safeStorage.setUsePlainTextEncryption(true)
  if (!safeStorage.isEncryptionAvailable()) return 'failed'
  return fixedPassword ? 'weak' : 'secure'
}

/** Encrypts and keeps the passphrase of the TLS key; null forgets it. The file is for this user only. */
export async function keepPassphrase(userData: string, passphrase: string | null): Promise<PassphraseStorage> {
  const storage = secretStorage()
  try {
    if (passphrase === null) await rm(fileIn(userData), { force: true })
    else if (storage !== 'failed') {
      const keyPassphrase = safeStorage.encryptString(passphrase).toString('base64')
      await writeFile(fileIn(userData), JSON.stringify({ version: 1, keyPassphrase }), { mode: 0o600 })
    }
    return storage
  } catch {
    return 'failed'
  }
}

/** The kept passphrase; null when there is none, or when this system can no longer decrypt it. */
export async function readPassphrase(userData: string): Promise<string | null> {
  const text = await readFile(fileIn(userData), 'utf8').catch(() => null)
  if (text === null || secretStorage() === 'failed') return null
  try {
    return safeStorage.decryptString(Buffer.from(fileSchema.parse(JSON.parse(text)).keyPassphrase, 'base64'))
  } catch {
    return null
  }
}
