import type { BrowserWindowConstructorOptions } from 'electron'
import type { WindowPlace } from './window-state.ts'

export interface WindowWish {
  readonly preload: string
  readonly place: WindowPlace | null
  readonly dark: boolean
  readonly developer: boolean
}

/** Everything that a window of ours is made with; the security posture is a value that a test reads. */
export function windowOptions({ preload, place, dark, developer }: WindowWish): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 800,
    ...(place === null ? {} : place.bounds),
    minWidth: 880,
    minHeight: 560,
    title: 'Callback Inspector',
    // The colour before the first paint: the page's own, so that nothing flashes.
    backgroundColor: dark ? '#131518' : '#f6f6f4',
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      navigateOnDragDrop: false,
      // The checker would fetch its dictionaries from the net.
      spellcheck: false,
      devTools: developer,
      disableBlinkFeatures: 'Auxclick',
    },
  }
}
