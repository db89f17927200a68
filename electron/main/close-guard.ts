import type { BrowserWindow } from 'electron'

/** What of a window this module needs. */
export type GuardedWindow = Pick<BrowserWindow, 'on' | 'isMinimized' | 'restore' | 'show'> & {
  readonly webContents: Pick<BrowserWindow['webContents'], 'on'>
}

export interface CloseGuard {
  /** The page says whether something would be lost. */
  readonly hold: (unsaved: boolean) => void
  /** Nothing holds the window from now on: the user has decided, or the system wants the app to end. */
  readonly release: () => void
  /** The page says that the window may go: true when it was asked for it, and then nothing holds any more. */
  readonly answer: () => boolean
}

/**
 * Keeps a window open while its page has something unsaved, and asks the page to ask the user; quitting the app closes its
 * window, and stops there too. A page that is gone, loaded anew or hangs holds nothing: it could not be answered.
 */
export function guardClosing(window: GuardedWindow, ask: () => void): CloseGuard {
  let unsaved = false
  let hangs = false
  let asked = false
  const release = (): void => {
    unsaved = false
  }
  window.on('close', (event) => {
    if (!unsaved || hangs) return
    event.preventDefault()
    if (window.isMinimized()) window.restore()
    window.show()
    asked = true
    ask()
  })
  window.on('unresponsive', () => {
    hangs = true
  })
  window.on('responsive', () => {
    hangs = false
  })
  window.webContents.on('render-process-gone', release)
  window.webContents.on('did-navigate', release)
  return {
    hold: (now) => {
      unsaved = now
    },
    release,
    answer: () => {
      if (!asked) return false
      asked = false
      release()
      return true
    },
  }
}
