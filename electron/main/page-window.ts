import { BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import { guardClosing, type CloseGuard } from './close-guard.ts'
import type { PushData, PushName } from './channels.ts'
import type { EngineClient } from './engine-host.ts'
import type { Log } from './log.ts'
import { PAGE_URL } from './page-address.ts'
import { windowOptions } from './window-options.ts'
import { placeOnDisplays, type WindowState } from './window-state.ts'

const TITLE = 'Callback Inspector'
const MOST_RELOADS = 3

export interface PageWindow {
  readonly window: BrowserWindow
  readonly client: EngineClient
  readonly push: <N extends PushName>(name: N, data: PushData<N>) => void
  readonly setUnread: (count: number) => void
  readonly focus: () => void
  readonly closing: CloseGuard
}

/** Opens the window at its last place and loads the page; a page that crashed is loaded anew, three times at most. */
export function openPageWindow(state: WindowState, developer: boolean, testBuild: boolean, log: Log): PageWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea)
  const preload = join(import.meta.dirname, '..', 'preload', 'preload.cjs')
  const place = placeOnDisplays(state.bounds, displays)
  const window = new BrowserWindow(windowOptions({ preload, place, dark: nativeTheme.shouldUseDarkColors, developer }))
  const suffix = testBuild ? ' — test build' : ''
  window.setTitle(TITLE + suffix)
  window.on('page-title-updated', (event) => {
    event.preventDefault()
  })
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize()
    window.show()
  })
  watchPage(window, log)
  const push = <N extends PushName>(name: N, data: PushData<N>): void => {
    if (!window.isDestroyed()) window.webContents.send(name, data)
  }
  void window.loadURL(PAGE_URL).catch((error: unknown) => {
    log(`The page could not be loaded: ${String(error)}`)
  })
  return {
    window,
    client: {
      takePort: (port) => {
        window.webContents.postMessage('engine-port', null, [port])
      },
      isGone: () => window.isDestroyed(),
    },
    push,
    closing: guardClosing(window, () => {
      push('close-asked', null)
    }),
    setUnread: (count) => {
      window.setTitle((count > 0 ? `(${String(count)}) ` : '') + TITLE + suffix)
    },
    focus: () => {
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}

function watchPage(window: BrowserWindow, log: Log): void {
  let reloads = 0
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`The page's process ended: ${reason}, code ${String(exitCode)}`)
    if (reason === 'clean-exit' || (reloads += 1) > MOST_RELOADS) return
    window.webContents.reload()
  })
  window.webContents.on('preload-error', (_event, path, error) => {
    log(`The preload ${path} failed: ${error.message}`)
  })
}
