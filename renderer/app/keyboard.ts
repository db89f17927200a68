import { ACTIONS, runAction } from './actions.ts'
import type { App } from './create-app.ts'
import { matches, takesText } from './shortcuts.ts'

/** Listens for the shortcuts of all actions, and for the menu; gives the function that stops it. */
export function listenForShortcuts(app: App): () => void {
  app.desktop.onMenuAction((id) => runAction(app, id))
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || busy(app)) return
    const action = ACTIONS.find((one) => one.shortcut !== undefined && matches(one.shortcut, event, app.mac))
    if (action === undefined || action.local === true) return
    const plain = action.shortcut?.startsWith('mod+') !== true
    if (plain && takesText(event.target)) return
    event.preventDefault()
    runAction(app, action.id)
  }
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}

/** A dialog is open: the keys are its own. */
function busy(app: App): boolean {
  const { paletteOpen, helpOpen, confirmation, leaving } = app.ui.store.getState()
  return paletteOpen || helpOpen || confirmation !== null || leaving !== null
}
