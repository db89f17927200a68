import type { WebContents } from 'electron'

/** What of a page's contents this module needs. */
export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>

/**
 * The window shows one page for ever: no navigation in any frame, no redirect, no second window, no guest.
 * (Loading that main itself starts is not a navigation in this sense.)
 */
export function forbidNavigation(contents: GuardedContents): void {
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
