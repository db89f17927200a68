import { Fragment } from 'react'
import type { ReactElement } from 'react'
import { ACTIONS } from '../../app/actions.ts'
import { shortcutWords } from '../../app/shortcuts.ts'
import { useApp, useUi } from '../../app/use-app.ts'
import { Kbd } from '../../kit/bits.tsx'
import { Dialog, DialogTitle } from '../../kit/dialog.tsx'
import styles from './palette.module.css'

const TABLE: readonly (readonly [string, string])[] = [
  ['Older, newer entry', '↓ ↑'],
  ['A page further, back', 'PgDn PgUp'],
  ['Newest, oldest entry', 'Home End'],
  ['Into the detail pane', 'Enter'],
  ['Narrower, wider column, at its edge', '← →'],
  ['Leave the search field, close a dialog', 'Esc'],
]

/** All shortcuts: those of the actions, and those of the table. */
export function HelpDialog(): ReactElement {
  const app = useApp()
  const open = useUi((ui) => ui.helpOpen)
  return (
    <Dialog open={open} onClose={() => app.ui.setHelp(false)}>
      <DialogTitle>Keyboard shortcuts</DialogTitle>
      <dl className={styles['help']}>
        {ACTIONS.filter((action) => action.shortcut !== undefined).map((action) => (
          <Fragment key={action.id}>
            <dt>{action.title}</dt>
            <dd>
              <Kbd>{shortcutWords(action.shortcut ?? '', app.mac)}</Kbd>
            </dd>
          </Fragment>
        ))}
        {TABLE.map(([what, keys]) => (
          <Fragment key={what}>
            <dt>{what}</dt>
            <dd>
              <Kbd>{keys}</Kbd>
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  )
}
