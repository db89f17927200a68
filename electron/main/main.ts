import { Menu, app, protocol } from 'electron'
import { SCHEME_PRIVILEGES } from './app-protocol.ts'
import { openDesktop } from './desktop.ts'
import { readOptions } from './options.ts'
import { refusedSwitch } from './refused-switches.ts'

/** Says in one sentence why the app does not start. */
function refuse(sentence: string, code: number): void {
  process.stderr.write(`${sentence}\n`)
  app.exit(code)
}

function start(): void {
  const options = readOptions(process.argv.slice(1), process.cwd())
  const open = app.isPackaged ? refusedSwitch((name) => app.commandLine.hasSwitch(name)) : null
  if (open !== null) {
    refuse(`--${open} would open a door into the app, so it does not start with it.`, 2)
    return
  }
  if (!options.ok) {
    refuse(options.problem.message, 2)
    return
  }
  if (options.value.userData !== null) app.setPath('userData', options.value.userData)
  // One app per folder of settings: a second start brings the first one's window up. Its arguments are not read.
  if (!app.requestSingleInstanceLock()) {
    refuse('Callback Inspector is running already with this folder; its window was brought to the front.', 0)
    return
  }
  // As root Chromium cannot sandbox (npm start says so by --no-sandbox); everybody else keeps it, whatever a window asks.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES])
  Menu.setApplicationMenu(null)
  // Not awaited at the top level: an ES module as main would wait for itself.
  void app.whenReady().then(() => openDesktop(options.value))
}

start()
