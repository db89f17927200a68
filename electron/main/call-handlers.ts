import { join } from 'node:path'
import { BrowserWindow, app, clipboard, nativeTheme } from 'electron'
import type { ItemKey, PassphraseStorage, RuntimeFacts, Theme } from '../../shared/protocol/bridge.ts'
import { isTestBuild } from './electron-version.ts'
import type { EngineHost } from './engine-host.ts'
import { openLink, showInFolder } from './external-links.ts'
import { chooseFile, openText, saveBytes, saveText } from './file-dialogs.ts'
import type { CallHandlers } from './ipc.ts'
import { showNotification } from './notifications.ts'
import type { PageWindow } from './page-window.ts'
import { secretStorage } from './vault.ts'

export interface CallParts {
  readonly host: EngineHost
  readonly page: () => PageWindow | null
  readonly items: () => Readonly<Record<ItemKey, string>>
  readonly keepPassphrase: (passphrase: string | null) => Promise<PassphraseStorage>
  readonly keepTheme: (theme: Theme) => void
}

/** Our own files that the page may ask to be shown. */
export const itemPaths = (userData: string, archive: string | null, logFile: string): Record<ItemKey, string> => ({
  'user-data': join(userData, 'settings.json'),
  profiles: join(userData, 'profiles'),
  archive: archive ?? join(userData, 'archive.sqlite'),
  authority: join(userData, 'certificate', 'local-ca.pem'),
  log: logFile,
})

const runtimeFacts = async (): Promise<RuntimeFacts> => ({
  version: app.getVersion(),
  electron: process.versions.electron,
  chromium: process.versions.chrome,
  node: process.versions.node,
  platform: process.platform,
  testBuild: isTestBuild(process.versions.electron),
  secretStorage: await secretStorage(),
})

/** What concerns the page's own window. */
function windowCalls(page: CallParts['page']): Pick<CallHandlers, 'set-badge' | 'set-unsaved' | 'close-window'> {
  return {
    'set-badge': (_contents, count) => {
      app.setBadgeCount(count)
      page()?.setUnread(count)
      return null
    },
    'set-unsaved': (_contents, unsaved) => {
      page()?.closing.hold(unsaved)
      return null
    },
    'close-window': () => {
      const shown = page()
      if (shown?.closing.answer() === true) shown.window.close()
      return null
    },
  }
}

/** What main does when the page calls: one entry per call of the table (channels.ts). */
export function callHandlers({ host, page, items, keepPassphrase, keepTheme }: CallParts): CallHandlers {
  const done = null
  return {
    'connect-engine': () => {
      const shown = page()
      if (shown !== null) host.connect(shown.client)
      return done
    },
    'choose-file': (contents, kind) => chooseFile(BrowserWindow.fromWebContents(contents), kind),
    'open-text': (contents, kind) => openText(BrowserWindow.fromWebContents(contents), kind),
    'save-text': (contents, kind, name, text) => saveText(BrowserWindow.fromWebContents(contents), kind, name, text),
    'save-bytes': (contents, name, bytes) => saveBytes(BrowserWindow.fromWebContents(contents), name, bytes),
    'copy-text': (_contents, text) => {
      clipboard.writeText(text)
      return done
    },
    notify: (_contents, notice) => {
      showNotification(notice, () => {
        page()?.focus()
        page()?.push('show-entry', notice.sequence)
      })
      return done
    },
    ...windowCalls(page),
    'open-link': async (_contents, key) => {
      await openLink(key)
      return done
    },
    'show-item': (_contents, key) => {
      showInFolder(items()[key])
      return done
    },
    'save-passphrase': (_contents, passphrase) => keepPassphrase(passphrase),
    'set-theme': (_contents, theme) => {
      nativeTheme.themeSource = theme
      keepTheme(theme)
      return done
    },
    runtime: runtimeFacts,
    'engine-state': () => host.report,
  }
}
