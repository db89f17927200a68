import { chmod, open, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type BrowserWindow, dialog, type FileFilter } from 'electron'
import type { FileKind, OpenedText, SavedText, TextKind } from '../../shared/protocol/bridge.ts'

const DIALOGS: Readonly<Record<FileKind, { title: string; filters: FileFilter[] }>> = {
  certificate: {
    title: 'Choose the certificate',
    filters: [{ name: 'Certificate (PEM)', extensions: ['pem', 'crt', 'cer'] }],
  },
  key: { title: 'Choose the private key', filters: [{ name: 'Private key (PEM)', extensions: ['pem', 'key'] }] },
  pfx: { title: 'Choose the PFX file', filters: [{ name: 'PFX', extensions: ['pfx', 'p12'] }] },
  profile: { title: 'Choose an endpoint profile', filters: [{ name: 'Endpoint profile', extensions: ['json'] }] },
  'key-set': {
    title: 'Choose a key set',
    filters: [{ name: 'Key set (JWKS, PEM)', extensions: ['json', 'jwks', 'pem', 'pub', 'key'] }],
  },
  report: { title: 'Choose a report', filters: [{ name: 'Report', extensions: ['md', 'html'] }] },
  archive: { title: 'Choose an archive', filters: [{ name: 'Archive', extensions: ['db', 'sqlite'] }] },
}
const ANY: FileFilter = { name: 'All files', extensions: ['*'] }

/** Asks for an existing file. @returns its path, or null when the user thought better of it */
export async function chooseFile(window: BrowserWindow | null, kind: FileKind): Promise<string | null> {
  const { title, filters } = DIALOGS[kind]
  const options = { title, filters: [...filters, ANY], properties: ['openFile' as const] }
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return filePaths[0] ?? null
}

/** A profile with ten thousand events has a few MiB; nothing that belongs here is larger. */
const MOST_BYTES = 4_194_304

async function readText(path: string): Promise<OpenedText> {
  const name = basename(path)
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size > MOST_BYTES) return { problem: `${name} is larger than 4 MiB: that is no such file.` }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile())
    return { name, text, problem: null }
  } finally {
    await file.close()
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Asks for a text file and reads it. @returns its text, or a sentence why not; null when the user thought better of it */
export async function openText(window: BrowserWindow | null, kind: TextKind): Promise<OpenedText | null> {
  const path = await chooseFile(window, kind)
  if (path === null) return null
  return readText(path).catch((error: unknown) => ({
    problem: `${basename(path)} could not be read: ${reason(error)}. Choose a text file in UTF-8.`,
  }))
}

/** Asks where to, and writes bytes there with mode 0600: a callback may hold secrets. @returns the path; null when nothing was chosen */
export function saveBytes(window: BrowserWindow | null, name: string, bytes: Uint8Array): Promise<SavedText | null> {
  return saveAs(window, name, [], bytes)
}

/** Asks where to, and writes a text there with mode 0600: it may hold secrets. @returns the path; null when nothing was chosen */
export function saveText(
  window: BrowserWindow | null,
  kind: TextKind,
  name: string,
  text: string,
): Promise<SavedText | null> {
  return saveAs(window, name, DIALOGS[kind].filters, text)
}

async function saveAs(
  window: BrowserWindow | null,
  name: string,
  filters: readonly FileFilter[],
  content: string | Uint8Array,
): Promise<SavedText | null> {
  // The name may come from a profile's name: only its last part may count as one.
  const options = { title: 'Save as', defaultPath: basename(name), filters: [...filters, ANY] }
  const { filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  if (filePath === '') return null
  try {
    await writeFile(filePath, content, { mode: 0o600 })
    await chmod(filePath, 0o600)
    return { path: filePath, problem: null }
  } catch (error) {
    return { problem: `${basename(filePath)} could not be written: ${reason(error)}. Choose another folder.` }
  }
}
