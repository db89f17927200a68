import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Menu, app, nativeTheme, protocol, session, type WebContents } from 'electron'
import type { LinkKey, MenuAction } from '../../shared/protocol/bridge.ts'
import type { EngineHost, EngineReady } from './engine-host.ts'
import { menuTemplate } from './app-menu.ts'
import { pageHandler } from './app-protocol.ts'
import { callHandlers, itemPaths } from './call-handlers.ts'
import { isTestBuild } from './electron-version.ts'
import { launchEngine } from './engine-launch.ts'
import { openLink } from './external-links.ts'
import { registerCalls } from './ipc.ts'
import { openLog } from './log.ts'
import { forbidNavigation } from './navigation.ts'
import type { AppOptions } from './options.ts'
import { PAGE_ORIGIN, SCHEME } from './page-address.ts'
import { openPageWindow, type PageWindow } from './page-window.ts'
import { denyEverything } from './permissions.ts'
import { keepPassphrase } from './secrets.ts'
import { createStateKeeper, readWindowState } from './window-state.ts'

/** What belongs to every page, whoever makes it. Before the first window. */
function harden(): void {
  app.on('web-contents-created', (_event, contents) => {
    forbidNavigation(contents)
  })
  denyEverything(session.defaultSession, PAGE_ORIGIN.startsWith(SCHEME) ? null : PAGE_ORIGIN)
  protocol.handle(SCHEME, pageHandler(join(import.meta.dirname, '..', 'renderer')))
}

/** The line by which scripts and tests know that the listeners answer (docs/development.md). */
function announce(ready: EngineReady): void {
  process.stdout.write(`callback-inspector ready ${JSON.stringify(ready)}\n`)
}

/** Quits in order: the engine answers and stores what is under way, then the app goes. */
function quitInOrder(host: EngineHost, finish: () => Promise<void>): void {
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void host
      .stop()
      .then(finish)
      .finally(() => {
        stopped = true
        app.quit()
      })
  })
  app.on('window-all-closed', () => {
    app.quit()
  })
}

/** Whoever ends the app from a terminal, or by a script, is not at the window to be asked. */
function quitOnSignals(page: () => PageWindow | null): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      page()?.closing.release()
      app.quit()
    })
}

function setMenu(developer: boolean, act: (action: MenuAction) => void): void {
  const link = (key: LinkKey): void => void openLink(key)
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate({ mac: process.platform === 'darwin', developer, act, link })),
  )
}

/** Brings up engine, window and menu. Called once, when Electron is ready. */
export async function openDesktop(options: AppOptions): Promise<void> {
  const userData = app.getPath('userData')
  await mkdir(userData, { recursive: true, mode: 0o700 })
  harden()
  const [{ log, file: logFile, close }, state] = await Promise.all([
    openLog(userData, () => new Date()),
    readWindowState(userData),
  ])
  process.on('uncaughtException', (error) => {
    log(`Main met an unexpected fault: ${error.stack ?? error.message}`)
  })
  nativeTheme.themeSource = state.theme
  let page: PageWindow | null = null
  let archive: string | null = null
  const host = launchEngine({
    userData,
    options: options.engine,
    log,
    onReady: (ready) => {
      archive = ready.archive
      announce(ready)
    },
    onReport: (report) => {
      if (report.message !== null) process.stderr.write(`${report.message}\n`)
      page?.push('engine-state', report)
    },
  })
  const keeper = createStateKeeper(userData, state, (error) => {
    log(`The window's place could not be kept: ${String(error)}`)
  })
  const isOurs = (contents: WebContents): boolean => contents === page?.window.webContents
  const handlers = callHandlers({
    host,
    page: () => page,
    items: () => itemPaths(userData, archive, logFile),
    keepPassphrase: (passphrase) => keepPassphrase(userData, passphrase),
    keepTheme: keeper.theme,
  })
  registerCalls(handlers, { origin: PAGE_ORIGIN, isOurs }, log)
  const developer = !app.isPackaged
  page = openPageWindow(state, developer, isTestBuild(process.versions.electron), log)
  keeper.watch(page.window)
  app.on('second-instance', () => page?.focus())
  quitOnSignals(() => page)
  quitInOrder(host, async () => {
    log('Stopped.')
    await Promise.all([keeper.flush(), close()])
  })
  setMenu(developer, (action) => page?.push('menu-action', action))
}
