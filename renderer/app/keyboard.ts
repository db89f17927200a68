import { isDialogOpen } from '../kit/dialog.tsx'
import { ACTIONS, runAction } from './actions.ts'
import type { App } from './create-app.ts'
import { matches, takesText } from './shortcuts.ts'

/** Listens for the shortcuts of all actions, and for the menu; gives the function that stops it. */
export function listenForShortcuts(app: App): () => void {
  app.desktop.onMenuAction((id) => {
    if (isDialogOpen()) app.ui.say('Close the dialog first: what you chose would act beneath it.', 'error')
    else runAction(app, id)
  })
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return
    const action = ACTIONS.find((one) => one.shortcut !== undefined && matches(one.shortcut, event, app.mac))
    if (action === undefined || action.local === true) return
    const plain = action.shortcut?.startsWith('mod+') !== true
    if (plain && (isDialogOpen() || takesText(event.target))) return
    // Not left to the menu either, which has the same keys and would act beneath an open dialog.
    event.preventDefault()
    if (isDialogOpen()) return
    runAction(app, action.id)
  }
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}
