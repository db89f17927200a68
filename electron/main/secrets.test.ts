import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepPassphrase, readPassphrase, secretStorage } from './secrets.ts'

const store = vi.hoisted(() => ({
  isEncryptionAvailable: vi.fn(() => true),
  getSelectedStorageBackend: vi.fn(() => 'gnome_libsecret'),
  setUsePlainTextEncryption: vi.fn(),
  encryptString: vi.fn((text: string) => Buffer.from(text).map((byte) => byte ^ 0x5a)),
  decryptString: vi.fn((bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString()),
}))
vi.mock('electron', () => ({ safeStorage: store }))

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'))
})
afterEach(async () => {
  vi.clearAllMocks()
  store.isEncryptionAvailable.mockReturnValue(true)
  store.getSelectedStorageBackend.mockReturnValue('gnome_libsecret')
  await rm(folder, { recursive: true })
})

// T20: encrypted, for this user only, and gone when forgotten.
it('keeps the passphrase encrypted, for this user only', async () => {
  await expect(keepPassphrase(folder, 'marker-123')).resolves.toBe('secure')
  const file = join(folder, 'secrets.json')
  expect(await readFile(file, 'utf8')).not.toContain('marker-123')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await expect(readPassphrase(folder)).resolves.toBe('marker-123')
  await keepPassphrase(folder, null)
  await expect(stat(file)).rejects.toThrow('ENOENT')
})

it('says that a system without a secret store protects weakly', async () => {
  store.getSelectedStorageBackend.mockReturnValue('basic_text')
  expect(secretStorage()).toBe('weak')
  await expect(keepPassphrase(folder, 'x')).resolves.toBe('weak')
})

it('writes nothing where nothing can be encrypted', async () => {
  store.isEncryptionAvailable.mockReturnValue(false)
  await expect(keepPassphrase(folder, 'x')).resolves.toBe('failed')
  await expect(stat(join(folder, 'secrets.json'))).rejects.toThrow('ENOENT')
})

it.each(['', '{}', 'nonsense', '{"version":1,"keyPassphrase":"%%"}', '{"version":2,"keyPassphrase":"eA=="}'])(
  'takes a damaged file for none: %s',
  async (text) => {
    await writeFile(join(folder, 'secrets.json'), text)
    await expect(readPassphrase(folder)).resolves.toBeNull()
  },
)
