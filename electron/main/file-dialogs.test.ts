import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openText, saveBytes, saveText } from './file-dialogs.ts'

const dialog = vi.hoisted(() => ({ showOpenDialog: vi.fn(), showSaveDialog: vi.fn() }))
vi.mock('electron', () => ({ dialog }))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dialogs-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function opened(content: string | Uint8Array) {
  const path = join(folder, 'profile.json')
  await writeFile(path, content)
  dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: [path] })
  return openText(null, 'profile')
}

it('reads the chosen text, and says why it cannot', async () => {
  expect(await opened('{"name":"å"}')).toEqual({ name: 'profile.json', text: '{"name":"å"}', problem: null })
  expect(await opened(Uint8Array.of(0xff, 0xfe))).toEqual({ problem: expect.stringContaining('could not be read') })
  expect(await opened(new Uint8Array(4_194_305))).toEqual({ problem: expect.stringContaining('larger than 4 MiB') })
  dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: [join(folder, 'gone')] })
  expect(await openText(null, 'key-set')).toEqual({ problem: expect.stringContaining('gone could not be read') })
  dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: [] })
  expect(await openText(null, 'profile')).toBeNull()
})

it('writes for this user only, also over a file that others could read', async () => {
  const path = join(folder, 'out.json')
  await writeFile(path, 'old', { mode: 0o644 })
  dialog.showSaveDialog.mockResolvedValueOnce({ filePath: path })
  expect(await saveText(null, 'profile', '../../out.json', 'new')).toEqual({ path, problem: null })
  expect(dialog.showSaveDialog.mock.calls[0]?.[0]).toMatchObject({ defaultPath: 'out.json' })
  expect(await readFile(path, 'utf8')).toBe('new')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  dialog.showSaveDialog.mockResolvedValueOnce({ filePath: folder })
  expect(await saveText(null, 'profile', 'x', 'y')).toEqual({
    problem: expect.stringContaining('could not be written'),
  })
  dialog.showSaveDialog.mockResolvedValueOnce({ filePath: '' })
  expect(await saveText(null, 'profile', 'x', 'y')).toBeNull()
})

it('writes bytes as they are', async () => {
  const path = join(folder, 'callback-7-body.bin')
  dialog.showSaveDialog.mockResolvedValueOnce({ filePath: path })
  expect(await saveBytes(null, 'callback-7-body.bin', Uint8Array.of(0, 255, 10))).toEqual({ path, problem: null })
  expect([...(await readFile(path))]).toEqual([0, 255, 10])
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})
