import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepPassphrase, readDataKeys, readPassphrase } from './secrets.ts'
import { secretStorage } from './vault.ts'

const scramble = (bytes: Buffer, by: number) => Buffer.from(bytes.map((byte) => byte ^ by))

/** The mark of a secret store: what one encrypted another cannot open. */
const vault = vi.hoisted(() => ({ by: 0x5a }))

const store = vi.hoisted(() => ({
  isEncryptionAvailable: vi.fn(() => true),
  getSelectedStorageBackend: vi.fn(() => 'gnome_libsecret'),
  setUsePlainTextEncryption: vi.fn(),
  encryptString: vi.fn(),
  decryptString: vi.fn(),
  isAsyncEncryptionAvailable: undefined as undefined | (() => Promise<boolean>),
  encryptStringAsync: vi.fn(),
  decryptStringAsync: vi.fn(),
}))
vi.mock('electron', () => ({ safeStorage: store }))

const close = (text: string) => scramble(Buffer.from(`v:${text}`), vault.by)
const open = (bytes: Buffer) => {
  const text = scramble(bytes, vault.by).toString()
  if (!text.startsWith('v:')) throw new Error('cannot be decrypted')
  return text.slice(2)
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'))
  vault.by = 0x5a
  store.encryptString.mockImplementation(close)
  store.decryptString.mockImplementation(open)
  store.encryptStringAsync.mockImplementation((text: string) => Promise.resolve(close(text)))
  store.decryptStringAsync.mockImplementation((bytes: Buffer) =>
    Promise.resolve({ result: open(bytes), shouldReEncrypt: false }),
  )
})
afterEach(async () => {
  vi.clearAllMocks()
  store.isEncryptionAvailable.mockReturnValue(true)
  store.getSelectedStorageBackend.mockReturnValue('gnome_libsecret')
  store.isAsyncEncryptionAvailable = undefined
  await rm(folder, { recursive: true })
})

describe.each(['synchronous', 'asynchronous'])('with the %s interface', (kind) => {
  beforeEach(() => {
    if (kind === 'asynchronous') store.isAsyncEncryptionAvailable = () => Promise.resolve(true)
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
    expect(store.encryptString).toHaveBeenCalledTimes(kind === 'synchronous' ? 1 : 0)
  })

  it('makes one data key, keeps it encrypted, and finds it again', async () => {
    const keys = await readDataKeys(folder)
    expect(keys).toHaveLength(1)
    expect(Buffer.from(keys[0] ?? '', 'base64')).toHaveLength(32)
    const file = join(folder, 'data-keys.json')
    expect(await readFile(file, 'utf8')).not.toContain(keys[0])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await expect(readDataKeys(folder)).resolves.toEqual(keys)
  })
})

it('reads with the asynchronous interface what the synchronous one wrote', async () => {
  await keepPassphrase(folder, 'x')
  store.isAsyncEncryptionAvailable = () => Promise.resolve(true)
  await expect(readPassphrase(folder)).resolves.toBe('x')
})

it('makes a new data key when the store lost the old one, and has both when it is back', async () => {
  const [first] = await readDataKeys(folder)
  vault.by = 0x33
  const [second, ...others] = await readDataKeys(folder)
  expect(second).not.toBe(first)
  expect(others).toEqual([])
  vault.by = 0x5a
  await expect(readDataKeys(folder)).resolves.toEqual([first])
})

it('puts a damaged file of data keys aside instead of writing over it', async () => {
  await writeFile(join(folder, 'data-keys.json'), 'nonsense')
  expect(await readDataKeys(folder)).toHaveLength(1)
  const names = await readdir(folder)
  const aside = names.find((name) => name.startsWith('data-keys.json.bad-')) ?? ''
  await expect(readFile(join(folder, aside), 'utf8')).resolves.toBe('nonsense')
})

it('says that a system without a secret store protects weakly', async () => {
  store.getSelectedStorageBackend.mockReturnValue('basic_text')
  await expect(secretStorage()).resolves.toBe('weak')
  await expect(keepPassphrase(folder, 'x')).resolves.toBe('weak')
})

it('writes nothing where nothing can be encrypted', async () => {
  store.isEncryptionAvailable.mockReturnValue(false)
  await expect(keepPassphrase(folder, 'x')).resolves.toBe('failed')
  await expect(readDataKeys(folder)).resolves.toEqual([])
  await expect(readdir(folder)).resolves.toEqual([])
})

it.each(['', '{}', 'nonsense', '{"version":1,"keyPassphrase":"%%"}', '{"version":2,"keyPassphrase":"eA=="}'])(
  'takes a damaged file for none: %s',
  async (text) => {
    await writeFile(join(folder, 'secrets.json'), text)
    await expect(readPassphrase(folder)).resolves.toBeNull()
  },
)
