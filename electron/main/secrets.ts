import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { PassphraseStorage } from '../../shared/protocol/bridge.ts'
import { decrypt, encrypt, secretStorage } from './vault.ts'

const passphraseSchema = z.strictObject({ version: z.literal(1), keyPassphrase: z.base64() })
const passphraseFile = (userData: string): string => join(userData, 'secrets.json')

const keysSchema = z.strictObject({ version: z.literal(1), keys: z.array(z.base64()).min(1) })
const keysFile = (userData: string): string => join(userData, 'data-keys.json')
const KEY_BYTES = 32

/** Writes whole, for this user only: a crash leaves the old file or the new one. */
async function write(file: string, content: object): Promise<void> {
  const beside = `${file}.new`
  await rm(beside, { force: true })
  const handle = await open(beside, 'wx', 0o600)
  try {
    await handle.writeFile(JSON.stringify(content))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(beside, file)
}

/** Encrypts and keeps the passphrase of the TLS key; null forgets it. The file is for this user only. */
export async function keepPassphrase(userData: string, passphrase: string | null): Promise<PassphraseStorage> {
  try {
    const storage = await secretStorage()
    if (passphrase === null) await rm(passphraseFile(userData), { force: true })
    else if (storage !== 'failed')
      await write(passphraseFile(userData), { version: 1, keyPassphrase: await encrypt(passphrase) })
    return storage
  } catch {
    return 'failed'
  }
}

/** The kept passphrase; null when there is none, or when this system can no longer decrypt it. */
export async function readPassphrase(userData: string): Promise<string | null> {
  try {
    const { keyPassphrase } = passphraseSchema.parse(JSON.parse(await readFile(passphraseFile(userData), 'utf8')))
    return (await secretStorage()) === 'failed' ? null : await decrypt(keyPassphrase)
  } catch {
    return null
  }
}

/** The encrypted keys of the file; a file that cannot be used is put aside, never written over. */
async function keptKeys(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return []
  try {
    return keysSchema.parse(JSON.parse(text)).keys
  } catch {
    await rename(file, `${file}.bad-${String(Date.now())}`)
    return []
  }
}

/**
 * The keys that seal the secrets of profiles, base64 of 32 bytes, the present one first; they are kept in the system's secret
 * store. When none of those that were kept can be decrypted (another user's folder, a secret store that is not running today) a
 * new one is made beside them: the old ones stay, and open what they sealed when the store is back. [] where nothing can be kept.
 */
export async function readDataKeys(userData: string): Promise<readonly string[]> {
  try {
    if ((await secretStorage()) === 'failed') return []
    const kept = await keptKeys(keysFile(userData))
    const known = (await Promise.all(kept.map(decrypt))).filter((key) => key !== null)
    if (known.length > 0) return known
    const key = randomBytes(KEY_BYTES).toString('base64')
    await write(keysFile(userData), { version: 1, keys: [await encrypt(key), ...kept] })
    return [key]
  } catch {
    return []
  }
}
