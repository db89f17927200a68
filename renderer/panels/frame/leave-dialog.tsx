import type { ReactElement } from 'react'
import { useApp, useUi } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog, DialogActions, DialogText, DialogTitle } from '../../kit/dialog.tsx'
import type { Unsaved } from '../../state/leaving.ts'

/** “a”, “a and b”, “a, b and c”. */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`

/** Asked before unsaved changes are left or closed: save them, discard them, or stay. Escape stays. */
export function LeaveDialog(): ReactElement | null {
  const { leaving, unsaved } = useUi(({ leaving, unsaved }) => ({ leaving, unsaved }))
  if (leaving === null) return null
  const parts = leaving.panels.flatMap((panel) => unsaved[panel] ?? [])
  if (parts.length === 0 || parts.some(({ saving }) => saving)) return null
  return <Question parts={parts} closing={leaving.closing} />
}

function Question({ parts, closing }: { readonly parts: readonly Unsaved[]; readonly closing: boolean }): ReactElement {
  const { ui } = useApp()
  const wrong = parts.find((part) => part.wrong !== null)?.wrong ?? null
  return (
    <Dialog open onClose={ui.stay} role="alertdialog">
      <DialogTitle>Save the changes to {listed(parts.map(({ what }) => what))}?</DialogTitle>
      <DialogText>
        {wrong ??
          (closing ? 'They are lost when the window closes.' : 'They are not saved yet, and are lost when you go on.')}
      </DialogText>
      <DialogActions
        apart={
          <Button tone="discard" onPress={ui.discardAndGo}>
            Discard
          </Button>
        }
      >
        <Button onPress={ui.stay} autoFocus={wrong !== null}>
          Stay
        </Button>
        <Button tone="primary" disabled={wrong !== null} autoFocus={wrong === null} onPress={() => void ui.saveAndGo()}>
          {closing ? 'Save and close' : 'Save'}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
