import { type BrowserWindow, dialog, type FileFilter } from 'electron'
import type { FileKind } from '../../shared/protocol/bridge.ts'

const DIALOGS: Readonly<Record<FileKind, { title: string; filters: FileFilter[] }>> = {
  certificate: {
    title: 'Choose the certificate',
    filters: [{ name: 'Certificate (PEM)', extensions: ['pem', 'crt', 'cer'] }],
  },
  key: { title: 'Choose the private key', filters: [{ name: 'Private key (PEM)', extensions: ['pem', 'key'] }] },
  pfx: { title: 'Choose the PFX file', filters: [{ name: 'PFX', extensions: ['pfx', 'p12'] }] },
  profile: { title: 'Choose an endpoint profile', filters: [{ name: 'Endpoint profile', extensions: ['json'] }] },
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
